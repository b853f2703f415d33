"""
What waits for what: outages, tokens, threads that may not be read, turns in a channel and thread.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import replace
from typing import Any

import pytest

from bot.delivery import CannotLook, GiveUp, NeedsMending, Question
from bot.store import Store
from tests.delivery.conftest import WAITS, Running
from tests.delivery.thread import Thread, eventually, has_receipt, question

on_sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Slack:
    """
    Something that is away until told otherwise, and counts who asks.
    """

    def __init__(self, error: Exception) -> None:
        self.error: Exception | None = error
        self.posts = 0
        self.probes = 0

    async def post(self, question: Question) -> None:
        self.posts += 1
        if self.error is not None:
            raise self.error

    async def probe(self) -> None:
        self.probes += 1
        if self.error is not None:
            raise self.error


@on_sqlite_only
async def test_an_outage_is_waited_out_by_all_together(
    running: Running, thread: Thread, log: list[Any]
) -> None:
    """
    After a few failures only the probe asks; a hundred questions do not call a hundred times.
    """
    slack = Slack(ConnectionError())
    thread.before_post = slack.post
    async with running(probe=slack.probe) as delivery:
        for number in range(100):
            await delivery.accept(question(number))
        await asyncio.sleep(1.0)
        during, waiting = slack.posts, delivery.waiting
        await delivery.accept(question(100))
        slack.error = None
        await thread.wait_for(101)

    assert during < 30
    assert slack.probes > 3
    assert waiting == 100
    assert thread.replies() == {question(number).key: 1 for number in range(101)}
    assert delivery.problems == {}
    said = [one["event"] for one in log if one["event"].startswith("delivery ")]
    assert said == ["delivery started", "delivery waits", "delivery goes on"]


@on_sqlite_only
async def test_what_only_a_person_can_mend_is_said_once_and_waited_for(
    running: Running, thread: Thread, log: list[Any]
) -> None:
    """
    The probe finds out that it was mended; no other question is needed for it.
    """
    slack = Slack(NeedsMending("token_revoked", "install the app again"))
    thread.before_post = slack.post
    async with running(probe=slack.probe) as delivery:
        for number in range(20):
            await delivery.accept(question(number))
        await asyncio.sleep(0.5)
        posts, problems = slack.posts, delivery.problems
        slack.error = None
        await thread.wait_for(20)

        assert delivery.problems == {}

    waits = [one for one in log if one["event"] == "delivery waits"]
    assert posts <= 16
    assert problems == {"token": "token_revoked; install the app again"}
    assert [one["way_out"] for one in waits] == ["install the app again"]
    assert thread.replies() == {question(number).key: 1 for number in range(20)}


@on_sqlite_only
async def test_a_gate_that_only_seems_open_is_closed_again(
    running: Running, thread: Thread
) -> None:
    """
    The probe is answered and posts are refused, as for a scope: one question tries at a time.
    """
    slack = Slack(NeedsMending("missing_scope", "add it"))
    thread.before_post = slack.post
    async with running() as delivery:
        for number in range(50):
            await delivery.accept(question(number))
        await asyncio.sleep(0.5)
        assert slack.posts < 40
        assert "token" in delivery.problems
        slack.error = None
        await thread.wait_for(50)

    assert thread.replies().total() == 50


@on_sqlite_only
async def test_in_a_quiet_hour_a_revoked_token_is_noticed_too(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.gate.QUIET_SECONDS", 0.1)
    slack = Slack(NeedsMending("token_revoked", "install the app again"))
    async with running(probe=slack.probe) as delivery:
        await asyncio.sleep(0.5)
        assert "token" in delivery.problems


@on_sqlite_only
async def test_where_threads_cannot_be_read_only_what_may_have_been_posted_waits(
    running: Running, thread: Thread
) -> None:
    """
    It says so, and is answered once when they can.
    """
    readable = asyncio.Event()
    failures = iter([ConnectionResetError()])

    async def refuse(question: Question) -> None:
        if not readable.is_set():
            raise CannotLook("missing_scope", "add channels:history")

    async def lose_the_answer(asked: Question) -> None:
        if asked == question(1) and (failure := next(failures, None)) is not None:
            raise failure

    async def none_waits() -> bool:
        return not delivery.waiting

    thread.before_find = refuse
    thread.after_post = lose_the_answer
    async with running() as delivery:
        await delivery.accept(question(1))
        await delivery.accept(question(2))
        await thread.wait_for(2)
        await asyncio.sleep(0.3)
        problem = delivery.problems["thread look-up"]
        assert delivery.waiting == 1
        readable.set()
        await eventually(none_waits)
        assert delivery.problems == {}

    assert problem.startswith("missing_scope; add channels:history")
    assert thread.replies() == {question(1).key: 1, question(2).key: 1}


@on_sqlite_only
@pytest.mark.parametrize(
    ("trouble", "wait"),
    [(TimeoutError, "settle_seconds"), (ConnectionResetError, "unclear_seconds")],
)
async def test_a_post_that_appears_late_is_found_and_not_repeated(
    running: Running, thread: Thread, trouble: type[Exception], wait: str
) -> None:
    """
    Not answered in time, or cut off, and done all the same a little later.
    """
    late: list[asyncio.Task[str]] = []

    async def hang(asked: Question) -> None:
        if not late:
            thread.before_post = _nothing
            late.append(asyncio.create_task(_later(thread, asked, 0.5)))
            raise trouble

    async def answered() -> bool:
        return not delivery.waiting and bool(thread.replies())

    thread.before_post = hang
    async with running(**waits_with(**{wait: 1.0})) as delivery:
        await delivery.accept(question())
        await eventually(answered)
        await asyncio.gather(*late)

    assert thread.replies() == {question().key: 1}


@on_sqlite_only
async def test_a_refusal_nobody_knows_is_tried_a_few_times(
    running: Running, thread: Thread, log: list[Any]
) -> None:
    posts = 0

    async def refuse(question: Question) -> None:
        nonlocal posts
        posts += 1
        raise GiveUp("strange_new_error", after=3)

    async def given_up() -> bool:
        return any(one["event"] == "question given up" for one in log)

    thread.before_post = refuse
    async with running() as delivery:
        await delivery.accept(question())
        await eventually(given_up)

    assert posts == 3
    assert [one["reason"] for one in log if one["event"] == "question given up"] == [
        "strange_new_error"
    ]


@on_sqlite_only
async def test_a_channel_gets_one_post_at_a_time_with_a_pause_between(
    running: Running, thread: Thread
) -> None:
    """
    Others are not held up by it.
    """
    posted: list[tuple[str, float]] = []

    async def note(asked: Question) -> None:
        posted.append((asked.channel, time.monotonic()))

    thread.before_post = note
    async with running(post_seconds=0.2) as delivery:
        for number in range(4):
            await delivery.accept(question(number, channel="C9"))
            await delivery.accept(question(number + 10))
        await thread.wait_for(8)

    times = [at for channel, at in posted if channel == "C9"]
    others = [at for channel, at in posted if channel != "C9"]
    assert all(later - at >= 0.2 for at, later in itertools.pairwise(times))
    assert max(others) < max(times)


async def test_in_a_thread_a_question_waits_for_the_one_before_it(
    running: Running, thread: Thread
) -> None:
    """
    Though its own turn comes earlier, because the first has to wait; another thread goes on.
    """
    order: list[str] = []
    failures = iter([ConnectionError(), ConnectionError()])

    async def fail_at_first(asked: Question) -> None:
        if asked == first and (failure := next(failures, None)) is not None:
            raise failure
        order.append(asked.key)

    first = question(1)
    second, third = (question(number, channel="C1", thread=1) for number in (2, 3))
    elsewhere = question(4, channel="C1", thread=0)
    thread.before_post = fail_at_first
    async with running(**waits_with(unclear_seconds=0.3)) as delivery:
        for each in (first, third, second, elsewhere):
            await delivery.accept(each)
        await thread.wait_for(4)

    assert order.index(elsewhere.key) == 0
    assert order[1:] == [first.key, second.key, third.key]


async def test_a_posted_reply_whose_receipt_failed_is_not_decided_again(
    running: Running, thread: Thread, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The database was away in between: the reply is not looked for, only its receipt is written.
    """
    save, failures = store.save_receipt, iter([ConnectionError()])

    async def fail_once(receipt: Any) -> None:
        if (failure := next(failures, None)) is not None:
            raise failure
        await save(receipt)

    monkeypatch.setattr(store, "save_receipt", fail_once)
    async with running() as delivery:
        await delivery.accept(question())
        await has_receipt(store, question())

    assert thread.replies() == {question().key: 1}
    assert thread.looked == []


def waits_with(**changes: float) -> dict[str, Any]:
    """
    The tests' waits with *changes*.
    """
    return {"waits": replace(WAITS, **changes)}


async def _later(thread: Thread, asked: Question, seconds: float) -> str:
    await asyncio.sleep(seconds)
    return await thread.post(asked, "late")


async def _nothing(question: Question) -> None:
    pass
