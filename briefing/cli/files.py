"""Files of results: written whole or not at all, those that belong together as one set."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from briefing.errors import UsageError

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has none: there two runs into one folder are not kept apart
    fcntl = None  # type: ignore[assignment]  # typed as the module

_HINT = "choose another --out"


def encoded(content: str | bytes) -> bytes:
    """What is written of a text: UTF-8."""
    # A lone surrogate of a broken source has no UTF-8; it is shown as a question mark.
    return content if isinstance(content, bytes) else content.encode("utf-8", "replace")


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        UsageError: the file can't be written.
    """
    write_files({path: content})


def write_files(contents: Mapping[Path, str | bytes], before: Callable[[], None] | None = None) -> None:
    """Write files that belong together: all of them or none; ``before`` is called when they are ready to be renamed.

    Each goes to a temporary file beside it first, so that a full disk is found out before any earlier file is touched.
    Then all are renamed, which takes no room; where one can't be, those that were are put back.

    Raises:
        UsageError: one can't be written; it is named.
    """
    with ExitStack() as temporary:
        ready = {path: _written(path, encoded(content), temporary) for path, content in contents.items()}
        if before:
            before()
        replaced: dict[Path, Path | None] = {}
        try:
            for path, new in ready.items():
                with _naming(path):
                    replaced[path] = _set_aside(path, temporary)
                    new.replace(path)
        except UsageError:
            for path, earlier in replaced.items():
                with suppress(OSError):
                    earlier.replace(path) if earlier else path.unlink(missing_ok=True)
            raise


def check_writable(out: Path, *, as_folder: bool) -> None:
    """Find out, before anything is done or paid, whether a file or a folder of files can be written.

    Nothing is left behind. What fills up meanwhile is found out when it is written.

    Raises:
        UsageError: it can't.
    """
    with _naming(out):
        if as_folder and out.exists() and not out.is_dir():
            raise UsageError(f"{out} is no folder", hint=_HINT)
        if not as_folder:
            _check_regular(out)
        folder = out if as_folder else out.parent
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        with tempfile.TemporaryFile(dir=folder):
            pass


def refuse_input(out: Path | None, inputs: Iterable[Path | str]) -> None:
    """Refuse to write over what is read: a source that is gone proves nothing.

    Raises:
        UsageError: ``out`` is one of them.
    """
    if out is None:
        return
    for given in map(Path, inputs):
        with suppress(OSError, ValueError):  # what is no file, or not there, is not written over
            if out.is_file() and out.samefile(given):
                raise UsageError(f"{out} is read here, and would be written over", hint=_HINT)


def is_folder(path: Path) -> bool:
    """`Path.is_dir`, also of a name that no file can have."""
    with _naming(path):
        return path.is_dir()


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Wait until no other run writes its pages into this folder, so that those of two runs are never mixed.

    The lock is the folder's own where the system locks folders: nothing is left in it, and a run that was killed
    holds none.
    """
    with _naming(folder):
        folder.mkdir(parents=True, exist_ok=True)
    if fcntl is None:  # pragma: no cover - see above
        yield
        return
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path} can't be written: {error.strerror or error}", hint=_HINT) from error


def _check_regular(path: Path) -> None:
    """To be written, a file is replaced: a device or a pipe must not be."""
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        raise UsageError(f"{path} is no regular file", hint=_HINT)


def _written(path: Path, content: bytes, temporary: ExitStack) -> Path:
    """A temporary file with this content, beside the file that it is for; gone in the end unless it was renamed."""
    with _naming(path):
        _check_regular(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary.callback(Path(name).unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o666 & ~_umask())
    return Path(name)


def _set_aside(path: Path, temporary: ExitStack) -> Path | None:
    """A second name for what stands at a path, which is there all the time; None where nothing does."""
    if not path.exists() or path.is_dir():
        return None
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    aside = Path(name)
    aside.unlink()
    try:
        aside.hardlink_to(path)
    except OSError:  # a file system without second names: there the earlier file is lost where a later one fails
        return None
    temporary.callback(aside.unlink, missing_ok=True)
    return aside


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
