"""A process that looks at the schedules of a database once it is told to, and prints the jobs that it put in line.

python -m tests.service.looker FILE
"""

from __future__ import annotations

import sys

from briefing import SourceOptions
from briefing.service.database import ServiceDatabase
from briefing.service.schedules import Clockwork, Schedules


def main(file: str) -> None:
    database = ServiceDatabase.open(file)
    clockwork = Clockwork(Schedules(database), {}, SourceOptions())
    print("ready", flush=True)
    sys.stdin.readline()
    print(" ".join(clockwork.look()))
    database.close()


if __name__ == "__main__":
    main(sys.argv[1])
