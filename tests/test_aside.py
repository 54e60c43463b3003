"""What computes beside the event loop: in order, with its errors, and nothing behind a call that never ends."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from contextlib import suppress

import pytest

from briefing.aside import aside


def where() -> int:
    return threading.get_ident()


def failing() -> None:
    raise ZeroDivisionError("no")


async def test_calls_are_made_in_order_in_one_thread_that_is_not_the_loops() -> None:
    made: list[int] = []
    threads = await asyncio.gather(*(aside(lambda n=n: (made.append(n), where())[1]) for n in range(20)))
    assert made == list(range(20))
    assert set(threads).isdisjoint({where()})
    assert len(set(threads)) == 1


async def test_an_error_is_raised_where_the_result_is_awaited() -> None:
    with pytest.raises(ZeroDivisionError, match="no"):
        await aside(failing)
    assert await aside(lambda: 2) == 2


async def test_what_nobody_waits_for_any_more_holds_nobody_up() -> None:
    begun, ends = threading.Event(), threading.Event()

    def endless() -> None:
        begun.set()
        ends.wait()

    stuck = asyncio.create_task(aside(endless))
    behind = asyncio.create_task(aside(where))
    await asyncio.to_thread(begun.wait)
    stuck.cancel()
    with suppress(asyncio.CancelledError):
        await stuck
    assert await behind == await aside(where)
    ends.set()


def test_a_program_ends_though_something_computes_for_ever() -> None:
    program = """
import asyncio
from briefing.aside import aside

def endless():
    while True:
        pass

async def main():
    try:
        async with asyncio.timeout(0.2):
            await aside(endless)
    except TimeoutError:
        print("stopped", flush=True)

asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "stopped\n"), done.stderr
