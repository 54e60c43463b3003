"""Made-up news of a given length, and the draft that a diligent model would return for it."""

from __future__ import annotations

import json
import random
import re

from briefing.language.sentences import sentences
from briefing.schema.draft import BriefDraft

_STATES = ("Norland", "Sudria", "Westmark", "Estovia", "Calder", "Brennia", "Orsany", "Vellin")
_PEOPLE = ("Ana Kovic", "Peter Holm", "Lucia Marr", "Tomas Reeve", "Ines Dahl", "Omar Feld", "Clara Voss")
_TOPICS = ("fishing rights", "grain transit", "border posts", "rail tariffs", "water quotas", "prisoner lists")
_FILLERS = (
    "Officials on both sides said the working groups would meet again on {day} to go through the annexes.",
    "{person}, who leads the delegation, told reporters that {number} of the points had been settled.",
    "The dispute over {topic} began in {year}, when {state} closed {number} of its crossings without notice.",
    "Traders in the border towns said that prices had risen by {number} percent since the crossings were closed.",
    "A report by the joint commission put the losses of the season at {number} million crowns.",
    "{state} has said little in public about {topic} since the last round ended without a statement.",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def article(number: int, size: int = 4000) -> tuple[str, str]:
    """Title and text of made-up article ``number``, of about ``size`` characters. The same on every machine."""
    rng = random.Random(number)  # not hash-based: the same in every process
    first, second = rng.sample(_STATES, 2)
    topic, person = rng.choice(_TOPICS), rng.choice(_PEOPLE)
    title = f"{first} offers {second} new talks on {topic} in round {number}"
    lead = (
        f"{first} has offered {second} new talks on {topic} in round {number}, {person} said on {rng.choice(_DAYS)}. "
        f"{second} has not yet answered the offer of round {number}. "
        f"It is unclear whether {second} will send a delegation to round {number}."
    )
    paragraphs = [lead]
    while sum(len(p) + 2 for p in paragraphs) < size:
        paragraphs.append(" ".join(_filler(rng) for _ in range(3)))
    return title, "\n\n".join(paragraphs)


def round_of(text: str) -> str:
    """The number of a made-up article, from its text or from a draft of it; empty where it is none."""
    found = re.search(r"round (\d+)", text)
    return found.group(1) if found else ""


def _filler(rng: random.Random) -> str:
    return rng.choice(_FILLERS).format(
        day=rng.choice(_DAYS),
        person=rng.choice(_PEOPLE),
        topic=rng.choice(_TOPICS),
        state=rng.choice(_STATES),
        number=rng.randint(2, 97),
        year=rng.randint(1990, 2020),
    )


def draft(text: str) -> str:
    """A draft of an article made by `article`, as the JSON that a model would return. Every quote is verbatim."""
    body = text[text.index("has offered") - 20 :] if "has offered" in text else text
    found = [span.slice(body) for span in sentences(body)[:3]] or [body.strip()]
    found += found[-1:] * (3 - len(found))  # a chunk may hold a single sentence
    offered, silent, unclear = (s[s.find(" ") + 1 :] if n == 0 else s for n, s in enumerate(found))
    first = next((s for s in _STATES if f"{s} has offered" in text), "Norland")
    second = next((s for s in _STATES if f"offered {s} new talks" in text), "Sudria")
    value = {
        "headline": {"text": f"{first} has offered {second} new talks.", "quotes": [offered]},
        "gist": [{"text": f"{second} has not yet answered the offer.", "quotes": [silent]}],
        "actors": [_actor("a1", first, "offers talks", offered), _actor("a2", second, "is asked", silent)],
        "offers": [
            {
                "id": "o1",
                "offerer": "a1",
                "addressees": ["a2"],
                "what": "new talks",
                "conditions": [],
                "status": "open",
                "quotes": [offered],
            }
        ],
        "responses": [
            {
                "id": "r1",
                "responder": "a2",
                "offers": ["o1"],
                "to": f"{first}'s offer of talks",
                "stance": "pending",
                "what": "has not yet answered",
                "quotes": [silent],
            }
        ],
        "open_questions": [{"question": f"Will {second} send a delegation?", "quotes": [unclear]}],
        "quotations": [],
    }
    return BriefDraft.model_validate_json(json.dumps(value)).model_dump_json()


def _actor(ident: str, name: str, role: str, quote: str) -> dict[str, object]:
    return {"id": ident, "name": name, "aliases": [], "kind": "state", "role": role, "quotes": [quote]}
