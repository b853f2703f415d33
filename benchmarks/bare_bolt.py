"""
The measure of speed: a Bolt app as its documentation writes it, in one of three kinds.

    python -m benchmarks.bare_bolt reply|durable|command

`reply` answers a mention with a fixed sentence; `durable` does so through fwchoice's durable
workflow, with an empty decision; `command` acknowledges a slash command with a fixed sentence. All
share one connection pool for the Web API, which Bolt by itself does not.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import Delivery, Question
from bot.logs import configure
from bot.store import Receipt, Store

ANSWER = "Either will do."


async def main(kind: str) -> None:
    """
    Serve until killed.
    """
    async with aiohttp.ClientSession(trust_env=False) as session:
        client = AsyncWebClient(
            token=os.environ["SLACK_BOT_TOKEN"],
            base_url=os.environ["SLACK_API_URL"],
            session=session,
        )
        app = AsyncApp(
            client=client,
            signing_secret=os.environ["SLACK_SIGNING_SECRET"],
            process_before_response=kind == "durable",
        )
        if kind == "reply":
            answers_at_once(app)
        elif kind == "durable":
            await answers_durably(app, client)
        else:
            answers_a_command(app)
        runner = web.AppRunner(app.web_app("/slack/events"), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        sys.stdout.write(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def answers_at_once(app: AsyncApp) -> None:
    """
    The listener of the documentation.
    """

    @app.event("app_mention")
    async def mentioned(event: dict[str, Any], client: AsyncWebClient) -> None:
        await client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text=ANSWER)


def answers_a_command(app: AsyncApp) -> None:
    """
    Answered with its acknowledgement.
    """

    @app.command("/fwchoice")
    async def called(ack: AsyncAck) -> None:
        await ack(ANSWER)


async def answers_durably(app: AsyncApp, client: AsyncWebClient) -> None:
    """
    Stored before it is acknowledged, then posted once: our delivery, with nothing to decide.
    """

    async def find(question: Question) -> str | None:
        found = await client.conversations_replies(channel=question.channel, ts=question.thread_ts)
        return next((one["ts"] for one in found["messages"] if one["text"] == ANSWER), None)

    async def post(question: Question, reply: str) -> str:
        posted = await client.chat_postMessage(
            channel=question.channel, thread_ts=question.thread_ts, text=reply
        )
        return str(posted["ts"])

    def receipt(question: Question, reply: str, ts: str) -> Receipt:
        return Receipt(
            key=question.key,
            channel=question.channel,
            ts=question.ts,
            thread_ts=question.thread_ts,
            reply_ts=ts,
            text=question.text,
            outcome="answer",
            revision="",
            created=datetime.now(UTC),
        )

    store = await asyncio.to_thread(Store.open, os.environ["DATABASE_URL"])
    delivery = Delivery[str](
        store=store, decide=lambda _text: ANSWER, find=find, post=post, receipt=receipt
    )
    await delivery.start()

    @app.event("app_mention")
    async def mentioned(event: dict[str, Any]) -> None:
        channel, ts = event["channel"], event["ts"]
        await delivery.accept(
            Question(f"{channel}:{ts}", channel, ts, ts, event["user"], event["text"])
        )


if __name__ == "__main__":
    configure("json")
    asyncio.run(main(sys.argv[1]))
