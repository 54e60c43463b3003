"""The command line, on real input, as a person would call it."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from email import message_from_string
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from tests.endpoint.articles import article
from tests.factories import STORY
from tests.plugged import Install, install
from tests.shell import Shell, shell

__all__ = ["install", "shell"]


def test_the_seeds_become_a_page_in_three_forms(shell: Shell) -> None:
    done = shell("generate", "seeds", "--out", "out")
    assert done.code == 0
    assert done.out.split() == ["out/2022-01-13.md", "out/2022-01-13.html", "out/2022-01-13.json"]
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "2022-01-13.html",
        "2022-01-13.json",
        "2022-01-13.md",
    ]


def test_without_a_model_the_page_and_stderr_say_which_engine_wrote_it(shell: Shell) -> None:
    done = shell("generate", "seeds")
    assert done.err.splitlines()[0].startswith("no model configured: using the embedded engine")
    assert "written by embedded" in done.out


def test_both_seeds_are_one_story_with_its_offers_and_the_pending_answer(shell: Shell) -> None:
    data = json.loads(shell("generate", "seeds", "--json").out)
    (story,) = data["stories"]
    assert len(story["articles"]) == 2
    actors = {actor["id"]: actor["name"] for actor in story["actors"]}
    restore = next(offer for offer in story["offers"] if len(offer["outlets"]) == 2)
    assert actors[restore["offerer"]].upper() == "NATO"
    assert "missions" in " ".join(piece["quote"] for piece in restore["evidence"])
    drills = next(offer for offer in story["offers"] if "drills" in offer["what"])
    assert len(drills["outlets"]) == 1
    pending = [answer for answer in story["responses"] if answer["stance"] == "pending"]
    assert any(
        answer["offers"] == [restore["id"]]
        and any("not yet given an answer" in piece["quote"] for piece in answer["evidence"])
        for answer in pending
    )


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_nothing_from_the_furniture_of_the_pages_is_printed(shell: Shell, form: str) -> None:
    page = shell("generate", "seeds", "--format", form).out
    if form == "json":
        data = json.loads(page)
        page = json.dumps([data["stories"], data["briefs"], data["bottom_line"]])
    for furniture in ("spies", "black hole", "Windows 11", "Guardian", "Devdiscourse staff", "Privacy Policy"):
        assert furniture not in page


def test_what_was_written_verifies_and_a_changed_character_is_named(shell: Shell) -> None:
    shell("generate", "seeds", "--out", "out")
    file = Path("out/2022-01-13.json")
    assert shell("verify", file).code == 0
    data = json.loads(file.read_text(encoding="utf-8"))
    offer = data["stories"][0]["offers"][0]
    offer["evidence"][0]["quote"] = "X" + offer["evidence"][0]["quote"][1:]
    file.write_text(json.dumps(data), encoding="utf-8")
    failed = shell("verify", file)
    assert failed.code == 1
    assert offer["id"] in failed.out


def test_a_changed_offset_is_named(shell: Shell) -> None:
    shell("generate", "seeds", "--out", "out")
    file = Path("out/2022-01-13.json")
    data = json.loads(file.read_text(encoding="utf-8"))
    answer = data["stories"][0]["responses"][0]
    answer["evidence"][0]["start"] += 1
    file.write_text(json.dumps(data), encoding="utf-8")
    failed = shell("verify", file)
    assert failed.code == 1
    assert answer["id"] in failed.out


def test_a_changed_source_is_named(shell: Shell) -> None:
    shell("generate", "seeds", "--out", "out")
    source = next(Path("seeds").glob("002*"))
    source.write_text(
        source.read_text(encoding="utf-8").replace("has not yet given", "had not yet given"), encoding="utf-8"
    )
    failed = shell("verify", "out/2022-01-13.json")
    assert failed.code == 1
    assert source.name in failed.out


def test_verify_reports_as_json(shell: Shell) -> None:
    shell("generate", "seeds", "--out", "out")
    assert json.loads(shell("verify", "out/2022-01-13.json", "--json").out)["failures"] == []


def test_what_verify_exits_with(shell: Shell) -> None:
    shell("generate", "seeds", "--out", "out")
    true = Path("out/2022-01-13.json").read_text(encoding="utf-8")
    data = json.loads(true)
    Path("forged.json").write_text(json.dumps({**data, "undated": True}), encoding="utf-8")
    Path("other.json").write_text(json.dumps({**data, "run": {**data["run"], "version": "9"}}), encoding="utf-8")
    Path("none.json").write_text("{}", encoding="utf-8")
    assert shell("verify", "out/2022-01-13.json").code == 0
    assert shell("verify", "forged.json").code == 1
    assert shell("verify", "none.json").code == 1
    assert shell("verify", "absent.json").code == 2
    assert shell("verify", "other.json").code == 3
    assert shell("verify", "out/2022-01-13.json", "other.json").code == 3
    assert shell("verify", "other.json", "out/2022-01-13.json", "forged.json").code == 1
    done = shell("verify", "other.json", "forged.json", "none.json", "--json")
    reports = [json.loads(line) for line in done.out.splitlines()]
    assert [(report["file"], report["ok"]) for report in reports] == [
        ("other.json", False),
        ("forged.json", False),
        ("none.json", False),
    ]
    assert [report.get("rebuilt") for report in reports] == [False, True, None]
    assert reports[1]["failures"][0]["path"] == "undated"
    assert "not a briefing" in reports[2]["error"]


def test_verify_refuses_what_is_no_briefing(shell: Shell) -> None:
    Path("other.json").write_text('{"version": "9.9"}', encoding="utf-8")
    done = shell("verify", "other.json")
    assert done.code == 1
    assert "not a briefing of version" in done.err
    assert shell("verify", "absent.json").code == 2


def test_two_runs_are_the_same_bytes_under_any_hash_seed(shell: Shell) -> None:
    pages = [
        subprocess.run(
            [sys.executable, "-m", "briefing", "generate", *inputs, "--json", "--quiet"],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed, inputs in (("1", ["seeds"]), ("4242", sorted(map(str, Path("seeds").iterdir()), reverse=True)))
    ]
    assert pages[0] == pages[1]


def test_a_brief_of_one_article_is_json(shell: Shell) -> None:
    done = shell("brief", next(Path("seeds").glob("002*")))
    assert done.code == 0
    assert json.loads(done.out)["engine"] == "embedded"
    assert shell("brief", "seeds").code == 2


def test_a_brief_can_be_written_to_a_file(shell: Shell) -> None:
    shell("brief", next(Path("seeds").glob("002*")), "--out", "brief.json")
    assert json.loads(Path("brief.json").read_text(encoding="utf-8"))["offers"]


def test_clean_shows_the_article_alone(shell: Shell) -> None:
    done = shell("clean", next(Path("seeds").glob("000*")))
    assert done.code == 0
    assert "Nato has also offered" in done.out
    assert "spies" not in done.out


def test_clean_explains_every_line(shell: Shell) -> None:
    done = shell("clean", next(Path("seeds").glob("000*")), "--explain")
    assert "spies" in done.out
    assert "related" in done.out


def test_clean_gives_the_article_as_json(shell: Shell) -> None:
    done = shell("clean", next(Path("seeds").glob("002*")), "--json")
    assert json.loads(done.out)["agency"] == "ANI"
    assert shell("clean", "seeds", "--json", "--explain").code == 2


BAD_INPUTS = {
    "missing.txt": None,
    "empty.txt": b"",
    "binary.bin": bytes(range(256)) * 40,
    "menu.txt": b"Home\nNews\nSport\nLog in\nSubscribe\nPrivacy Policy\nContact us\n",
    "large.txt": b"A line of text. " * 1000,
}


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_a_bad_input_gets_one_line_and_the_others_are_done(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("BRIEFING_SOURCES__MAX_BYTES", "10000")
    content = BAD_INPUTS[name]
    if content is not None:
        Path(name).write_bytes(content)
    done = shell("generate", name, "seeds", "--out", "out", "--quiet")
    assert done.code == 1
    assert [line for line in done.err.splitlines() if name in line] == done.err.splitlines()
    assert len(done.err.splitlines()) == 1
    assert name in Path("out/2022-01-13.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_where_nothing_can_be_done_nothing_is_written(shell: Shell, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("BRIEFING_SOURCES__MAX_BYTES", "10000")
    content = BAD_INPUTS[name]
    if content is not None:
        Path(name).write_bytes(content)
    done = shell("generate", name, "--out", "out")
    assert done.code == 3
    assert name in done.err
    assert not Path("out").exists()


def test_many_failures_in_the_same_words_are_summed_up(shell: Shell) -> None:
    for number in range(9):
        Path(f"seeds/menu-{number}.txt").write_text("Home\nNews\nSport\nSign in\n", encoding="utf-8")
    done = shell("generate", "seeds", "--out", "out")
    lines = [line for line in done.err.splitlines() if line.startswith("cleaning: ")]
    assert len(lines) == 4
    assert lines[0].startswith("cleaning: seeds/menu-0.txt: holds no article")
    assert lines[3] == "cleaning: 6 more failed in the same way; the briefing lists them"
    assert Path("out/2022-01-13.md").read_text(encoding="utf-8").count("menu-") >= 9


def test_a_picture_among_articles_is_listed_and_fails_nothing(shell: Shell) -> None:
    Path("mail").mkdir()
    Path("mail/a.txt").write_text(STORY)
    Path("mail/photo.png").write_bytes(b"\x89PNG")
    done = shell("generate", "mail", "--quiet")
    assert done.code == 0
    assert "mail/photo.png: is left out: image/png is no article" in done.out
    assert shell("generate", "mail", "--dry-run").code == 0
    assert shell("clean", "mail").code == 0
    assert shell("generate", "mail/a.txt", "mail/photo.png", "--quiet").code == 1


def test_a_folder_without_articles_is_named(shell: Shell) -> None:
    Path("void").mkdir()
    done = shell("generate", "void")
    assert done.code == 3
    assert "void" in done.err


def test_text_in_another_encoding_arrives_whole(shell: Shell) -> None:
    story = (
        "Zürich bietet Genf Gespräche an\n\nThe canton of Zürich offered Geneva talks on the shared façade fund on "
        "Tuesday, officials said. Geneva has not yet answered the offer, a spokesman for the canton said.\n"
    )
    Path("latin.txt").write_bytes(story.encode("cp1252"))
    assert "façade" in shell("clean", "latin.txt").out


def test_an_unwritable_place_is_a_usage_error(shell: Shell) -> None:
    Path("taken").write_text("a file", encoding="utf-8")
    done = shell("generate", "seeds", "--out", "taken/out")
    assert done.code == 2
    assert "can't be written" in done.err


def test_stdout_takes_one_form(shell: Shell) -> None:
    assert shell("generate", "seeds", "-f", "md", "-f", "html").code == 2


@pytest.mark.parametrize("arguments", [("-o", "x.pdf"), ("-o", "x.html", "-f", "json"), ("-o", "x.md", "--json")])
def test_an_output_that_can_not_be_is_refused_before_any_work(shell: Shell, arguments: tuple[str, ...]) -> None:
    assert shell("generate", "seeds", *arguments).code == 2
    assert not Path(arguments[1]).exists()


def test_an_empty_input_is_not_the_working_directory(shell: Shell) -> None:
    done = shell("generate", "")
    assert done.code == 2
    assert "no input" in done.err


def test_a_single_file_takes_the_form_of_its_name(shell: Shell) -> None:
    assert shell("generate", "seeds", "--out", "page.html").out == "page.html\n"
    assert Path("page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_mail_can_be_sent_as_it_is(shell: Shell) -> None:
    mail = message_from_string(shell("generate", "seeds", "--format", "eml").out)
    assert mail["Subject"] == "Daily briefing, Thursday 13 January 2022"
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_a_feed_of_briefings_is_atom_with_the_latest_first(shell: Shell) -> None:
    shell("generate", "seeds", "--out", "a.json")
    shell("generate", "seeds", "--out", "b.json", "--date", "2022-01-14")
    feed = fromstring(shell("feed", "a.json", "b.json").out)
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert [entry.findtext("{http://www.w3.org/2005/Atom}id") for entry in entries] == [
        "urn:briefing:2022-01-14",
        "urn:briefing:2022-01-13",
    ]
    assert "<h3>On the table</h3>" in (entries[0].findtext("{http://www.w3.org/2005/Atom}content") or "")
    assert shell("feed", "a.json", "--out", "feed.xml").out == ""
    assert Path("feed.xml").exists()


def test_flags_come_before_environment_before_file(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("briefing.toml").write_text('date = "2020-01-01"\nmodel = "embedded"\n', encoding="utf-8")
    assert json.loads(shell("generate", "seeds", "--json").out)["date"] == "2020-01-01"
    monkeypatch.setenv("BRIEFING_DATE", "2021-01-01")
    assert json.loads(shell("generate", "seeds", "--json").out)["date"] == "2021-01-01"
    assert json.loads(shell("generate", "seeds", "--json", "--date", "2022-02-02").out)["date"] == "2022-02-02"


def test_a_flag_of_nought_comes_before_the_environment(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_WORKERS", "-1")
    assert shell("generate", "seeds", "--json").code == 2
    assert shell("generate", "seeds", "--json", "--workers", "0").code == 0


def test_a_run_takes_what_it_imported_out_of_the_garbage_collectors_sight(shell: Shell) -> None:
    gc.unfreeze()
    shell("generate", "seeds")
    assert gc.get_freeze_count() > 10_000
    gc.unfreeze()


def test_another_settings_file_can_be_named(shell: Shell) -> None:
    Path("other.toml").write_text('date = "2019-05-05"\n', encoding="utf-8")
    assert json.loads(shell("generate", "seeds", "--json", "--config", "other.toml").out)["date"] == "2019-05-05"


@pytest.mark.parametrize("content", ["colour = 1\n", "in_flight = 0\n", "= broken"])
def test_a_wrong_setting_is_a_usage_error_that_names_it(shell: Shell, content: str) -> None:
    Path("briefing.toml").write_text(content, encoding="utf-8")
    done = shell("generate", "seeds")
    assert done.code == 2
    assert "briefing.toml" in done.err


def test_a_settings_file_of_the_folder_is_trusted_once(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(Path("home").absolute()))
    Path("briefing.toml").write_text('ledger = "../days.db"\n', encoding="utf-8")
    refused = shell("generate", "seeds", "--out", "out")
    assert refused.code == 2
    assert "ledger is outside of its folder" in refused.err
    assert "briefing trust" in refused.err
    assert not Path("out").exists()
    assert shell("trust").out == f"trusted as it reads now: {Path('briefing.toml').absolute()}\n"
    assert shell("generate", "seeds", "--out", "out").code == 0
    assert Path("../days.db").exists()
    assert shell("trust", "--forget", "briefing.toml").code == 0
    assert shell("generate", "seeds").code == 2
    assert shell("generate", "seeds", "--config", "briefing.toml").code == 0
    assert shell("trust", "absent.toml").code == 2


def test_a_model_name_without_provider_is_a_usage_error(shell: Shell) -> None:
    done = shell("generate", "seeds", "--model", "some-model")
    assert done.code == 2
    assert "some-model" in done.err


def test_schemas_are_listed_printed_and_written(shell: Shell) -> None:
    assert shell("schemas").out.split() == ["draft", "proof", "link", "brief", "briefing"]
    assert json.loads(shell("schemas", "draft").out)["title"] == "BriefDraft"
    assert shell("schemas", "other").code == 2
    shell("schemas", "--out", "s")
    shipped = Path(__file__).parent.parent / "schemas"
    for file in Path("s").iterdir():
        assert file.read_text(encoding="utf-8") == (shipped / file.name).read_text(encoding="utf-8")


def test_models_tells_how_names_are_read(shell: Shell) -> None:
    assert "embedded" in shell("models").out
    assert json.loads(shell("models", "--json").out)["in use"] == "embedded"


def test_what_joined_two_articles_is_explained(shell: Shell) -> None:
    said = shell("generate", "seeds", "--explain-stories", "--out", "page.md").err
    assert "devdiscourse and euobserver: " in said


def test_a_dry_run_estimates_and_asks_nothing(shell: Shell) -> None:
    said = shell("generate", "seeds", "--model", "openai/gpt-4o-mini", "--dry-run").out
    assert "2 articles, 2 requests" in said
    assert "US dollars" in said
    assert "price not known" in shell("generate", "seeds", "--model", "openai/of-our-own", "--dry-run").out
    assert "about 0.0000 US dollars" in shell("generate", "seeds", "--dry-run").out


def test_a_dry_run_names_what_it_can_not_read(shell: Shell) -> None:
    done = shell("generate", "seeds", "nofile.txt", "--dry-run")
    assert "2 articles" in done.out
    assert "nofile.txt: does not exist" in done.err
    assert done.code == 1


def test_a_dry_run_counts_linking_where_a_ledger_is_kept(shell: Shell) -> None:
    def lines(*flags: str) -> list[str]:
        return shell("generate", "seeds", "--model", "openai/gpt-5", "--dry-run", *flags).out.splitlines()

    kept = ("--ledger", "days.db")
    assert [line.partition(": ")[0] for line in lines(*kept)][2:] == ["linking by openai/gpt-5"]
    alone = lines(*kept, "--link", "openai/gpt-4o-mini")[2]
    assert alone.startswith("linking by openai/gpt-4o-mini: 2 articles, 1 request")
    assert "about 186 out, about 0.0" in alone
    assert len(lines(*kept, "--link", "off")) == len(lines()) == 2
    assert not Path("days.db").exists()
    shell("generate", "seeds", *kept)
    beside = lines(*kept, "--link", "openai/gpt-4o-mini")[2]
    assert _tokens(beside) > _tokens(alone)


def _tokens(line: str) -> int:
    """The tokens in of a line of an estimate."""
    return int(line.partition(" tokens in")[0].rpartition(" ")[2])


def test_a_dry_run_counts_proof_reading_by_who_does_it(shell: Shell) -> None:
    def lines(*flags: str) -> list[str]:
        return shell("generate", "seeds", "--model", "openai/gpt-5", "--dry-run", *flags).out.splitlines()

    assert [line.partition(": ")[0] for line in lines()] == ["openai/gpt-5", "proof-reading by openai/gpt-5"]
    assert lines("--proof", "openai/gpt-4o-mini")[1].startswith("proof-reading by openai/gpt-4o-mini: 2 articles")
    assert len(lines("--proof", "off")) == 1
    assert len(shell("generate", "seeds", "--dry-run").out.splitlines()) == 1


def test_the_embedded_engine_is_no_proof_reader(shell: Shell) -> None:
    done = shell("generate", "seeds", "--proof", "embedded")
    assert done.code == 2
    assert "the embedded engine can't proof-read: name a model, same or off" in done.err


def test_a_failed_proof_reading_is_said_and_shows_in_the_exit_code(shell: Shell, install: Install) -> None:
    Path("harbour.txt").write_text(STORY, encoding="utf-8")
    source = "from tests.staff import Staff\ndef make(name, _): return Staff(proof=['no.'] if '/no' in name else None)"
    install("acme_staff", source, {"briefing.models:staff": "acme_staff:make"})
    for name, code in (("staff/yes", 0), ("staff/no", 1)):
        done = shell("generate", "harbour.txt", "--keep-all", "--model", name, "--out", "page.json")
        assert (done.code, f"proof-reading: harbour.txt: {name}: the reply holds no JSON" in done.err) == (
            code,
            bool(code),
        )


def test_a_dry_run_by_batch_costs_half(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def dollars() -> float:
        said = shell("generate", "seeds", "--model", "openai/gpt-5", "--dry-run").out
        return float(said.split("about ")[-1].split()[0])

    live = dollars()
    monkeypatch.setenv("BRIEFING_LLM__BATCH", "true")
    assert dollars() == pytest.approx(live / 2, abs=1e-4)


def test_costs_are_shown_by_model_and_stage(shell: Shell) -> None:
    shell("generate", "seeds", "--out", "page.json")
    data = json.loads(Path("page.json").read_text(encoding="utf-8"))
    data["run"]["usage_by_stage"] = [{"model": "openai/m", "stage": "correction", "requests": 3, "cost": 0.25}]
    Path("page.json").write_text(json.dumps(data), encoding="utf-8")
    assert "0.2500  openai/m, correction, page.json" in shell("costs", "page.json").out
    assert json.loads(shell("costs", "page.json", "--json").out)[0]["requests"] == 3
    assert "in all" not in shell("costs", "page.json").out


def test_costs_of_several_runs_are_summed_and_what_is_not_known_is_said(shell: Shell) -> None:
    shell("generate", "seeds", "--out", "page.json")
    data = json.loads(Path("page.json").read_text(encoding="utf-8"))
    for file, model, cost in (("one.json", "openai/m", 0.25), ("two.json", "openai/n", None)):
        data["run"]["usage_by_stage"] = [{"model": model, "stage": "extraction", "requests": 3, "cost": cost}]
        Path(file).write_text(json.dumps(data), encoding="utf-8")
    assert shell("costs", "one.json", "one.json").out.endswith(" 0      0.5000  in all\n")
    last = shell("costs", "one.json", "two.json").out.splitlines()[-1]
    assert "0.2500  in all, and what openai/n cost, which is not known" in last


def test_an_interrupt_says_what_a_second_run_does(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("briefing.api.agenerate", interrupted)
    outcome = shell("generate", "seeds", "--quiet")
    assert outcome.code == 130
    assert "interrupted; a second run takes up what is in the reply store" in outcome.err


def test_help_and_version(shell: Shell) -> None:
    assert "Exit codes" in shell("--help").out
    assert shell("--version").out.startswith("briefing ")
    assert "generate" in shell().out


def test_an_article_from_standard_input_can_be_verified(shell: Shell) -> None:
    text = next(Path("seeds").glob("002*")).read_bytes()
    page = subprocess.run(
        [sys.executable, "-m", "briefing", "generate", "-", "--json", "--quiet"],
        input=text,
        capture_output=True,
        check=True,
    ).stdout
    Path("page.json").write_bytes(page)
    assert shell("verify", "page.json").code == 0


HEAVY = {"litellm", "openai", "aiohttp", "httpx", "trafilatura", "lxml", "pydantic", "sqlalchemy", "tiktoken", "rich"}


START_UP = {
    "import briefing": "import briefing",
    "briefing --help": "sys.argv = ['briefing', '--help']; runpy.run_module('briefing', run_name='__main__')",
}


@pytest.mark.parametrize("what", START_UP)
def test_starting_up_imports_nothing_heavy(what: str) -> None:
    names = "' '.join(sorted({name.partition('.')[0] for name in sys.modules}))"
    code = f"import atexit, runpy, sys; atexit.register(lambda: print({names}, file=sys.stderr)); {START_UP[what]}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "briefing" in done.stderr.split()
    assert not HEAVY & set(done.stderr.split())


def test_a_long_run_gets_help_and_gives_the_same_page(shell: Shell) -> None:
    Path("many").mkdir()
    for number in range(24):
        Path(f"many/{number:02}.txt").write_text("\n\n".join(article(number, 1200)), encoding="utf-8")
    alone = shell("generate", "many", "--json", "--workers", "0")
    helped = shell("generate", "many", "--json", "--workers", "1")
    assert (alone.code, helped.code) == (0, 0)
    assert helped.out == alone.out
