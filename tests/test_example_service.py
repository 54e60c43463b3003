"""The example of a service with a model of its own: run against a gateway on loopback."""

from __future__ import annotations

import json
from contextlib import aclosing

from aiohttp import web

import briefing
from examples.service import OurModel, page_of
from tests.endpoint.listening import listening
from tests.factories import STORY, draft


async def test_the_example_briefs_by_its_own_model() -> None:
    asked = []

    async def generate(request: web.Request) -> web.Response:
        body = await request.json()
        asked.append(body)
        system = body["prompt"][0]["text"]
        said = draft().model_dump_json() if '"open_questions"' in system else json.dumps({"objections": []})
        return web.json_response({"text": said, "read": 900, "written": 120})

    app = web.Application()
    app.router.add_post("/generate", generate)
    async with listening(app) as root, aclosing(OurModel(root)) as model:
        page = await page_of([STORY], model)
    assert page.run.engines == ("gateway@2026-11",)
    assert page.made_with["model"] == "gateway@2026-11"
    assert {body["most_tokens"] for body in asked} == {4_096}
    assert [row.input_tokens for row in page.run.usage_by_stage if row.stage == "extraction"] == [900]
    assert briefing.verify(page).ok
