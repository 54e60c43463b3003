"""Untouched pages of every kind are rebuilt byte for byte; what cannot be rebuilt is said."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

import briefing
from briefing.cli.pages import Format
from briefing.errors import DataError, FailureCode, ModelFault, UsageError
from briefing.llm.embedded import EmbeddedModel
from briefing.llm.fallback import FallbackModel
from briefing.llm.protocol import Completion, CompletionRequest, FinishReason
from briefing.schema.document import Carried, MediaType
from briefing.schema.results import Lost
from tests.factories import STORY
from tests.newsroom import MENU, NAME, PIER, REFUSED, Newsroom, Scripted, full_page, long_story
from tests.sources.test_input_pdf import pdf_of

PARTS = {"chunk_tokens": 300, "overlap_tokens": 40}
HTML = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1>{1}</article></body></html>".format(
    PIER.split("\n\n")[0], "".join(f"<p>{part}</p>" for part in PIER.split("\n\n")[1:])
)
FEED = (
    "<rss version='2.0'><channel><title>Pier News</title><item><title>{}</title><link>https://pier.example/1</link>"
    "<pubDate>Tue, 04 Mar 2031 10:00:00 +0100</pubDate><description>{}</description></item></channel></rss>"
).format(PIER.split("\n\n")[0], " ".join(PIER.split("\n\n")[1:]))
MAIL = f"Subject: {PIER.splitlines()[0]}\nDate: Tue, 04 Mar 2031 10:00:00 +0100\nContent-Type: text/plain\n\n{PIER}"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    return Newsroom(tmp_path, monkeypatch)


def sound(page: Path | str | briefing.Briefing) -> briefing.api.VerifyReport:
    """The report on a page, which must be without a failure."""
    report = briefing.verify(page)
    assert report.ok, report.describe()
    return report


@pytest.mark.parametrize("model", [None, "embedded"])
def test_a_page_of_every_form_of_input(room: Newsroom, model: str | None) -> None:
    room.write(a_txt=PIER, b_html=HTML, c_rss=FEED, d_eml=MAIL, e_md=f"# {PIER}", f_pdf=pdf_of(*PIER.split("\n\n")))
    room.write(g_txt_gz=gzip.compress(STORY.encode()), h_json=json.dumps([{"text": STORY + " Again."}]))
    (room.folder / "g.txt.gz").rename(room.folder / "g.gz")
    page = room.page(*sorted(path.name for path in room.folder.iterdir() if path.suffix != ".jsonl"), model=model)
    report = sound(page)
    assert (report.articles, report.copies) == (8, ())
    assert "verified, rebuilt byte for byte (8 articles" in report.describe()


def test_a_page_of_a_folder_of_rows(room: Newsroom) -> None:
    assert sound(room.page("2031-03-03.jsonl", "2031-03-04.jsonl")).articles == 7


def but_for_the_run(page: Path) -> dict[str, object]:
    """A page without when it was made and what that took."""
    return {name: value for name, value in json.loads(page.read_bytes()).items() if name != "run"}


def test_a_page_with_everything_and_one_that_is_made_again(room: Newsroom) -> None:
    first = full_page(room)
    assert sound(first).unread == ("absent.txt",)
    written = but_for_the_run(first)
    assert but_for_the_run(full_page_again(room)) == written


def test_a_page_of_the_third_day_that_a_model_links_verifies_too(room: Newsroom) -> None:
    page = full_page(room, link="same")
    sound(page)
    linking = json.loads(page.read_bytes())["linking"]
    assert linking["by"] == NAME
    assert linking["shown"]


def full_page_again(room: Newsroom) -> Path:
    """The same day recorded once more in the same ledger: the same page, the same known before."""
    inputs = ("2031-03-05.jsonl", "harbour.txt", "copy.txt", "glaziers.txt", "menu.txt", "canal.txt", "absent.txt")
    days = {"silent_after": 1}
    return room.page(*inputs, ledger="ledger.db", days=days, proof_floor=0.3, extraction={"chunk_tokens": 400})


def test_the_pages_of_five_days_of_a_ledger(room: Newsroom) -> None:
    for day in range(3, 8):
        sound(room.page(f"2031-03-0{day}.jsonl", ledger="ledger.db"))


def test_a_day_that_is_rewritten_and_those_after_it(room: Newsroom) -> None:
    pages = [room.page(f"2031-03-0{day}.jsonl", ledger="ledger.db") for day in (3, 5, 6)]
    room.write(pier_txt=PIER)
    inserted = room.page("2031-03-04.jsonl", "pier.txt", ledger="ledger.db", replace_day=True)
    for page in (*pages, inserted):
        sound(page)
    assert sound(room.page("2031-03-05.jsonl", ledger="ledger.db")).ok


def test_the_same_stories_in_another_order_of_importance_keep_the_numbers_they_have(room: Newsroom) -> None:
    first = json.loads(room.page("2031-03-03.jsonl", ledger="ledger.db").read_bytes())
    watch = {"watch": {"topics": ["pay"], "weights": {"pay": 50}}}
    page = room.page("2031-03-03.jsonl", ledger="ledger.db", stories=watch)
    again = json.loads(page.read_bytes())
    assert [story["id"] for story in again["stories"]] == [story["id"] for story in first["stories"]][::-1]
    sound(page)


def test_a_page_on_which_parts_of_an_article_failed(room: Newsroom) -> None:
    room.write(canal_txt=long_story())
    page = room.page("canal.txt", model=Scripted(cut="Round 2 "), extraction=PARTS)
    data = json.loads(page.read_bytes())
    assert len(data["trails"][0]["parts"]) == 2
    assert len(data["briefs"][0]["partial"]) == 1
    sound(page)


class Cutting(Scripted):
    """A model whose replies are cut for parts of more than a few hundred characters."""

    async def complete(self, request: CompletionRequest) -> Completion:
        made = await super().complete(request)
        long = len(request.messages[1].content) > 1_600
        return made.model_copy(update={"finish_reason": FinishReason.LENGTH}) if long else made


def test_a_page_of_replies_that_were_cut_and_of_halves(room: Newsroom) -> None:
    room.write(canal_txt=long_story())
    page = room.page("canal.txt", model=Cutting(), extraction={"chunk_tokens": 500}, proof="off")
    answers = json.loads(page.read_bytes())["trails"][0]["answers"]
    assert {answer["fault"] for answer in answers} == {None, ModelFault.TRUNCATED.value}
    assert any(answer["cut"] for answer in answers)
    sound(page)


class Failing(Scripted):
    """A model that fails for one article, or is cut for it; another takes over."""

    name = "openai/first"


@pytest.mark.parametrize("first", [Scripted, Cutting])
def test_a_page_that_several_models_wrote(room: Newsroom, first: type[Scripted]) -> None:
    room.write(harbour_txt=STORY, glaziers_txt=REFUSED, canal_txt=long_story())
    chain = FallbackModel([first(), EmbeddedModel()])
    settings = briefing.Settings(extraction={"chunk_tokens": 500})
    made = briefing.generate(["harbour.txt", "glaziers.txt", "canal.txt"], settings, model=chain)
    assert "embedded" in made.run.engines
    assert NAME in made.run.engines
    sound(made)
    sound(made.to_json())


def test_standard_input_is_rebuilt_from_the_pages_own_copy(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "\n".join(json.dumps({"title": f"{n}. {PIER.splitlines()[0]}", "text": PIER, "outlet": "P"}) for n in (1, 2))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(rows.encode()), encoding="utf-8"))
    report = sound(room.page("-", model="embedded"))
    assert (report.articles, len(report.copies)) == (2, 2)
    assert "from the page's own copy, there being no file to read: -#1, -#2" in report.describe()


def test_documents_of_a_caller_are_kept_with_what_they_carry(room: Newsroom) -> None:
    carried = Carried(title="Pier owners offer a ticket", outlet="Pier News", url="https://pier.example/1")
    documents = [
        briefing.Document.of(PIER, "memory:1", carried=carried),
        briefing.Document.of(HTML, "https://pier.example/2", MediaType.HTML),
        briefing.Document.of(STORY, "/nowhere/at/all.txt", keep_content=True),
    ]
    page = room.page(*documents)
    assert sound(page).copies == ("/nowhere/at/all.txt", "https://pier.example/2", "memory:1")
    (article,) = (each for each in json.loads(page.read_bytes())["articles"] if each["ref"]["source"] == "memory:1")
    assert (article["outlet"], article["title"]) == ("Pier News", carried.title)


def test_a_file_that_is_there_speaks_for_itself_whatever_the_page_keeps_of_it(room: Newsroom) -> None:
    page = room.page(briefing.Document.of(PIER, "pier.txt"))
    assert sound(page).copies == ("pier.txt",)
    room.write(pier_txt=PIER)
    sound(page)
    room.write(pier_txt=PIER.replace("half", "full"))
    report = briefing.verify(page)
    assert "pier.txt: is a file with another text than the page keeps of it" in report.failures[0].reason


def test_settings_that_show_in_a_page_are_kept_with_it(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    room.write(pier_txt=f"{PIER}\n\nRead more about this:")
    settings = {"keep_all": True, "date": "2031-05-01", "stories": {"gist_lines": 1}}
    page = room.page("pier.txt", **settings)
    assert page.name == "2031-05-01.json"
    assert "Read more about this" in json.loads(page.read_bytes())["articles"][0]["text"]
    monkeypatch.setenv("BRIEFING_STORIES__GIST_LINES", "3")
    monkeypatch.setenv("BRIEFING_KEEP_ALL", "false")
    sound(page)


def test_a_page_without_a_date_is_of_the_day_on_which_it_was_made(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.write(pier_txt=PIER.replace(" on Tuesday", ""))
    page = room.page("pier.txt")
    assert json.loads(page.read_bytes())["undated"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    sound(page)


def test_a_page_of_nothing(room: Newsroom) -> None:
    room.write(menu_txt=MENU)
    assert sound(room.page("menu.txt", "absent.txt")).articles == 0


def test_failures_say_why_by_codes_and_pages_that_have_none_yet_verify_too(room: Newsroom) -> None:
    room.write(menu_txt=MENU)
    page = briefing.Briefing.from_json(room.page("menu.txt", "absent.txt").read_bytes())
    codes = {failure.source: failure.code for failure in page.coverage.failures}
    assert codes == {"absent.txt": FailureCode.UNREADABLE, "menu.txt": FailureCode.NO_ARTICLE}
    old = without_codes(page)
    assert '"code"' not in old.to_json()
    sound(old)


def test_a_code_that_is_not_the_failures_own_is_found(room: Newsroom) -> None:
    room.write(menu_txt=MENU)
    page = briefing.Briefing.from_json(room.page("menu.txt").read_bytes())
    (failure,) = page.coverage.failures
    forged = failure.model_copy(update={"code": FailureCode.MODEL})
    page = page.model_copy(update={"coverage": page.coverage.model_copy(update={"failures": (forged,)})}).finished()
    assert "coverage.failures[0].code" in [each.path for each in briefing.verify(page).failures]


def without_codes(page: briefing.Briefing) -> briefing.Briefing:
    """A page as it was made before failures had codes."""
    data = json.loads(page.to_json())
    for failure in (*data["coverage"]["failures"], *(trail["lost"] for trail in data["trails"] if trail.get("lost"))):
        del failure["code"]
    return briefing.Briefing.from_json(json.dumps(data)).finished()


def test_an_article_that_the_program_failed_on_is_listed_as_such(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefing import computing

    room.write(pier_txt=PIER)
    with monkeypatch.context() as patch:
        patch.setattr(computing, "check", lambda *_, **__: 1 / 0)
        page = room.page("pier.txt", model="embedded")
    kept = briefing.Briefing.from_json(page.read_bytes()).trails[0].lost
    assert kept == Lost(stage="briefing", reason="pier.txt: division by zero", code=FailureCode.FAULT)
    assert sound(page).unread == ("pier.txt",)


async def test_a_page_is_verified_inside_a_running_loop(room: Newsroom) -> None:
    room.write(pier_txt=PIER)
    sound(room.page("pier.txt"))


def test_workers_make_the_same_page(room: Newsroom) -> None:
    room.write(pier_txt=PIER, harbour_txt=STORY)
    pages = [room.page("pier.txt", "harbour.txt", model="embedded", workers=count).read_bytes() for count in (0, 1)]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("forms", [(Format.JSON,), (Format.JSON, Format.MARKDOWN), (Format.JSON, Format.MAIL)])
def test_only_what_was_written_beside_a_page_is_compared(room: Newsroom, forms: tuple[Format, ...]) -> None:
    room.write(pier_txt=PIER)
    sound(room.page("pier.txt", forms=forms))


def test_a_changed_mail_beside_a_page_is_found(room: Newsroom) -> None:
    room.write(pier_txt=PIER)
    page = room.page("pier.txt", forms=(Format.JSON, Format.MAIL))
    mail = page.with_suffix(".eml")
    mail.write_bytes(mail.read_bytes().replace(b"Subject: ", b"Subject: Old ", 1))
    assert [failure.path for failure in briefing.verify(page).failures] == [f"{mail.name}:1"]


# Pages of other releases


def of_release(page: Path, release: str) -> Path:
    data = json.loads(page.read_bytes())
    data["run"]["version"] = release
    page.write_text(json.dumps(data), encoding="utf-8")
    return page


def test_of_a_page_of_another_release_the_characters_alone_are_checked(room: Newsroom) -> None:
    page = of_release(full_page(room), "9.9.9")
    report = briefing.verify(page)
    assert (report.ok, report.rebuilt, report.failures) == (False, False, ())
    assert "written by release 9.9.9. Characters alone were checked" in report.describe()
    assert "nothing else is vouched for" in report.describe()


def test_what_a_page_of_another_release_misquotes_is_found(room: Newsroom) -> None:
    page = of_release(full_page(room), "9.9.9")
    data = json.loads(page.read_bytes())
    piece = data["stories"][2]["offers"][0]["evidence"][0]
    piece["quote"] = piece["quote"].replace("ten days", "two days")
    page.write_text(json.dumps(data), encoding="utf-8")
    (failure,) = briefing.verify(page).failures
    assert (failure.path, failure.item) == ("stories[2].offers[0].evidence[0]", "S5 O16")
    assert "two days" in (failure.has or "")
    assert "ten days" in (failure.rebuilt or "")


def test_a_sentence_spelt_from_scattered_letters_is_none_of_the_source(room: Newsroom) -> None:
    from tests.hostile.test_forgeries import scattered

    page = of_release(full_page(room), "9.9.9")
    data = json.loads(page.read_bytes())
    scattered(data)
    page.write_text(json.dumps(data), encoding="utf-8")
    (failure,) = briefing.verify(page).failures
    assert failure.path == "stories[1].gist[0].evidence[0]"
    assert "does not say that" in failure.reason


@pytest.mark.parametrize("version", ["1.0", "2.0", "9.9", None])
def test_a_page_of_another_schema_is_refused(version: str | None) -> None:
    with pytest.raises(DataError, match=r"not a briefing of version 3\.0: version"):
        briefing.verify(json.dumps({"version": version}))


def test_a_page_that_is_no_page_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        briefing.verify(tmp_path / "absent.json")
