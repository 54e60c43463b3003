"""What joined or parted two articles, in words."""

from __future__ import annotations

from briefing.schema.base import Model
from briefing.stories._grouping._model import LinkModel
from briefing.stories._grouping._pairs import FEATURES, features
from briefing.stories._grouping._profile import Profile

_WORDS_SHOWN = 12


class GroupingReason(Model):
    """Why two articles are in one story, or are not.

    ``likelihood`` is that of the pair alone, 0 to 1. Groups are made by the mean over all pairs between them, so
    that an unlikely pair may be together through the others, and a likely one apart.
    """

    together: bool
    likelihood: float
    threshold: float
    shared: tuple[str, ...]
    """Stems that both have, the heaviest first."""
    shared_names: tuple[str, ...]
    shared_numbers: tuple[str, ...]
    days_apart: int | None
    shared_offer: bool
    """Both report an offer of one side to another about the same thing."""
    compared: dict[str, float]

    def __str__(self) -> str:
        verdict = "one story" if self.together else "two stories"
        side = "at least" if self.likelihood >= self.threshold else "below"
        through = (
            "" if self.together == (self.likelihood >= self.threshold) else ", decided by the articles around them"
        )
        days = "unknown" if self.days_apart is None else str(self.days_apart)
        return "\n".join(
            (
                f"{verdict}: likelihood {self.likelihood:.2f}, {side} {self.threshold:.2f}{through}",
                f"shared words: {', '.join(self.shared) or 'none'}",
                f"shared names: {', '.join(self.shared_names) or 'none'}",
                f"shared numbers: {', '.join(self.shared_numbers) or 'none'}",
                f"days apart: {days}",
                f"report one offer: {'yes' if self.shared_offer else 'no'}",
            )
        )


def explain(
    one: Profile,
    other: Profile,
    model: LinkModel,
    *,
    together: bool,
    bonded: bool = False,
    threshold: float | None = None,
) -> GroupingReason:
    """Compare two articles as `group` does, and say what they share."""
    values = features(one, other)
    common = sorted((w for w in one.all if w in other.all), key=lambda w: (-one.all[w] * other.all[w], w))
    dated = one.day is not None and other.day is not None
    return GroupingReason(
        together=together,
        likelihood=round(model.chance(values, bonded), 4),
        threshold=threshold or model.threshold,
        shared=tuple(common[:_WORDS_SHOWN]),
        shared_names=tuple(sorted(name for name in one.names if name in other.names)),
        shared_numbers=tuple(sorted(one.numbers & other.numbers)),
        days_apart=abs((one.day or 0) - (other.day or 0)) if dated else None,
        shared_offer=bonded,
        compared={name: round(value, 4) for name, value in zip(FEATURES, values, strict=True)},
    )
