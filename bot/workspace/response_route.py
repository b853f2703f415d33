"""
The route behind response URLs, with the answers Slack gives there.
"""

from __future__ import annotations

import json

from aiohttp import web

from bot.workspace.refusals import RefusedError
from bot.workspace.responses import respond
from bot.workspace.world import World

STATUS = {"used_url": 404, "expired_url": 404, "invalid_url": 404, "no_text": 400}


async def answer_response_url(world: World, request: web.Request) -> web.Response:
    """
    Take an app's later answer to a command or an action.
    """
    try:
        given = json.loads(await request.read())
    except ValueError:
        given = None
    if not isinstance(given, dict):
        return web.Response(status=400, text="invalid_payload")
    try:
        respond(world, world.response_urls.take(request.match_info["key"]), given)
    except RefusedError as refused:
        answer = {"ok": False, "error": refused.error, **refused.details}
        return web.json_response(answer, status=STATUS.get(refused.error, 400))
    return web.Response(text="ok")
