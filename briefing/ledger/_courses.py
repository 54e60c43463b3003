"""Which running stories a day joins, and which it parts."""

from __future__ import annotations

from briefing.ledger._book import Course, number_of
from briefing.ledger._entering import Entered


def courses_of(day: Entered) -> dict[str, Course]:
    """What became of running stories on a day, by their ids.

    A story joins another one whose offers, answers or questions it tells and that is not told itself any more; a new
    one is parted from that whose items it tells.
    """
    told = frozenset(day.stories.values())
    homes: dict[str, set[str]] = {}
    for story in day.record.stories:
        ident = day.stories[story.key]
        known = (day.before.get(day.ids[item.key]) for item in story.items)
        homes.setdefault(ident, set()).update(entry.story for entry in known if entry and entry.story != ident)
    found: dict[str, Course] = {}
    for ident, others in sorted(homes.items()):
        if ident in day.new_stories:
            found[ident] = Course(parted_from=tuple(sorted(others, key=number_of)))
        elif joined := others - told:
            found[ident] = Course(joins=tuple(sorted(joined, key=number_of)))
    return {ident: course for ident, course in found.items() if course != Course()}
