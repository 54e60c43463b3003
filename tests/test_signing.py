"""Signatures: whose page it is, and what is said of one that is not signed, or not by them."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import briefing
from briefing.cli import main
from briefing.errors import UsageError
from briefing.signing import PrivateKey, PublicKey
from tests.newsroom import PIER, Newsroom

pytest.importorskip("cryptography", reason="the extra `signing` is not installed")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    made = Newsroom(tmp_path, monkeypatch)
    made.write(pier_txt=PIER)
    return made


@pytest.fixture
def run(room: Newsroom, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    def _run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["briefing", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capfd.readouterr()
        return int(stop.value.code or 0), out, err

    return _run


PAGE = Path("out/2031-02-27.json")
SIGNATURE = Path("out/2031-02-27.json.sig")


@pytest.fixture
def signed(run: Run) -> None:
    """A signed page, by `news.key`."""
    assert run("keygen", "news.key")[:2] == (0, "news.key\nnews.key.pub\n")
    assert run("generate", "pier.txt", "--out", "out", "--sign", "news.key", "-q")[0] == 0


@pytest.mark.usefixtures("signed")
def test_a_signed_page_says_who_signed_it(run: Run) -> None:
    code, out, _ = run("verify", PAGE, "--key", "news.key.pub")
    assert (code, "signed by news.key.pub" in out) == (0, True)
    code, out, _ = run("verify", PAGE)
    assert (code, "signed" in out) == (0, False)


@pytest.mark.usefixtures("signed")
def test_a_private_key_is_for_its_owner_alone_and_never_written_over(run: Run) -> None:
    assert stat.S_IMODE(Path("news.key").stat().st_mode) == 0o600
    before = Path("news.key").read_bytes()
    code, _, err = run("keygen", "news.key")
    assert (code, "is there already" in err) == (2, True)
    assert Path("news.key").read_bytes() == before
    Path("news.key.pub").rename("other.key.pub")
    assert run("keygen", "other.key")[0] == 2
    assert not Path("other.key").exists()


@pytest.mark.usefixtures("signed")
def test_a_page_by_another_key_is_told(run: Run) -> None:
    run("keygen", "rival.key")
    code, out, _ = run("verify", PAGE, "--key", "rival.key.pub")
    assert (code, "2031-02-27.json.sig: is by another key than rival.key.pub" in out) == (1, True)


@pytest.mark.usefixtures("signed")
def test_a_page_that_is_not_signed_is_told(run: Run) -> None:
    SIGNATURE.unlink()
    code, out, _ = run("verify", PAGE, "--key", "news.key.pub")
    assert (code, "2031-02-27.json.sig: is missing: the page is not signed" in out) == (1, True)


@pytest.mark.usefixtures("signed")
def test_a_page_that_was_made_anew_does_not_fit_the_old_signature(run: Run) -> None:
    signature = Path(f"{PAGE}.sig").read_bytes()
    run("generate", "pier.txt", "--out", "out", "--date", "2031-02-27", "-q")
    Path(f"{PAGE}.sig").write_bytes(signature)
    code, out, _ = run("verify", PAGE, "--key", "news.key.pub")
    assert code == 1
    assert "does not fit: the page, or the signature, was changed after it was signed" in out


TAMPERED: dict[str, Callable[[str], str]] = {
    "no signature": lambda text: "signed, honestly",
    "nothing": lambda text: "",
    "no base64": lambda text: json.dumps({**json.loads(text), "signature": "!"}),
    "too short": lambda text: json.dumps({**json.loads(text), "signature": "AAAA"}),
    "another key in it": lambda text: json.dumps({**json.loads(text), "key": "A" * 43 + "="}),
    "another signature": lambda text: json.dumps({**json.loads(text), "signature": "A" * 86 + "=="}),
    "a bomb": lambda text: text + " " * 20_000,
}


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize("kind", TAMPERED)
def test_a_tampered_signature_is_none(run: Run, kind: str) -> None:
    SIGNATURE.write_text(TAMPERED[kind](SIGNATURE.read_text()))
    code, out, _ = run("verify", PAGE, "--key", "news.key.pub")
    assert code == 1
    assert "2031-02-27.json.sig: " in out
    assert "signed by" not in out


@pytest.mark.usefixtures("signed")
def test_a_signature_by_link_from_elsewhere_is_not_read(run: Run, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.sig"
    SIGNATURE.rename(outside)
    SIGNATURE.symlink_to(outside)
    code, out, _ = run("verify", PAGE, "--key", "news.key.pub")
    assert (code, "it lies outside" in out) == (1, True)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl to make a key with")
def test_keys_of_openssl_fit(room: Newsroom) -> None:
    for command in ("genpkey -algorithm ed25519 -out a.key", "pkey -in a.key -pubout -out a.pub"):
        subprocess.run(["openssl", *command.split()], check=True, capture_output=True)
    signature = PrivateKey.read(Path("a.key")).sign(b"page")
    key = PublicKey.read(Path("a.pub"))
    assert key.refusal(signature.encode(), b"page") is None
    assert "does not fit" in (key.refusal(signature.encode(), b"pages") or "")


def test_what_is_no_key_is_told_before_any_work(run: Run) -> None:
    Path("no.key").write_text("sesame")
    for arguments in (
        ("generate", "pier.txt", "--out", "out", "--sign", "no.key"),
        ("generate", "pier.txt", "--out", "out", "--sign", "absent.key"),
    ):
        code, _, err = run(*arguments)
        assert (code, "key" in err) == (2, True)
        assert not Path("out").exists()
    assert run("verify", "pier.txt", "--key", "no.key")[0] == 2


@pytest.mark.parametrize("out", [(), ("--out", "page.md"), ("--out", "out", "--format", "md")])
def test_only_json_is_signed(run: Run, out: tuple[str, ...]) -> None:
    run("keygen", "news.key")
    code, _, err = run("generate", "pier.txt", *out, "--sign", "news.key")
    assert (code, "--sign signs the JSON of a briefing" in err) == (2, True)


def test_a_signature_goes_with_the_file_that_is_named(run: Run) -> None:
    run("keygen", "news.key")
    code, out, _ = run("generate", "pier.txt", "--out", "page.json", "--sign", "news.key", "-q")
    assert (code, out.split()) == (0, ["page.json", "page.json.sig"])
    assert run("verify", "page.json", "--key", "news.key.pub")[0] == 0


def test_a_key_is_asked_of_files_alone(room: Newsroom) -> None:
    PrivateKey.make(Path("news.key"))
    page = room.page("pier.txt", model="embedded")
    with pytest.raises(UsageError, match="a signature stands beside a file"):
        briefing.verify(page.read_bytes(), key=PublicKey.read(Path("news.key.pub")))


def test_without_the_library_the_reader_is_told_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "cryptography"]:
        monkeypatch.setitem(sys.modules, name, None)
    code, _, err = run("keygen", "news.key")
    assert (code, "signatures need the cryptography package; install cryptography" in err) == (2, True)
