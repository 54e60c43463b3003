"""One name for each actor of a story, whatever the articles call it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefing.language.topics import content, words
from briefing.schema.brief import Actor
from briefing.schema.briefing import StoryActor
from briefing.schema.terms import ActorKind
from briefing.stories._matching import join
from briefing.stories._reports import Member, Report, gather, shared, trusted, unique
from briefing.stories._sides import Forms, adjectives_of, display_name, same_forms, side_of, states_in


@dataclass(frozen=True, slots=True)
class StoryCast:
    """The actors of a story, and the way to them from the briefs.

    ``place`` leads from (article id, actor id in its brief) to the actor's id in the story, ``side`` from there to
    the party it acts for (a ministry acts for its state), ``names`` to the stems of all that the side is called.
    ``forms`` holds by its first word each name of an actor, as its words, with the actor; ``called`` the first actor
    with a name, as it is printed.
    """

    actors: tuple[StoryActor, ...]
    place: Mapping[tuple[str, str], str]
    side: Mapping[str, str]
    names: Mapping[str, frozenset[str]]
    forms: Mapping[str, Sequence[tuple[tuple[str, ...], StoryActor]]]
    called: Mapping[str, StoryActor]
    _by_id: Mapping[str, StoryActor]
    _sides_in: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)

    def find(self, article: str, actor: str | None) -> str | None:
        """The id in the story of an actor of a brief."""
        return self.place.get((article, actor)) if actor else None

    def side_in(self, article: str, actor: str | None) -> str | None:
        """The party that an actor of a brief acts for."""
        found = self.find(article, actor)
        return self.side[found] if found else None

    def stems(self, *sides: str | None) -> frozenset[str]:
        """The stems of all names of these parties."""
        return frozenset().union(*(self.names.get(side, frozenset()) for side in sides if side))

    def sides_in(self, text: str) -> frozenset[str]:
        """The parties that a text names by any of their names, or by a usual name of their state."""
        found = self._sides_in.get(text)
        if found is None:
            told = tuple(words(text))
            named = {
                self.side[actor.id]
                for at, word in enumerate(told)
                for form, actor in self.forms.get(word, ())
                if told[at : at + len(form)] == form
            }
            found = self._sides_in[text] = frozenset(named | (states_in(text) & set(self.side.values())))
        return found

    def named(self, actor: str) -> StoryActor:
        """The actor with this id of the story."""
        return self._by_id[actor]


def cast_of(reports: Sequence[Report]) -> StoryCast:
    """Merge the actors of several briefs. Ids are ``A1``, ``A2``, ... in the order of the first mention."""
    clusters = join(
        gather(reports, lambda brief: brief.actors),
        _same,
        threshold=1.0,
        kinds=lambda member: _forms(member.item),
        handles=lambda member: _forms(member.item).handles,
    )
    actors = tuple(_merge(f"A{place}", cluster) for place, cluster in enumerate(clusters, start=1))
    members = list(zip(actors, clusters, strict=True))
    place = {m.ref: actor.id for actor, cluster in members for m in cluster}
    side = {actor.id: side_of(actor.name, actor.aliases, actor.kind, actor.roles) for actor in actors}
    names: dict[str, frozenset[str]] = {}
    for actor in actors:
        own = frozenset(content(" ".join((actor.name, *actor.aliases))))
        names[side[actor.id]] = names.get(side[actor.id], adjectives_of(side[actor.id])) | own
    actors = tuple(actor.model_copy(update={"side": side[actor.id]}) for actor in actors)
    called = {form: actor for actor in reversed(actors) for form in (actor.name, *actor.aliases)}
    return StoryCast(actors, place, side, names, _forms_of(actors), called, {actor.id: actor for actor in actors})


def _forms_of(actors: Sequence[StoryActor]) -> Mapping[str, Sequence[tuple[tuple[str, ...], StoryActor]]]:
    found: defaultdict[str, list[tuple[tuple[str, ...], StoryActor]]] = defaultdict(list)
    for actor in actors:
        for form in (actor.name, *actor.aliases):
            if told := tuple(words(form)):
                found[told[0]].append((told, actor))
    return found


def _same(one: Member[Actor], other: Member[Actor]) -> float:
    return float(same_forms(_forms(one.item), _forms(other.item)))


def _forms(actor: Actor) -> Forms:
    return Forms(actor.name, actor.aliases, actor.kind)


def _merge(ident: str, cluster: Sequence[Member[Actor]]) -> StoryActor:
    kinds = Counter(member.item.kind for member in cluster)
    kind = max(kinds, key=lambda k: (kinds[k], k is ActorKind.STATE, k))
    name = display_name([member.item for member in cluster], kind)
    spelled = unique(form for member in cluster for form in (member.item.name, *member.item.aliases))
    # The roles of all are shown: the actor is as sure as the least sure of them.
    doubtful = [member for member in cluster if member.item.role and not trusted(member.item)]
    return StoryActor(
        id=ident,
        name=name,
        kind=kind,
        roles=unique(member.item.role for member in cluster if member.item.role),
        aliases=tuple(form for form in spelled if form != name),
        **shared(cluster, (doubtful or cluster)[0]),
    )
