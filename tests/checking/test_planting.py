"""Planted mistakes: how many, of which kinds, where, and the same in every process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.checking.planting import Claim, Mistake, mixed, plant
from briefing.schema.brief import Brief
from briefing.schema.terms import OfferStatus, Section
from briefing.schema.verdict import Objection, Problem
from tests.checking.stories import Story
from tests.exploring import examples
from tests.factories import article

AMOUNTS = "The bank paid ${}m to savers.\n\nIts chairman owns a yacht worth ${}m and two islands."


def long_story(answers: int = 6, source: str = "long.txt") -> tuple[Story, Brief]:
    """A brief of which much can be made false: amounts, a date, a negation, answers, an offer, a quotation."""
    sentences = [
        "The harbour union asked Norline to rehire the deckhands.",
        '"The gates stay shut until everybody is paid," said Ada Birk.',
        *(f"Firm{chr(65 + at)} laughed at it all." for at in range(answers)),
        "Workers burnt 40 boats.",
        "Ole Strand counted 90 gulls over grey cliffs.",
        "The mill closed in 1998.",
        "Grey geese came in 2004 over cliffs.",
        "The cook has not resigned.",
    ]
    story = Story(article("Title of it\n\n" + "\n\n".join(sentences), source=source))
    firms = [story.actor(f"f{at}", f"Firm{chr(65 + at)}") for at in range(answers)]
    items = [
        story.statement("Workers burnt 40 boats.", "burnt 40", id="g1"),
        story.statement("The mill closed in 1998.", "closed in 1998", id="g2"),
        story.actor("a1", "harbour union"),
        story.actor("a2", "Norline"),
        story.person("a3", "Ada Birk", role="captain"),
        story.person("a4", "Ole Strand", role="mate"),
        *firms,
        story.offer("Rehire the deckhands", "asked Norline", status=OfferStatus.REJECTED),
        *(
            story.response(f"Laughs {at}", f"Firm{chr(65 + at)} laughed", id=f"r{at}", responder=f"f{at}")
            for at in range(answers)
        ),
        story.question("Will the cook stay?", "has not resigned"),
        story.quotation("a3", "The gates stay shut until everybody is paid"),
    ]
    return story, story.brief(*items, headline=story.statement("Workers burnt 40 boats!", "burnt 40", id="h1"))


# How many


@pytest.mark.parametrize(("items", "planted"), [(8, 1), (10, 2), (14, 2), (16, 3), (20, 3), (22, 4), (40, 4)])
def test_about_one_is_planted_for_six_items_and_never_more_than_four(items: int, planted: int) -> None:
    story, brief = long_story(0)
    spare = [story.actor(f"x{at}", f"Nobody{at}", "Title") for at in range(items - len(list(brief.items())))]
    brief = brief.model_copy(update={"actors": (*brief.actors, *spare)})
    while len(list(brief.items())) > items:
        brief = brief.model_copy(update={"actors": brief.actors[:-1]})
    assert len(list(brief.items())) == items
    assert len(plant(story.article, brief)) == planted


def test_one_is_planted_in_the_smallest_brief_and_none_where_none_is_certain() -> None:
    story = Story(article(AMOUNTS.format(30, 12)))
    brief = story.brief(story.statement("The bank paid $30m.", "paid $30m"))
    assert [planted.mistake for planted in plant(story.article, brief)] == [Mistake.NUMBER]
    story = Story(article(AMOUNTS.format(30, 30)))
    assert plant(story.article, story.brief(story.statement("The bank paid $30m.", "paid $30m"))) == ()
    assert plant(story.article, story.brief()) == ()


@given(items_for_each=st.integers(1, 30), most=st.integers(0, 6))
@settings(max_examples=examples(25), deadline=None)
def test_the_share_and_the_bound_can_be_set(items_for_each: int, most: int) -> None:
    story, brief = long_story()
    planted = plant(story.article, brief, items_for_each=items_for_each, most=most)
    wanted = max(1, round(len(list(brief.items())) / items_for_each))
    assert len(planted) == min(most, wanted)


@pytest.mark.parametrize(("others", "seeds_that_plant"), [(0, 30), (59, 30)])
def test_every_item_of_a_brief_of_sixty_is_tried(others: int, seeds_that_plant: int) -> None:
    assert seeds_with_one_plant(others) == seeds_that_plant


def test_of_a_longer_brief_sixty_are_tried() -> None:
    assert 0 < seeds_with_one_plant(90) < 30


def seeds_with_one_plant(others: int) -> int:
    """Of 30 articles, those whose one item that can be made false is found among ``others``."""
    story = Story(article(AMOUNTS.format(30, 12)))
    rest = [story.actor(f"a{at}", f"Firm {at}", "The bank") for at in range(others)]
    brief = story.brief(story.statement("The bank paid $30m.", "paid $30m"), *rest)
    seeds = (story.article.model_copy(update={"id": f"seed {seed}"}) for seed in range(30))
    return sum(len(plant(seed, brief)) for seed in seeds)


# Which


@given(source=st.text(min_size=1, max_size=8), answers=st.integers(0, 6))
@settings(max_examples=examples(60), deadline=None)
def test_planted_mistakes_are_variants_of_different_items_that_read_like_none_of_the_brief(
    source: str, answers: int
) -> None:
    story, brief = long_story(answers)
    named = story.article.model_copy(update={"id": source})
    planted = plant(named, brief, items_for_each=2)
    real = {item.id: (section, item) for section, item in brief.items()}
    told = [item.told(brief.cast) for _, item in brief.items()]
    assert 1 <= len(planted) <= 4
    for each in planted:
        section, item = real[each.source]
        assert each.section is section
        assert type(each.item) is type(item)
        assert each.item != item
        assert (each.item.id, each.item.evidence, each.item.verdict) == (item.id, item.evidence, item.verdict)
        assert each.item.told(brief.cast) not in told
    assert len({each.source for each in planted}) == len(planted)
    assert len({each.item.told(brief.cast) for each in planted}) == len(planted)
    order = [item.id for _, item in brief.items()]
    assert [each.source for each in planted] == sorted((each.source for each in planted), key=order.index)


def test_kinds_are_mixed_before_any_comes_twice() -> None:
    story, brief = long_story()
    for seed in range(20):
        planted = plant(story.article.model_copy(update={"id": f"seed {seed}"}), brief)
        assert len({each.mistake for each in planted}) == len(planted) == 4


def test_sections_are_mixed_before_any_comes_twice_within_a_kind() -> None:
    story = Story(article("The bank paid $30m to savers.\n\nIts chairman owns a yacht worth $12m and two islands."))
    gist = [story.statement(f"The bank paid $30m{'!' * at}", "paid $30m", id=f"g{at}") for at in range(1, 6)]
    actor = story.actor("a1", "bank", "bank", role="paid $30m")
    for seed in range(12):
        named = story.article.model_copy(update={"id": f"seed {seed}"})
        planted = plant(named, story.brief(*gist, actor), items_for_each=3)
        assert {each.section for each in planted} == {Section.GIST, Section.ACTORS}


def test_what_is_planted_and_where_cannot_be_guessed() -> None:
    story, brief = long_story()
    kinds: Counter[Mistake] = Counter()
    places = set()
    for seed in range(60):
        named = brief.model_copy(update={"article": f"seed {seed}"})
        planted = plant(story.article.model_copy(update={"id": f"seed {seed}"}), named)
        kinds.update(each.mistake for each in planted)
        claims = mixed(named, planted)
        places |= {at for at, claim in enumerate(claims) if claim.planted}
    assert len(kinds) >= 6
    assert max(kinds.values()) < 60
    assert len(places) > 15


def test_no_variant_is_made_of_an_item_that_something_speaks_against() -> None:
    story = Story(article(AMOUNTS.format(30, 12)))
    doubted = Objection(problem=Problem.NEEDS_QUOTE, field="text")
    brief = story.brief(story.statement("The bank paid $30m.", "paid $30m", objections=(doubted,)))
    assert plant(story.article, brief) == ()


def test_a_variant_that_the_brief_states_itself_is_not_planted() -> None:
    story = Story(article(AMOUNTS.format(30, 12) + "\n\nThe bank paid $12m too."))
    other = story.statement("The bank paid $12m.", "The bank paid $12m", id="g2")
    first = story.statement("The bank paid $30m.", "paid $30m", id="g1")
    story.article = article(AMOUNTS.format(30, 12))
    assert plant(story.article, story.brief(first, other.model_copy(update={"evidence": ()}))) == ()


def test_two_variants_that_read_alike_are_not_planted_both() -> None:
    text = (
        '"The gates stay shut until everybody is paid," said Ada Birk.\n\n'
        '"The ships stay moored until spring returns here," said Ada Birk.\n\nOle Strand, a mate, sailed.'
    )
    story = Story(article(text))
    brief = story.brief(
        story.person("a1", "Ada Birk"),
        story.person("a2", "Ole Strand"),
        story.quotation("a1", "The gates stay shut until everybody is paid", id="s1"),
        story.quotation("a1", "The ships stay moored until spring returns here", id="s2"),
    )
    assert len(plant(story.article, brief, items_for_each=1)) == 1


# Where


@given(source=st.text(min_size=1, max_size=8), answers=st.integers(0, 6))
@settings(max_examples=examples(60), deadline=None)
def test_mixed_claims_are_the_items_in_their_order_with_each_mistake_in_its_section(source: str, answers: int) -> None:
    story, brief = long_story(answers)
    brief = brief.model_copy(update={"article": source})
    planted = plant(story.article.model_copy(update={"id": source}), brief, items_for_each=2)
    claims = mixed(brief, planted)
    assert [(claim.section, claim.item) for claim in claims if claim.planted is None] == list(brief.items())
    assert sorted(claim.planted.source for claim in claims if claim.planted) == sorted(p.source for p in planted)
    assert all(claim.item is claim.planted.item for claim in claims if claim.planted)
    order = list(Section)
    assert [claim.section for claim in claims] == sorted((claim.section for claim in claims), key=order.index)


def test_nothing_planted_leaves_the_items_alone() -> None:
    _, brief = long_story()
    assert mixed(brief, ()) == [Claim(section, item) for section, item in brief.items()]


def test_a_mistake_stands_first_last_and_between_the_items_of_its_section() -> None:
    story, brief = long_story()
    found = set()
    for seed in range(40):
        named = brief.model_copy(update={"article": f"seed {seed}"})
        for each in plant(story.article, brief):
            if each.section is Section.RESPONSES:
                claims = [claim for claim in mixed(named, [each]) if claim.section is Section.RESPONSES]
                found.add(next(at for at, claim in enumerate(claims) if claim.planted))
    assert found == set(range(7))


def test_the_same_brief_is_planted_alike_twice() -> None:
    (story, brief), (again, same) = long_story(), long_story()
    assert plant(story.article, brief) == plant(again.article, same)


def test_the_same_is_planted_whatever_the_seed_of_hashes() -> None:
    program = (
        "import json\n"
        "from tests.checking.test_planting import long_story\n"
        "from briefing.checking.planting import mixed, plant\n"
        "story, brief = long_story()\n"
        "claims = mixed(brief, plant(story.article, brief))\n"
        "print(json.dumps([[c.section, c.item.told(brief.cast), c.planted and c.planted.mistake] for c in claims]))\n"
    )
    told = []
    for seed in ("0", "1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, timeout=120
        )
        told.append(json.loads(done.stdout))
    assert told[0] == told[1] == told[2]
    assert sum(mistake is not None for *_, mistake in told[0]) == 4


def test_what_is_planted_in_a_known_brief() -> None:
    """Pinned: what stands in a record of a proof-reading must stand there again when it is rebuilt."""
    story, brief = long_story()
    named = story.article.model_copy(update={"id": "pinned"})
    brief = brief.model_copy(update={"article": "pinned"})
    planted = plant(named, brief)
    assert [(each.source, each.mistake.value) for each in planted] == [
        ("h1", "number"),
        ("o1", "status"),
        ("r2", "stance"),
        ("s1", "speaker"),
    ]
    claims = mixed(brief, planted)
    assert [at for at, claim in enumerate(claims) if claim.planted] == [1, 15, 16, 24]
