"""Nouns that name people of a kind, told by a list or by their ending."""

from __future__ import annotations

from briefing.embedded._lexicon import words
from briefing.language import _names_data as data

_DOERS = ("ers", "ors", "ists", "ians", "ants")
_NO_DOERS = words(
    "loudspeakers skyscrapers trackers scanners printers boilers freezers helicopters reactors detectors "
    "sensors processors corridors indicators generators elevators handovers takeovers makeovers leftovers "
    "turnovers covers matters numbers others orders offers members papers powers letters computers errors "
    "factors sectors flowers answers servers borders quarters headquarters waters chapters centers corners "
    "towers weathers dollars winters plants grants restaurants variants giants fingers shoulders servants "
    "lists assists mirrors colors doors floors motors tractors monitors mentors visitors suitors containers "
    "trailers drawers layers buyers sellers tumors"
)


def is_group(head: str) -> bool:
    """ "protesters", "writers": people of a kind, by list or by the plural of a word for who does something."""
    return head in data.GROUP_HEADS or (len(head) > 5 and head.endswith(_DOERS) and head not in _NO_DOERS)
