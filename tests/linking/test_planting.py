"""What is planted to measure a linker: known answers, drawn by a hash, and nothing that could be another way."""

from __future__ import annotations

from datetime import date

import pytest

from briefing.linking._planting import MOST, PlantedOffer, PlantingPlace, Retelling, plant
from briefing.schema.linking import ShownEntry
from tests.linking.test_reading import entry

DAY = date(2031, 5, 3)
BID = entry(
    "O1",
    near=("x",),
    parties=("Brack Mining",),
    others=("Tolmin Copper",),
    text="a takeover at $30 a share",
    amounts=("$30",),
    quote="It would pay $30 a share",
)
PLACES = (PlantingPlace(1, "x", ("Brack Mining",)), PlantingPlace(2, "y", ("Dockers' Union",)))


def planted(*entries: ShownEntry, offers: int = 100) -> dict[Retelling, PlantedOffer]:
    """What can be planted of these entries, by how they are retold."""
    found = {}
    for turn in range(60):
        for each in plant(date(2031, 1, 1).replace(day=1 + turn % 28, month=1 + turn // 28), entries, PLACES, offers):
            found[each.how] = each
    return found


def test_an_entry_is_retold_as_it_is_with_another_amount_or_by_a_stranger() -> None:
    found = planted(BID)
    assert set(found) == set(Retelling)
    assert "Brack Mining to Tolmin Copper: a takeover at $30 a share" in found[Retelling.AS_IT_IS].told
    changed = found[Retelling.OTHER_AMOUNT].told
    assert "a takeover at $34 a share" in changed
    assert "would pay $34 a share" in changed
    assert "$30" not in changed
    assert found[Retelling.OTHER_SIDE].told.startswith("Dockers' Union to Tolmin Copper: ")
    assert found[Retelling.OTHER_SIDE].article == 2


def test_what_is_right_is_known() -> None:
    found = planted(BID)
    same, raised = found[Retelling.AS_IT_IS], found[Retelling.OTHER_AMOUNT]
    assert [same.right(linked) for linked in (same.entry, "N1", None)] == [True, False, False]
    assert [raised.right(linked) for linked in (raised.entry, "N1", None)] == [False, True, False]


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "a takeover"},
        {"text": "a takeover at $30 or $32 a share"},
        {"amounts": ("$30", "$31")},
        {"text": "the return of 40 deckhands", "amounts": (), "quote": ""},
    ],
)
def test_no_amount_is_changed_where_several_or_none_is_told(changes: dict[str, object]) -> None:
    unsure = BID.model_copy(update=changes)
    assert Retelling.OTHER_AMOUNT not in planted(unsure)


@pytest.mark.parametrize(
    "changes", [{"others": ("Port Union",)}, {"quote": "Brack would pay $30 a share"}, {"near": ("x", "y")}]
)
def test_no_stranger_retells_what_could_be_his(changes: dict[str, object]) -> None:
    unsure = BID.model_copy(update=changes)
    assert Retelling.OTHER_SIDE not in planted(unsure)


def test_one_is_planted_for_six_offers_and_never_more_than_a_few() -> None:
    many = [BID.model_copy(update={"id": f"O{n}"}) for n in range(1, 40)]
    assert [len(plant(DAY, many, PLACES, offers)) for offers in (0, 1, 9, 12, 500)] == [0, 1, 2, 2, MOST]
    assert plant(DAY, [], PLACES, 12) == ()


def test_the_same_day_plants_the_same_whatever_the_order() -> None:
    many = [BID.model_copy(update={"id": f"O{n}"}) for n in range(1, 9)]
    assert plant(DAY, many, PLACES, 24) == plant(DAY, many[::-1], PLACES, 24)
