"""Finished pages in other forms, who is responsible for them, and what becomes of earlier ones."""

from __future__ import annotations

import json
import os
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from xml.etree import ElementTree

import pytest

import briefing
from briefing.errors import DataError
from briefing.sources.sniffing import is_own
from tests.shell import Shell, shell

__all__ = ["shell"]
PAGE = "out/2022-01-13.json"
FORMS = ("-f", "md", "-f", "html", "-f", "json", "-f", "eml")
ATOM = "{http://www.w3.org/2005/Atom}"


def generate(shell: Shell, *more: str, seeds: str = "seeds") -> str:
    """Exits well or with refuted parts, and gives what was said."""
    outcome = shell("generate", seeds, "--out", "out", "-q", *more)
    assert outcome.code in (0, 1), outcome.err
    return outcome.err


# Who is responsible


def test_the_editor_stands_in_every_form_and_is_rebuilt(shell: Shell) -> None:
    generate(shell, "--editor", "Ada <Example>", *FORMS)
    markdown, html = (Path(f"out/2022-01-13.{form}").read_text("utf-8") for form in ("md", "html"))
    assert "responsible: Ada &lt;Example&gt;" in markdown.split("\n\n")[1]
    assert '<meta name="author" content="Ada &lt;Example&gt;">' in html
    assert "responsible: Ada &lt;Example&gt;" in html.partition("<main>")[0].partition("<h1>")[2]
    mail = message_from_bytes(Path("out/2022-01-13.eml").read_bytes(), policy=default)
    for part in mail.iter_parts():
        assert "responsible: Ada &lt;Example&gt;" in part.get_content()
    assert json.loads(Path(PAGE).read_text("utf-8"))["made_with"]["editor"] == "Ada <Example>"
    feed = ElementTree.fromstring(shell("feed", PAGE).out)
    assert feed.findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name") == "Ada <Example>"
    assert "Ada <Example>" in (feed.findtext(f"{ATOM}entry/{ATOM}rights") or "")
    assert shell("verify", PAGE).code == 0


def test_another_editor_than_the_one_it_was_made_with_is_named(shell: Shell) -> None:
    generate(shell, "--editor", "Ada Example")
    page = Path(PAGE)
    page.write_text(page.read_text("utf-8").replace("Ada Example", "Eve Example"), "utf-8")
    assert shell("verify", PAGE).code == 1


def test_nobody_is_responsible_where_nobody_is_named(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    generate(shell)
    assert "responsible" not in Path("out/2022-01-13.html").read_text("utf-8")
    monkeypatch.setenv("BRIEFING_EDITOR", " \t ")
    generate(shell)
    assert "responsible" not in Path("out/2022-01-13.md").read_text("utf-8")


def test_an_editors_name_is_one_line_of_bounded_length(shell: Shell) -> None:
    assert briefing.Settings(editor="Ada\n\tEx\x1bample").editor == "Ada Ex\ufffdample"
    assert briefing.Settings(editor="a" * 200).editor == "a" * 200
    assert shell("generate", "seeds", "--editor", "a" * 201).code == 2


# Rendering again


def test_a_page_is_rendered_again_in_every_form(shell: Shell) -> None:
    generate(shell, *FORMS)
    for form in ("md", "html", "json", "eml"):
        written = Path(f"out/2022-01-13.{form}")
        assert shell("render", PAGE, "--format", form, "--out", f"again.{form}").code == 0
        assert Path(f"again.{form}").read_bytes() == written.read_bytes()
        assert shell("render", PAGE, "--out", f"by_name.{form}").code == 0
        assert Path(f"by_name.{form}").read_bytes() == written.read_bytes()
    assert shell("render", PAGE).out == Path("out/2022-01-13.md").read_text("utf-8")


def test_the_first_screen_alone(shell: Shell) -> None:
    generate(shell, *FORMS)
    whole = Path("out/2022-01-13.md").read_text("utf-8")
    short = shell("render", PAGE, "--brief").out
    first, cited = short.rstrip("\n").rsplit("\n\n", 1)
    assert whole.startswith(first)
    assert cited.startswith("\\[1] ")
    assert "**In short.**" in short
    assert "## " not in short
    html = shell("render", PAGE, "--brief", "-f", "html").out
    assert "In short." in html
    assert "<article" not in html
    assert html.count('class="passage"') == cited.count("\\[")
    assert 'href="#stories"' not in html
    assert shell("generate", "seeds", "--brief", "-q").out == short
    mail = message_from_bytes(Path("out/2022-01-13.eml").read_bytes(), policy=default)
    (plain, _) = mail.iter_parts()
    assert plain.get_content().replace("\r\n", "\n") == short


def test_first_screens_beside_the_json_are_its_own_and_a_changed_one_is_not(shell: Shell) -> None:
    generate(shell, "--brief", *FORMS)
    assert "<article" not in Path("out/2022-01-13.html").read_text("utf-8")
    assert json.loads(Path(PAGE).read_text("utf-8"))["stories"]
    assert shell("verify", PAGE).code == 0
    page = Path("out/2022-01-13.md")
    page.write_text(page.read_text("utf-8").replace("NATO", "OTAN", 1), "utf-8")
    outcome = shell("verify", PAGE)
    assert outcome.code == 1
    assert "2022-01-13.md" in outcome.out


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (f"render {PAGE} --html-template own.j2", "--html-template has no part in md; pass --format html"),
        (f"render {PAGE} -f json --markdown-template own.j2", "--markdown-template has no part in json"),
        ("generate seeds --json --format md", "--json is --format json, and another --format is named"),
        ("generate seeds --replace-day", "--replace-day rewrites a day of a ledger, and none is kept"),
    ],
)
def test_a_flag_that_would_do_nothing_is_refused(shell: Shell, command: str, said: str) -> None:
    generate(shell)
    Path("own.j2").write_text("{{ page.title }}", "utf-8")
    outcome = shell(*command.split())
    assert outcome.code == 2
    assert said in outcome.err


def test_templates_of_ones_own_by_flag_and_by_settings(shell: Shell) -> None:
    Path("own.j2").write_text("{{ page.title }}, {{ data.stories | length }}", "utf-8")
    generate(shell)
    told = "Daily briefing, Thursday 13 January 2022, 1\n"
    assert shell("render", PAGE, "--markdown-template", "own.j2").out == told
    assert shell("render", PAGE, "-f", "html", "--html-template", "own.j2").out == told.strip()
    Path("mine.toml").write_text('[rendering]\nmarkdown_template = "own.j2"\n', "utf-8")
    assert shell("render", PAGE, "--config", "mine.toml").out == told
    assert shell("generate", "seeds", "-q", "--config", "mine.toml").out == told
    Path("mine.toml").write_text("[rendering]\nbrief = true\n", "utf-8")
    assert "## 1." not in shell("generate", "seeds", "-q", "--config", "mine.toml").out


def test_a_template_that_came_with_a_folder_is_not_run(shell: Shell) -> None:
    generate(shell)
    Path("own.j2").write_text("gotcha", "utf-8")
    Path("briefing.toml").write_text('[rendering]\nmarkdown_template = "own.j2"\n', "utf-8")
    outcome = shell("render", PAGE)
    assert (outcome.code, outcome.out) == (2, "")
    assert "is a program" in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("render", "absent.json"),
        ("render", PAGE, "-f", "md", "--out", "x.html"),
        ("render", PAGE, "-f", "pdf"),
        ("export", PAGE),
        ("export", PAGE, "--as", "rdf"),
        ("export", "absent.json", "--as", "plover"),
    ],
)
def test_what_can_not_be_rendered_is_a_usage_error(shell: Shell, arguments: tuple[str, ...]) -> None:
    generate(shell)
    assert shell(*arguments).code == 2


def test_what_is_no_briefing_is_not_rendered(shell: Shell) -> None:
    Path("other.json").write_text("{}", "utf-8")
    for arguments in (("render", "other.json"), ("export", "other.json", "--as", "annotations")):
        outcome = shell(*arguments)
        assert outcome.code == 3
        assert "other.json: not a briefing" in outcome.err


@pytest.mark.parametrize("scheme", ["annotations", "plover"])
def test_exports_are_what_the_library_gives(shell: Shell, scheme: str) -> None:
    generate(shell)
    page = briefing.Briefing.from_json(Path(PAGE).read_bytes())
    wanted = page.to_annotations() if scheme == "annotations" else page.to_plover()
    assert shell("export", PAGE, "--as", scheme).out == wanted
    assert shell("export", PAGE, "--as", scheme, "--out", "x.json").code == 0
    assert Path("x.json").read_text("utf-8") == wanted


# Earlier pages of a day


def other_seeds() -> str:
    """One of the two seeds, so that the page of the day says something else."""
    Path("other").mkdir(exist_ok=True)
    seed = sorted(Path("seeds").iterdir())[0]
    Path("other", seed.name).write_bytes(seed.read_bytes())
    return "other"


def test_another_page_of_the_day_is_kept_under_a_number(shell: Shell) -> None:
    generate(shell, "--date", "2022-01-13", *FORMS)
    first = {path.suffix: path.read_bytes() for path in Path("out").iterdir()}
    said = generate(shell, "--date", "2022-01-13", *FORMS, seeds=other_seeds())
    assert "out held another page of 2022-01-13: kept as 2022-01-13.1.md, 2022-01-13.1.html" in said
    assert {path.suffix: path.read_bytes() for path in Path("out").glob("2022-01-13.1.*")} == first
    assert shell("verify", PAGE, "out/2022-01-13.1.json").code == 0
    assert "kept as 2022-01-13.2.md" in generate(shell, "--date", "2022-01-13", *FORMS)
    assert {path.suffix: path.read_bytes() for path in Path("out").glob("2022-01-13.1.*")} == first
    assert len(list(Path("out").iterdir())) == 12


def test_the_same_page_again_is_kept_nowhere(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    generate(shell, *FORMS)
    before = sorted(Path("out").iterdir())
    assert generate(shell, *FORMS) == ""
    # At another time, and in fewer forms: what was there already stays of one piece.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1642143600")
    assert generate(shell, "-f", "json") == ""
    assert sorted(Path("out").iterdir()) == before
    assert "2022-01-14T07:00:00Z" in Path("out/2022-01-13.md").read_text("utf-8")
    assert shell("verify", PAGE).code == 0


def test_a_page_that_somebody_wrote_into_is_kept(shell: Shell) -> None:
    generate(shell)
    page = Path("out/2022-01-13.md")
    page.write_text(page.read_text("utf-8") + "\nMy own note.\n", "utf-8")
    generate(shell)
    assert "My own note." in Path("out/2022-01-13.1.md").read_text("utf-8")
    assert "My own note." not in page.read_text("utf-8")


def test_a_kept_page_keeps_its_signature(shell: Shell) -> None:
    assert shell("keygen", "desk.key").code == 0
    generate(shell, "--date", "2022-01-13", "--sign", "desk.key")
    generate(shell, "--date", "2022-01-13", seeds=other_seeds())
    assert shell("verify", "out/2022-01-13.1.json", "--key", "desk.key.pub").code == 0
    assert not Path(f"{PAGE}.sig").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever is root may rename anything")
def test_what_can_not_be_kept_is_not_overwritten(shell: Shell) -> None:
    generate(shell, "--date", "2022-01-13")
    before = Path(PAGE).read_bytes()
    Path("out").chmod(0o500)
    try:
        assert shell("generate", other_seeds(), "--date", "2022-01-13", "--out", "out", "-q").code == 2
    finally:
        Path("out").chmod(0o700)
    assert Path(PAGE).read_bytes() == before


def test_a_feed_has_one_entry_a_day_the_last_page_made(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    generate(shell, "--date", "2022-01-13")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1642143600")
    generate(shell, "--date", "2022-01-13", seeds=other_seeds())
    entries = ElementTree.fromstring(shell("feed", "out/2022-01-13.1.json", PAGE).out).findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == ["2022-01-14T07:00:00Z"]


# Own pages are no news


def test_own_pages_in_a_folder_are_left_out_and_named(shell: Shell) -> None:
    outcome = shell("generate", ".", "--out", ".", *FORMS, "-q")
    once = Path("2022-01-13.json").read_bytes()
    shell("feed", "2022-01-13.json", "--out", "feed.xml")
    shell("render", "2022-01-13.json", "--brief", "--out", "renamed.md")
    shell("render", "2022-01-13.json", "--brief", "--out", "renamed.html")
    for scheme in ("annotations", "plover"):
        shell("export", "2022-01-13.json", "--as", scheme, "--out", f"{scheme}.json")
    shell("brief", str(sorted(Path("seeds").iterdir())[0]), "--out", "one.json", "-q")
    Path("2022-01-13.md").rename("notes.md")
    outcome = shell("generate", ".", "--out", "out", *FORMS, "-q")
    assert Path(PAGE).read_bytes() == once
    assert "left out, since briefing wrote them: 2022-01-13.eml, 2022-01-13.html, 2022-01-13.json" in outcome.err
    assert "and 5 more" in outcome.err
    assert shell("generate", "*.md", "-q").code == 3


def test_a_signature_is_left_out_with_its_page(shell: Shell) -> None:
    assert shell("keygen", "desk.key").code == 0
    generate(shell, "--sign", "desk.key")
    outcome = shell("generate", "out", "seeds", "-q", "--format", "json")
    assert "2022-01-13.json.sig" in outcome.err
    assert json.loads(outcome.out)["coverage"]["failures"] == []


def test_an_own_page_that_is_named_is_an_error(shell: Shell) -> None:
    generate(shell)
    outcome = shell("generate", "seeds", "out/2022-01-13.html", "-q")
    assert outcome.code == 1
    assert "out/2022-01-13.html: is a page that briefing wrote" in outcome.err
    with pytest.raises(briefing.BriefingError, match="is a page that briefing wrote"):
        briefing.brief(Path("out/2022-01-13.md"))


@pytest.mark.parametrize(
    "text",
    [
        "# Daily briefing, by our staff\n\nThe union offered a truce.",
        "# Daily briefing, Thursday 13 January 2022\n\nThe union offered a truce · written by Ada",
        '<html><head><meta name="generator" content="WordPress 6"></head>',
        "Message-ID: <0123@mail.example>\n\nText",
        '{"version": "1.0", "title": "x", "items": []}',
        '{"@context": "https://schema.org", "id": "urn:briefing:1"}',
        "<feed><id>urn:uuid:1</id></feed>",
    ],
)
def test_the_news_of_others_are_no_own_pages(text: str) -> None:
    assert not is_own(text.encode())


def test_a_page_in_other_white_space_is_told_all_the_same(shell: Shell) -> None:
    generate(shell)
    data = json.loads(Path(PAGE).read_text("utf-8"))
    assert is_own(json.dumps(data).encode())
    assert is_own(json.dumps(data, separators=(",", ":")).encode())
    assert is_own(Path("out/2022-01-13.md").read_bytes().replace(b"\n", b"\r\n"))


def test_a_template_with_a_fault_writes_nothing(shell: Shell) -> None:
    generate(shell)
    Path("own.j2").write_text("{{ absent }}", "utf-8")
    assert shell("render", PAGE, "--markdown-template", "own.j2", "--out", "x.md").code == 3
    assert not Path("x.md").exists()
    with pytest.raises(DataError):
        briefing.Briefing.from_json(Path(PAGE).read_bytes()).to_markdown(
            briefing.rendering.RenderingOptions(markdown_template=Path("own.j2"))
        )
