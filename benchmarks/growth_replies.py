"""Articles with the replies that a model could give for them, and the days made of both, for `growth.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from growth_inputs import name, word

from briefing.checking import check
from briefing.cleaning import clean
from briefing.schema.article import Article
from briefing.schema.document import Carried, Document
from briefing.schema.draft import (
    BriefDraft,
    DraftActor,
    DraftOffer,
    DraftOpenQuestion,
    DraftQuotation,
    DraftResponse,
    DraftStatement,
)
from briefing.schema.results import ArticleResult
from briefing.schema.terms import ActorKind, OfferStatus, QuotationKind, Stance

UNION, FIRM = "harbour union", "Norline"
_HEAD = "The harbour union offered Norline a truce of ten days on Monday."


def article(told: Sequence[str], outlet: str = "Gull", day: str = "2024-03-05") -> Article:
    """An article of these sentences, a paragraph each."""
    story = "\n\n".join(("Harbour union offers ferry firm a truce", _HEAD, *told))
    carried = Carried(title="Harbour union offers ferry firm a truce", outlet=outlet, published=f"{day}T08:00:00Z")
    return clean(Document.of(story, f"{outlet}.txt", carried=carried), keep_all=True)


def reply(
    actors: Sequence[DraftActor] = (),
    offers: Sequence[DraftOffer] = (),
    responses: Sequence[DraftResponse] = (),
    questions: Sequence[DraftOpenQuestion] = (),
    quotations: Sequence[DraftQuotation] = (),
    gist: Sequence[DraftStatement] = (),
) -> BriefDraft:
    """A reply with the two parties of the story as its first actors."""
    parties = [
        _actor("a1", UNION, _HEAD, role="offered Norline a truce"),
        _actor("a2", FIRM, _HEAD, role="was offered a truce"),
    ]
    return BriefDraft(
        headline=DraftStatement(text=_HEAD, quotes=(_HEAD,)),
        gist=(DraftStatement(text=_HEAD, quotes=(_HEAD,)), *gist),
        actors=(*parties, *actors),
        offers=tuple(offers),
        responses=tuple(responses),
        open_questions=tuple(questions),
        quotations=tuple(quotations),
    )


def _actor(
    ident: str, called: str, quote: str, aliases: Sequence[str] = (), role: str = "met the harbour union"
) -> DraftActor:
    kind = ActorKind.PERSON if called[0].isupper() and " " in called else ActorKind.ORGANISATION
    return DraftActor(id=ident, name=called, aliases=tuple(aliases), kind=kind, role=role, quotes=(quote,))


def _offer(n: int, quote: str, what: str, offerer: str = "a1", recipient: str | None = "a2") -> DraftOffer:
    return DraftOffer(
        id=f"o{n}",
        offerer=offerer,
        addressees=(recipient,) if recipient else (),
        what=what,
        conditions=(),
        status=OfferStatus.OPEN,
        quotes=(quote,),
    )


Reply = tuple[Article, BriefDraft]
ReplyMaker = Callable[[int], Reply]


def offers(count: int) -> Reply:
    """Offers of one side to the other, each of something else."""
    told = [f"The harbour union offered Norline {word(n)} and {word(n + 31)} of part {n}." for n in range(count)]
    drafted = [_offer(n, quote, f"{word(n)} and {word(n + 31)} of part {n}") for n, quote in enumerate(told)]
    return article(told), reply(offers=drafted)


def like_offers(count: int) -> Reply:
    """Offers of one side to the other that share their words."""
    told = [f"The harbour union offered Norline talks about pay and night shifts, day {n}." for n in range(count)]
    drafted = [_offer(n, quote, f"talks about pay and night shifts, day {n}") for n, quote in enumerate(told)]
    return article(told), reply(offers=drafted)


def repeated_offers(count: int) -> Reply:
    """One offer, again and again."""
    told = ["The harbour union offered Norline talks about pay and night shifts."]
    return article(told), reply(offers=[_offer(n, told[0], "talks about pay and night shifts") for n in range(count)])


def actors(count: int) -> Reply:
    told = [f"{name(n)} met the harbour union on pier {n}." for n in range(count)]
    return article(told), reply([_actor(f"a{n + 3}", name(n), quote) for n, quote in enumerate(told)])


def namesakes(count: int) -> Reply:
    """Actors that share a surname."""
    told = [f"{word(n).title()} Kovac met the harbour union on pier {n}." for n in range(count)]
    return article(told), reply(
        [_actor(f"a{n + 3}", f"{word(n).title()} Kovac", quote) for n, quote in enumerate(told)]
    )


def aliases(count: int) -> Reply:
    """One actor with many names."""
    told = [f"{name(n)} met the harbour union on pier {n}." for n in range(count)]
    return article(told), reply([_actor("a3", name(0), told[0], [name(n) for n in range(1, count)])])


def responses(count: int) -> Reply:
    asked = "The harbour union offered Norline talks about pay and night shifts."
    told = [f"Norline rejected the talks about {word(n)} and {word(n + 17)} on pier {n}." for n in range(count)]
    drafted = [
        DraftResponse(
            id=f"r{n}",
            responder="a2",
            offers=("o0",),
            to="talks about pay",
            stance=Stance.REJECTED,
            what=f"rejected the talks about {word(n)} and {word(n + 17)}",
            quotes=(quote,),
        )
        for n, quote in enumerate(told)
    ]
    return article([asked, *told]), reply(
        offers=[_offer(0, asked, "talks about pay and night shifts")], responses=drafted
    )


def answered_offers(count: int) -> Reply:
    """Offers, each with a response that names none of them."""
    held, drafted = offers(count)
    told = [f"Norline rejected {word(n)} and {word(n + 31)} of part {n} at once." for n in range(count)]
    answers = [
        DraftResponse(
            id=f"r{n}",
            responder="a2",
            offers=(),
            to=f"the harbour union: {word(n)} and {word(n + 31)} of part {n}",
            stance=Stance.REJECTED,
            what=f"rejected {word(n)} and {word(n + 31)}",
            quotes=(quote,),
        )
        for n, quote in enumerate(told)
    ]
    lines = held.text.split("\n\n")[2:]
    return article([*lines, *told]), drafted.model_copy(update={"responses": tuple(answers)})


def questions(count: int) -> Reply:
    told = [f"Whether Norline will take back {word(n)} and {word(n + 31)} is open." for n in range(count)]
    drafted = [
        DraftOpenQuestion(question=f"Will Norline take back {word(n)} and {word(n + 31)}?", quotes=(quote,))
        for n, quote in enumerate(told)
    ]
    return article(told), reply(questions=drafted)


def quotations(count: int) -> Reply:
    said = [f"We will talk about {word(n)} and {word(n + 31)} on pier {n}." for n in range(count)]
    told = [f"“{each}” the union's {name(n)} said." for n, each in enumerate(said)]
    drafted = [DraftQuotation(speaker=name(n), kind=QuotationKind.DIRECT, quotes=(q,)) for n, q in enumerate(said)]
    return article(told), reply(quotations=drafted)


def statements(count: int) -> Reply:
    told = [f"The harbour has {n + 2000} tons of {word(n)} and {word(n + 31)} in store." for n in range(count)]
    return article(told), reply(gist=[DraftStatement(text=quote, quotes=(quote,)) for quote in told])


def changed_quotes(count: int) -> Reply:
    """Statements whose quotes the article has not: each is looked for in all of it."""
    told = [f"The harbour has {n + 2000} tons of {word(n)} and {word(n + 31)} in store." for n in range(count)]
    changed = [f"The harbour holds {n + 2100} tons of {word(n)} or {word(n + 32)} in store." for n in range(count)]
    return article(told), reply(gist=[DraftStatement(text=quote, quotes=(quote,)) for quote in changed])


def quotes(count: int) -> Reply:
    """One statement with many quotes."""
    told = [f"The harbour has {n + 2000} tons of {word(n)} and {word(n + 31)} in store." for n in range(count)]
    return article(told), reply(gist=[DraftStatement(text=told[0], quotes=tuple(told))])


def long_quote(count: int) -> Reply:
    """One statement whose quote is nearly all of the article, with a word changed."""
    told = [f"The harbour has {n + 2000} tons of {word(n)} and {word(n + 31)} in store." for n in range(count)]
    changed = " ".join(told).replace(" tons ", " barrels ", 1)
    return article(told), reply(gist=[DraftStatement(text=told[0], quotes=(changed,))])


def checked(held: Article, drafted: BriefDraft) -> ArticleResult:
    """The reply checked against its article."""
    return ArticleResult(source=str(held.ref), article=held, brief=check(held, drafted, engine="model", prompt=None))


# -- days -------------------------------------------------------------------------------------------------------------


def one_story(outlets: int, each: int, *, own_words: bool = True) -> list[ArticleResult]:
    """Articles of as many outlets on one story, with ``each`` offers in the words of the outlet."""
    return [checked(*_copy(n, each, own_words)) for n in range(outlets)]


_THINGS = (
    "a truce of ten days on the piers", "talks about the pay of night shifts", "a mediator for dismissed deckhands",
    "free berths for the summer ferries", "a fund for injured dock workers",
)  # fmt: skip


def _copy(n: int, each: int, own_words: bool) -> Reply:
    extra = f", {word(n)} reported" if own_words else ""
    told = [f"The harbour union offered Norline {_THINGS[k % 5]}{extra}." for k in range(each)]
    told += [f"Norline said on Monday that it rejected {_THINGS[0]}{extra}."]
    told += [f"Whether Norline takes {_THINGS[1]} is open{extra}."]
    answer = DraftResponse(
        id="r1",
        responder="a2",
        offers=("o0",),
        to=_THINGS[0],
        stance=Stance.REJECTED,
        what=f"rejected {_THINGS[0]}",
        quotes=(told[each],),
    )
    question = DraftOpenQuestion(question=f"Will Norline take {_THINGS[1]}?", quotes=(told[each + 1],))
    drafted = [_offer(k, quote, f"{_THINGS[k % 5]}{extra}") for k, quote in enumerate(told[:each])]
    return article(told, f"Outlet {word(n)}"), reply(offers=drafted, responses=[answer], questions=[question])


def parts(count: int) -> list[BriefDraft]:
    """The replies for the chunks of one article, with ten offers, actors, questions and quotations each."""
    made = []
    for part in range(count):
        numbers = range(part * 10, part * 10 + 10)
        told = [f"The harbour union offered Norline {word(n)} and {word(n + 31)} of part {n}." for n in numbers]
        made.append(
            reply(
                [_actor(f"a{k + 3}", name(n), told[k]) for k, n in enumerate(numbers)],
                [_offer(k, told[k], f"{word(n)} of part {n}") for k, n in enumerate(numbers)],
                questions=[
                    DraftOpenQuestion(question=f"Will {name(n)} answer?", quotes=(told[k],))
                    for k, n in enumerate(numbers)
                ],
                quotations=[
                    DraftQuotation(speaker=None, kind=QuotationKind.DIRECT, quotes=(told[k],)) for k in range(10)
                ],
                gist=[DraftStatement(text=quote, quotes=(quote,)) for quote in told],
            )
        )
    return made
