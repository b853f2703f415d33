"""
Where a process is killed, what Slack does about it, and on which database: the matrix' three sides.

Points are named as the operator reads them in RELIABILITY.md. `Place` says which function of the
product that is; `tests.crash.program` wraps it from outside, so the product knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Moment = Literal["entered", "returned"]
Database = Literal["sqlite", "postgres"]


@dataclass(frozen=True, slots=True)
class Place:
    """
    A moment in the product's own course.
    """

    target: str
    """`module:Class.function` or `module:function`."""
    moment: Moment


@dataclass(frozen=True, slots=True)
class Point:
    """
    A named point, and how a question is made to be there when the process dies.
    """

    place: Place
    acknowledged: bool
    """Whether Slack may have its acknowledgement by then, so that it need not send again."""
    after: Literal["", "reloading", "draining"] = ""
    """Counts only once this has begun."""
    hold: Place | None = None
    """Where everything else waits meanwhile, so that it is this point and not a later one."""


BEGIN: Final = "bot.delivery.durable:Durable.begin"
ANSWER: Final = "bot.delivery.answering:Answering.answer"
DECIDE: Final = "bot.slack.posting:Posting.decide"
POST: Final = "slack_sdk.web.async_client:AsyncWebClient.chat_postMessage"
RECEIPT: Final = "bot.store.store:Store.save_receipt"
RESPONSE: Final = "aiohttp.web_protocol:RequestHandler.finish_response"
HEADERS: Final = "aiohttp.client_reqrep:ClientResponse.start"
RELOAD: Final = Place("bot.knowledge.live:load_apart", "entered")
DRAIN: Final = Place("bot.delivery.delivery:Delivery.drain", "entered")

POINTS: Final[Mapping[str, Point]] = {
    "before store": Point(Place(BEGIN, "entered"), False),
    "stored but not acknowledged": Point(
        Place(BEGIN, "returned"), False, hold=Place(ANSWER, "entered")
    ),
    "acknowledged": Point(Place(RESPONSE, "returned"), True, hold=Place(ANSWER, "entered")),
    "decided": Point(Place(DECIDE, "returned"), True),
    "before post": Point(Place(POST, "entered"), True),
    "posted, answer not read": Point(Place(HEADERS, "entered"), True),
    "posted but not recorded": Point(Place(POST, "returned"), True),
    "recorded": Point(Place(RECEIPT, "returned"), True),
    "while reloading": Point(Place(DECIDE, "returned"), True, after="reloading"),
    "while draining": Point(
        Place(POST, "returned"), True, after="draining", hold=Place(POST, "entered")
    ),
}

RETRIES: Final[Mapping[str, int]] = {"none": 0, "at once": 1, "one minute": 2, "five minutes": 3}
"""Which of Slack's attempts is the first that reaches a living process; none: it never asks again,
because it has the acknowledgement. In the other columns it lost it on the way, if there was one."""

DATABASES: Final[Mapping[Database, str]] = {
    "sqlite": "SQLite, one process that is started again",
    "postgres": "PostgreSQL, two processes, the other lives on",
}


def cells() -> list[tuple[Database, str, str]]:
    """
    Every database, point and retry; before an acknowledgement Slack always sends again.
    """
    return [
        (database, name, retry)
        for database in DATABASES
        for name, point in POINTS.items()
        for retry in RETRIES
        if point.acknowledged or retry != "none"
    ]
