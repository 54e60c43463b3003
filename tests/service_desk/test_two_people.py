"""The desk where a correction takes two people: what is proposed, who decides, and what stands in the ledger then."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier, Thread

import pytest
from fastapi.testclient import TestClient

import briefing
from briefing.errors import UsageError
from briefing.ledger import Ledger
from briefing.schema.corrections import Correction, CorrectionKind
from briefing.service.app import make_app
from briefing.service.database import ServiceDatabase, audit_lines
from briefing.service.desk.proposing import TenantProposals
from briefing.service.options import ServiceOptions
from briefing.service.proposals import CLAIM_SECONDS, Proposal, Proposals
from briefing.service.shelf import FolderShelf
from briefing.service.state import Service
from tests.ledger.conftest import postgres_schema
from tests.service.conftest import new_database
from tests.service.people import set_password

PASSWORD = "a password of the tests"
CANAL = "Canal talks\n\nPortwick offered Eastmere a new lock on the canal. Eastmere has not answered the offer yet."
SCOPES = {"Ann": ["read", "review"], "Bo": ["read", "review"], "Reader": ["read"]}
Opened = Callable[[str], TestClient]


def page_of(folder: Path, day: str) -> briefing.Briefing:
    asked = {"ledger": str(folder / "days.db"), "date": day, "max_age": None}
    return briefing.generate([briefing.Document.of(CANAL, "canal")], briefing.Settings.model_validate(asked))


def opened(folder: Path, stack: ExitStack, *, two_people: bool) -> tuple[Service, Opened]:
    """A service with a recorded day, and what signs a person in."""
    people = folder / "people.jsonl"
    for name, scopes in SCOPES.items():
        set_password(people, name, PASSWORD, tenant="main", scopes=scopes)
    set_password(people, "Cy", PASSWORD, tenant="other", scopes=["read", "review"])
    page = page_of(folder, "2030-05-01")
    options = ServiceOptions(database=str(new_database(folder)), people=people, two_people=two_people)
    app = make_app(options, briefing.Settings(ledger=str(folder / "days.db")))
    service: Service = app.state.service
    stack.callback(service.close)
    service.archive.add("main", page)

    def client_of(name: str) -> TestClient:
        client = TestClient(app, base_url="https://service.test", follow_redirects=False)
        assert client.post("/desk/sign-in", data={"name": name, "password": PASSWORD}).status_code == 303
        return client

    return service, client_of


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Service, Opened]]:
    with ExitStack() as stack:
        yield opened(tmp_path, stack, two_people=True)


def send(client: TestClient, address: str, **form: str) -> int:
    """Send a form with the token that the person's own pages carry."""
    token = re.search(r'name="token" value="(\w+)"', client.get("/desk/ledger").text)
    assert token
    return client.post(f"/desk{address}", data={"token": token[1], **form}).status_code


def corrections(service: Service, tenant: str = "main") -> tuple[Correction, ...]:
    ledger = service.ledgers.of(tenant)
    assert ledger is not None
    return ledger.corrections()


def did(service: Service, tenant: str = "main") -> list[tuple[str, str]]:
    lines = audit_lines(service.database, tenant)
    return [(line["who"], line["did"]) for line in reversed(lines) if line["did"].startswith("proposal")]


def test_a_proposal_is_shown_and_not_in_the_ledger(desk: tuple[Service, Opened]) -> None:
    service, client_of = desk
    ann, bo = client_of("Ann"), client_of("Bo")
    assert send(ann, "/entries/O1/review", kind="strike", value="Another <i>lock</i>.") == 303
    assert corrections(service) == ()
    for address in ("/desk/entries/O1", "/desk/proposals"):
        assert "strike O1: Another &lt;i&gt;lock&lt;/i&gt;. (Ann, " in bo.get(address).text
        assert "/proposals/1/approve" in bo.get(address).text
        assert "/proposals/1/approve" not in ann.get(address).text
    assert "/proposals/1/approve" not in client_of("Reader").get("/desk/proposals").text
    assert did(service) == [("Ann", "proposal.make")]


def test_the_same_person_decides_nothing(desk: tuple[Service, Opened]) -> None:
    service, client_of = desk
    ann = client_of("Ann")
    assert send(ann, "/entries/O1/review", kind="confirm", value="") == 303
    assert send(ann, "/proposals/1/approve") == 422
    assert send(ann, "/proposals/1/decline") == 422
    for name in ("ann", "ＡＮＮ"):
        with pytest.raises(UsageError, match="somebody else"):
            service.proposals.decline("main", 1, name)
    assert corrections(service) == ()
    assert len(service.proposals.waiting("main")) == 1


def test_who_may_not_review_or_sends_no_token_decides_nothing(desk: tuple[Service, Opened]) -> None:
    service, client_of = desk
    assert send(client_of("Ann"), "/entries/O1/review", kind="confirm", value="") == 303
    bo = client_of("Bo")
    for act in ("approve", "decline"):
        assert send(client_of("Reader"), f"/proposals/1/{act}") == 403
        assert bo.post(f"/desk/proposals/1/{act}", data={"token": "forged"}).status_code == 403
        assert bo.post(f"/desk/proposals/1/{act}").status_code == 422
    assert corrections(service) == ()
    assert len(service.proposals.waiting("main")) == 1


def test_what_another_approves_stands_in_the_ledger_and_on_the_next_page(
    desk: tuple[Service, Opened], tmp_path: Path
) -> None:
    service, client_of = desk
    ann, bo = client_of("Ann"), client_of("Bo")
    assert send(ann, "/entries/O1/review", kind="strike", value="Another lock.") == 303
    assert send(bo, "/proposals/1/approve") == 303
    assert [(each.kind, each.note, each.by) for each in corrections(service)] == [
        (CorrectionKind.STRIKE, "Another lock.", "Ann, approved by Bo")
    ]
    assert "Nothing waits" in bo.get("/desk/proposals").text
    assert "O1 is struck: Another lock. (Ann, approved by Bo, " in ann.get("/desk/entries/O1").text
    page = page_of(tmp_path, "2030-05-02")
    assert "an editor: Ann, approved by Bo" in page.to_markdown()
    assert briefing.verify(page).ok
    assert did(service) == [("Ann", "proposal.make"), ("Bo", "proposal.approve"), ("Bo", "proposal.written")]
    assert send(bo, "/proposals/1/approve") == 422
    assert len(corrections(service)) == 1


def test_what_is_declined_is_written_nowhere(desk: tuple[Service, Opened]) -> None:
    service, client_of = desk
    ann, bo = client_of("Ann"), client_of("Bo")
    assert send(ann, "/entries/O1/review", kind="note", value="By telephone.") == 303
    assert send(bo, "/proposals/1/decline") == 303
    assert send(bo, "/proposals/1/approve") == 422
    assert corrections(service) == ()
    assert "By telephone" not in ann.get("/desk/entries/O1").text
    assert did(service)[-1] == ("Bo", "proposal.decline")


def test_another_tenant_sees_nothing(desk: tuple[Service, Opened]) -> None:
    service, client_of = desk
    assert send(client_of("Ann"), "/entries/O1/review", kind="note", value="By telephone.") == 303
    cy = client_of("Cy")
    assert "By telephone" not in cy.get("/desk/proposals").text
    assert send(cy, "/proposals/1/approve") == 422
    assert send(cy, "/proposals/1/decline") == 422
    assert service.proposals.get("other", 1) is None
    assert service.proposals.waiting("other") == ()
    assert corrections(service) == corrections(service, "other") == ()
    assert did(service, "other") == []
    assert len(service.proposals.waiting("main")) == 1


def test_an_undo_takes_two_as_well(desk: tuple[Service, Opened]) -> None:
    service, client_of = desk
    ann, bo = client_of("Ann"), client_of("Bo")
    assert send(ann, "/entries/O1/review", kind="status", value="withdrawn") == 303
    assert send(bo, "/proposals/1/approve") == 303
    assert send(bo, "/corrections/1/undo") == 303
    assert corrections(service)[0].undone is None
    assert send(bo, "/proposals/2/approve") == 422
    assert send(ann, "/proposals/2/approve") == 303
    assert corrections(service)[0].undone_by == "Bo, approved by Ann"
    assert send(ann, "/corrections/1/undo") == 422


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *(("link", "none"), ("strike", ""), ("note", ""), ("split", "O2")),
        # Which the ledger alone knows to make no sense: an entry that there is not, itself, one of another kind.
        *(("link", "O99"), ("link", "O1"), ("link", "Q1"), ("status", "no such status"), ("status", "answered")),
        ("status", ""),
    ],
)
def test_what_could_be_no_correction_is_not_proposed(desk: tuple[Service, Opened], kind: str, value: str) -> None:
    service, client_of = desk
    assert send(client_of("Ann"), "/entries/O1/review", kind=kind, value=value) == 422
    assert service.proposals.waiting("main") == ()


def test_a_bad_status_is_refused_with_those_that_there_are(desk: tuple[Service, Opened]) -> None:
    _, client_of = desk
    ann = client_of("Ann")
    token = re.search(r'name="token" value="(\w+)"', ann.get("/desk/ledger").text)
    assert token
    form = {"token": token[1], "kind": "status", "value": "no such status"}
    answer = ann.post("/desk/entries/O1/review", data=form)
    assert answer.status_code == 422
    assert "there are: open, " in answer.text


def test_what_the_ledger_refuses_by_then_waits_on(desk: tuple[Service, Opened]) -> None:
    """It made sense when it was proposed, and no longer when it is approved."""
    service, client_of = desk
    ann, bo = client_of("Ann"), client_of("Bo")
    for _ in range(2):
        assert send(ann, "/entries/O1/review", kind="status", value="withdrawn") == 303
    assert send(bo, "/proposals/1/approve") == 303
    assert send(bo, "/proposals/2/approve") == 422
    assert len(corrections(service)) == 1
    assert [(each.id, each.decided_by) for each in service.proposals.waiting("main")] == [(2, None)]
    assert send(bo, "/proposals/2/decline") == 303
    assert service.proposals.waiting("main") == ()


def test_of_two_approvals_at_once_one_writes(desk: tuple[Service, Opened], tmp_path: Path) -> None:
    service, _ = desk
    shelf = FolderShelf(tmp_path, str(tmp_path / "days.db"))
    tenant = TenantProposals(service.proposals, "main")
    ident = tenant.add("O1", CorrectionKind.CONFIRM, {}, "Ann")
    ready, told = Barrier(4), list[str]()

    def approve(name: str) -> None:
        ready.wait()
        try:
            tenant.approve(ident, name, shelf)
            told.append("written")
        except UsageError as error:
            told.append(str(error))

    threads = [Thread(target=approve, args=(f"Bo {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(corrections(service)) == 1
    assert sorted(told)[-1] == "written"
    assert sum("decided already" in each for each in told) == 3


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_decision_is_taken_once_on_either_database(tmp_path: Path, kind: str) -> None:
    with ExitStack() as stack:
        where = str(tmp_path / "s.db") if kind == "sqlite" else stack.enter_context(postgres_schema())
        database = ServiceDatabase.open(where)
        stack.callback(database.close)
        proposals = Proposals(database)
        ident = proposals.add("main", "O1", CorrectionKind.CONFIRM, {}, "Ann")
        ready, written, refused = Barrier(4), list[str](), list[str]()

        def decide(number: int) -> None:
            ready.wait()
            try:
                if number % 2:
                    proposals.decline("main", ident, f"Bo {number}")
                    written.append("declined")
                else:
                    proposals.approve("main", ident, f"Bo {number}", lambda *_: written.append("approved"))
            except UsageError as error:
                refused.append(str(error))

        threads = [Thread(target=decide, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = proposals.get("main", ident)
        assert found is not None
        assert written == [found.state.value]
        assert len(refused) == 3


def test_service_and_ledger_may_be_in_one_file(tmp_path: Path) -> None:
    page_of(tmp_path, "2030-05-01")
    database = ServiceDatabase.open(tmp_path / "days.db")
    tenant = TenantProposals(Proposals(database), "main")
    ident = tenant.add("O1", CorrectionKind.CONFIRM, {}, "Ann")
    tenant.approve(ident, "Bo", FolderShelf(tmp_path, str(tmp_path / "days.db")))
    with Ledger.open(tmp_path / "days.db") as ledger:
        assert [each.by for each in ledger.corrections()] == ["Ann, approved by Bo"]
    database.close()


@pytest.mark.parametrize("written", [True, False])
def test_an_approval_that_died_is_taken_over_and_written_once(
    desk: tuple[Service, Opened], tmp_path: Path, written: bool
) -> None:
    service, _ = desk
    clock = [1_900_000_000.123456]
    proposals = Proposals(service.database, now=lambda: clock[0])
    shelf = FolderShelf(tmp_path, str(tmp_path / "days.db"))
    tenant = TenantProposals(proposals, "main")
    ident = tenant.add("O1", CorrectionKind.NOTE, {"note": "By telephone."}, "Ann")

    def dies(claimed: Proposal, before: Proposal | None) -> None:
        if written:
            with Ledger.open(tmp_path / "days.db") as ledger:
                ledger.correct(CorrectionKind.NOTE, "O1", by=claimed.names(), now=claimed.decided, note="By telephone.")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        proposals.approve("main", ident, "Bo", dies)
    clock[0] += CLAIM_SECONDS
    with pytest.raises(UsageError, match="decided already"):
        tenant.approve(ident, "Di", shelf)
    clock[0] += 1
    tenant.approve(ident, "Di", shelf)
    assert [each.by for each in corrections(service)] == [f"Ann, approved by {'Bo' if written else 'Di'}"]
    assert tenant.waiting() == ()


def test_long_names_fit_what_the_ledger_takes(tmp_path: Path) -> None:
    database = ServiceDatabase.open(tmp_path / "s.db")
    proposals = Proposals(database)
    said: list[str] = []
    for by, approver in (("a" * 43, "b" * 43), ("a" * 64, "b" * 64)):
        ident = proposals.add("main", "O1", "confirm", {}, by)
        said.append(proposals.approve("main", ident, approver, lambda *_: None).names())
    assert said[0] == f"{'a' * 43}, approved by {'b' * 43}"
    assert said[1] == f"{'a' * 42}…, approved by {'b' * 42}…"
    assert [len(each) for each in said] == [100, 100]
    database.close()


def test_one_person_is_enough_unless_it_is_asked_for(tmp_path: Path) -> None:
    assert ServiceOptions().two_people is False
    with ExitStack() as stack:
        service, client_of = opened(tmp_path, stack, two_people=False)
        ann = client_of("Ann")
        assert send(ann, "/entries/O1/review", kind="confirm", value="") == 303
        assert [each.by for each in corrections(service)] == ["Ann"]
        assert ann.get("/desk/proposals").status_code == 404
        assert "Proposals" not in ann.get("/desk/").text
