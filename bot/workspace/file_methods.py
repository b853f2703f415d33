"""
Uploading a file in three steps, and handing it out.
"""

from __future__ import annotations

import mimetypes
from dataclasses import replace

from aiohttp import web

from bot.workspace import events
from bot.workspace.arguments import Arguments
from bot.workspace.chat_methods import as_bot, writable
from bot.workspace.content import Content
from bot.workspace.files import StoredFile
from bot.workspace.message import Json
from bot.workspace.method import Method
from bot.workspace.refusals import RefusedError
from bot.workspace.world import World

MOST_PREVIEW = 20_000
"""Bytes of a text file that its message shows."""
SLACK_NAMES = {"text/plain": "text"}
"""What Slack calls types of files where the last part of the MIME type is something else."""


def upload_url(world: World, args: Arguments) -> Json:
    """
    Return where to send the bytes.
    """
    name, length = args.needed("filename"), args.number("length", 0)
    if length <= 0:
        raise RefusedError("invalid_arguments")
    file = world.files.put(StoredFile(world.new_id("F"), name, length))
    return {"upload_url": f"{world.files.base}upload/{file.id}", "file_id": file.id}


def shown_file(world: World, file: StoredFile) -> Json:
    """
    Return a file as Slack's JSON.
    """
    address = f"{world.files.base}files/{file.id}"
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    preview = {"preview": _beginning(file)} if kind.startswith("text/") else {}
    return preview | {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "size": file.length,
        "mimetype": kind,
        "filetype": SLACK_NAMES.get(kind) or kind.rpartition("/")[2],
        "user": world.app.bot_user,
        "url_private": address,
        "url_private_download": address,
    }


def _beginning(file: StoredFile) -> str:
    return (file.content or b"")[:MOST_PREVIEW].decode("utf-8", "ignore")


def complete(world: World, args: Arguments) -> Json:
    """
    Share uploaded files.
    """
    given = args.structure("files", "invalid_arguments")
    if not isinstance(given, list) or not given:
        raise RefusedError("invalid_arguments")
    done: list[StoredFile] = []
    for each in given:
        file = world.files.get(str(each.get("id")))
        if file.content is None or len(file.content) != file.length:
            raise RefusedError("file_not_found")
        done.append(world.files.put(replace(file, title=each.get("title") or file.name)))
    shown = [shown_file(world, file) for file in done]
    if args.text("channel_id"):
        channel = writable(world, Arguments({"channel": args.text("channel_id")}))
        content = Content(args.text("initial_comment"), (), None, ())
        message = replace(
            as_bot(world, channel, content),
            files=tuple(shown),
            thread_ts=world.root(channel.id, args.text("thread_ts") or None),
        )
        world.put(message)
        events.announce(world, events.said(world, message))
    return {"files": shown}


METHODS = (
    Method("files.getUploadURLExternal", upload_url, "files:write"),
    Method("files.completeUploadExternal", complete, "files:write"),
)


async def receive(world: World, request: web.Request) -> web.Response:
    """
    Take the bytes of a file, sent bare or in a form.
    """
    try:
        file = world.files.get(request.match_info["file_id"])
    except RefusedError:
        raise web.HTTPNotFound from None
    content = await request.read()
    if request.content_type.startswith("multipart/"):
        form = await request.post()
        parts = [part for part in form.values() if isinstance(part, web.FileField)]
        content = parts[0].file.read() if parts else b""
    world.files.put(replace(file, content=content))
    return web.Response(text=f"OK - {len(content)}")


async def hand_out(world: World, request: web.Request) -> web.Response:
    """
    Give the bytes of a file, as a download and never as a page.
    """
    try:
        file = world.files.get(request.match_info["file_id"])
    except RefusedError:
        raise web.HTTPNotFound from None
    name = "".join(c if c.isalnum() or c in "-_." else "_" for c in file.name)
    return web.Response(
        body=file.content or b"",
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
