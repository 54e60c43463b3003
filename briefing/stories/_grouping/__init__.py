"""Which articles report one event.

Articles become weighted words (`_profile`), pairs that share rare words become candidates (`_pairs`), a fitted
logistic function says how likely each pair is one event (`_model`), and average link makes groups, of which the parts
of very large events are put together (`_link`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.schema.article import Article
from briefing.schema.brief import Brief
from briefing.stories._bonds import offer_bonds
from briefing.stories._grouping._blocks import compare
from briefing.stories._grouping._explain import GroupingReason, explain
from briefing.stories._grouping._link import average_link, put_together
from briefing.stories._grouping._model import load_model
from briefing.stories._grouping._profile import Profile, profile, weigh
from briefing.stories._reports import article_order
from briefing.streaming import Mapped, each_in_turn


def group(
    articles: Sequence[Article],
    briefs: Sequence[Brief] = (),
    *,
    threshold: float | None = None,
    mapped: Mapped = each_in_turn,
) -> tuple[tuple[str, ...], ...]:
    """The ids of the articles, grouped by the event they report.

    Groups and ids stand in the order of date, outlet and id; the order of the inputs makes no difference. An id
    that comes twice counts once. Takes about n^1.3 time and linear memory.

    Args:
        briefs: what is known of the articles' items; articles that report one offer are likelier to be one story.
        threshold: the least mean likelihood of a link between two groups, 0 to 1; None takes the fitted one.
        mapped: applies a function to each of many blocks, here or elsewhere: the groups are the same.
    """
    return extend((), (), articles, briefs, threshold=threshold, mapped=mapped)


def extend(
    groups: Sequence[Sequence[str]],
    known: Sequence[Article],
    new: Sequence[Article],
    briefs: Sequence[Brief] = (),
    *,
    threshold: float | None = None,
    mapped: Mapped = each_in_turn,
) -> tuple[tuple[str, ...], ...]:
    """Let new articles join groups that stand already, or found groups of their own.

    ``known`` are the articles of ``groups``; known articles in no group stand alone. Groups that stand are neither
    split nor merged with each other, and only pairs with a new article are compared.
    """
    model = load_model()
    articles = {article.id: article for article in (*known, *new)}
    ordered = sorted(articles.values(), key=article_order)
    place = {article.id: at for at, article in enumerate(ordered)}
    fresh = frozenset(place[article.id] for article in new) - {place[article.id] for article in known}
    bonded = {_ordered(place[one], place[other]) for one, other in offer_bonds(ordered, briefs)}
    compared = compare(ordered, fresh, bonded, mapped)
    standing = [sorted(place[ident] for ident in ids if ident in place) for ids in groups]
    linked = average_link(len(ordered), compared.likely, threshold or model.threshold, standing, fresh)
    if not standing:
        linked = put_together(linked, compared.chance, compared.words, threshold or model.threshold)
    return tuple(tuple(ordered[at].id for at in members) for members in linked)


def _ordered(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def weighed(articles: Iterable[Article]) -> list[Profile]:
    """The profiles of these articles, their words weighted by how rare they are among them and in news at large."""
    return weigh([profile(article) for article in articles], load_model().background)


def explain_grouping(
    articles: Sequence[Article], one: str, other: str, briefs: Sequence[Brief] = (), *, threshold: float | None = None
) -> GroupingReason:
    """What joins or parts two articles, given all articles (and briefs) of the day.

    Raises:
        KeyError: where no article has one of the ids.
    """
    groups = group(articles, briefs, threshold=threshold)
    ordered = sorted({article.id: article for article in articles}.values(), key=article_order)
    profiles = dict(zip((article.id for article in ordered), weighed(ordered), strict=True))
    return explain(
        profiles[one],
        profiles[other],
        load_model(),
        together=any(one in ids and other in ids for ids in groups),
        bonded=(min(one, other), max(one, other)) in offer_bonds(articles, briefs),
        threshold=threshold,
    )


__all__ = ["GroupingReason", "explain_grouping", "extend", "group"]
