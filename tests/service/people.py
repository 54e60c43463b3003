"""People of the tests: their passwords are hashed at so little cost that a test signs in at once.

A check costs what the hash says. What the hashes of real people are is tested where ``set_password`` itself is.
"""

from __future__ import annotations

from functools import partial

from argon2 import PasswordHasher

from briefing.service import people

set_password = partial(people.set_password, hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
