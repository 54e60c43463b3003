"""Cleaning does no worse on pages of our own writing than it did when the floors were pinned."""

from __future__ import annotations

import json

import pytest

from tests.cleaning import gate


@pytest.fixture(scope="module")
def stored() -> dict[str, object]:
    return dict(json.loads(gate.FLOORS.read_text()))


def test_the_pages_are_those_that_the_floors_were_measured_on(stored: dict[str, object]) -> None:
    assert stored["digest"] == gate.digest(), "pages changed: python tests/cleaning/gate.py --update"


@pytest.mark.parametrize("path", gate.pages(), ids=lambda path: path.name)
def test_no_page_falls_below_its_floor(path: gate.Path, stored: dict[str, object]) -> None:
    floors = stored["floors"]
    assert isinstance(floors, dict)
    assert gate.measure(path) >= floors[path.name]


def test_an_update_refuses_to_lower_a_floor() -> None:
    with pytest.raises(ValueError, match=r"a\.txt: 0\.8000 is below its floor 0\.9000"):
        gate.update({"a.txt": 0.8}, {"a.txt": 0.9}, lower=False)


def test_an_update_lowers_a_floor_where_told_to() -> None:
    assert gate.update({"a.txt": 0.8}, {"a.txt": 0.9}, lower=True) == {"a.txt": 0.8}


def test_an_update_raises_floors() -> None:
    assert gate.update({"a.txt": 0.95}, {"a.txt": 0.9}, lower=False) == {"a.txt": 0.95}
