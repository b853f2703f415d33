"""
One question, one reply, whatever is sent and whatever fails.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest
import sqlalchemy as sa

from bot.delivery import Delivery, DeliveryError, GiveUp, NotAcceptedError, Question, RetryLater
from bot.store import Store
from tests.delivery.conftest import Running
from tests.delivery.thread import Thread, has_receipt, question

on_sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For rules in which the database has no part."""


async def test_an_accepted_question_gets_one_reply_and_a_receipt(
    running: Running, thread: Thread, store: Store
) -> None:
    async with running() as delivery:
        assert await delivery.accept(question())
        await delivery.drain(5)

    saved = await store.receipt(question().key)
    assert thread.replies() == {question().key: 1}
    assert thread.looked == []
    assert saved is not None
    assert saved.reply_ts == f"reply-{question().key}"


async def test_accept_does_not_wait_for_the_answer(running: Running, thread: Thread) -> None:
    posted = asyncio.Event()

    async def hold(question: Question) -> None:
        await posted.wait()

    thread.before_post = hold

    async with running() as delivery:
        assert await delivery.accept(question())
        assert not thread.replies()
        posted.set()
        await thread.wait_for(1)


async def test_twins_at_the_same_instant_are_one_question(running: Running, thread: Thread) -> None:
    async with running() as delivery:
        news = await asyncio.gather(*(delivery.accept(question()) for _ in range(10)))
        await delivery.drain(5)

    assert sorted(news) == [False] * 9 + [True]
    assert thread.replies() == {question().key: 1}


async def test_a_redelivery_after_the_answer_is_known(running: Running, thread: Thread) -> None:
    async with running() as delivery:
        await delivery.accept(question())
        await thread.wait_for(1)
        assert not await delivery.accept(question())
    async with running() as delivery:
        assert not await delivery.accept(question())
        await delivery.drain(5)

    assert thread.replies() == {question().key: 1}


@on_sqlite_only
async def test_questions_are_answered_side_by_side_but_not_all_at_once(
    running: Running, thread: Thread
) -> None:
    thread.before_post = lambda _: asyncio.sleep(0.02)

    async with running(at_once=3) as delivery:
        await asyncio.gather(*(delivery.accept(question(number)) for number in range(20)))
        await delivery.drain(10)

    assert thread.replies() == {question(number).key: 1 for number in range(20)}
    assert thread.most_at_once == 3


@on_sqlite_only
async def test_a_decision_may_be_made_without_awaiting(running: Running, thread: Thread) -> None:
    async with running(decide=str.upper) as delivery:
        await delivery.accept(question())
        await delivery.drain(5)

    assert thread.replies() == {question().key: 1}


async def test_a_failed_post_is_tried_again_after_looking(
    running: Running, thread: Thread, log: list[Any]
) -> None:
    """
    The end of the first attempt is unknown, so the others look.
    """
    failures = iter([TimeoutError("private words"), ConnectionError()])

    async def fail_twice(question: Question) -> None:
        if (failure := next(failures, None)) is not None:
            raise failure

    thread.before_post = fail_twice
    async with running() as delivery:
        await delivery.accept(question())
        await thread.wait_for(1)

    failed = [event for event in log if event["event"] == "attempt failed"]
    assert thread.replies() == {question().key: 1}
    assert set(thread.looked) == {question().key}
    assert [event["error"] for event in failed] == ["TimeoutError", "ConnectionError"]
    assert failed[0]["attempt"] == 1
    assert failed[0]["where"].startswith("test_delivery.py:")


async def test_a_post_whose_answer_was_lost_is_found_and_not_repeated(
    running: Running, thread: Thread, store: Store
) -> None:
    async def lose_the_answer(question: Question) -> None:
        raise ConnectionResetError

    thread.after_post = lose_the_answer
    async with running() as delivery:
        await delivery.accept(question())
        await thread.wait_for(1)
        await has_receipt(store, question())

    assert thread.replies() == {question().key: 1}
    assert thread.looked == [question().key]


@on_sqlite_only
async def test_a_refusal_with_a_time_is_waited_out(running: Running, thread: Thread) -> None:
    refusals = iter([RetryLater(0.3, "ratelimited")])
    began = time.monotonic()

    async def refuse_once(question: Question) -> None:
        if (refusal := next(refusals, None)) is not None:
            raise refusal

    thread.before_post = refuse_once
    async with running() as delivery:
        await delivery.accept(question())
        await thread.wait_for(1)

    assert time.monotonic() - began >= 0.3
    assert thread.replies() == {question().key: 1}
    assert thread.looked == [question().key]


@on_sqlite_only
async def test_one_that_waits_does_not_stop_the_others(running: Running, thread: Thread) -> None:
    async def refuse_the_first(asked: Question) -> None:
        if asked == question(1):
            raise RetryLater(60, "ratelimited")

    thread.before_post = refuse_the_first
    async with running(at_once=1) as delivery:
        await delivery.accept(question(1))
        await delivery.accept(question(2))
        await thread.wait_for(1)

        assert thread.replies() == {question(2).key: 1}


@on_sqlite_only
async def test_what_cannot_be_mended_is_given_up_once_and_logged(
    running: Running, thread: Thread, log: list[Any]
) -> None:
    async def refuse(question: Question) -> None:
        raise GiveUp("channel_not_found")

    thread.before_post = refuse
    async with running() as delivery:
        await delivery.accept(question())
        await delivery.drain(5)
    async with running() as delivery:
        assert not await delivery.accept(question())
        await delivery.drain(5)

    given_up = [event for event in log if event["event"] == "question given up"]
    assert not thread.replies()
    assert [(event["key"], event["reason"]) for event in given_up] == [
        (question().key, "channel_not_found")
    ]


async def test_what_waits_at_the_end_is_answered_after_the_next_start(
    running: Running, thread: Thread
) -> None:
    async def outage(question: Question) -> None:
        raise ConnectionError

    posts = thread.before_post
    thread.before_post = outage
    async with running() as delivery:
        for number in range(5):
            await delivery.accept(question(number))
        await delivery.drain(0.2)
    assert not thread.replies()

    thread.before_post = posts
    async with running():
        await thread.wait_for(5)

    assert thread.replies() == {question(number).key: 1 for number in range(5)}


async def test_closing_in_the_middle_of_a_post_does_not_repeat_it(
    running: Running, thread: Thread, store: Store
) -> None:
    thread.after_post = lambda _: asyncio.sleep(60)
    async with running() as delivery:
        await delivery.accept(question())
        await thread.wait_for(1)

    async with running() as delivery:
        await has_receipt(store, question())
        await delivery.drain(5)

    assert thread.replies() == {question().key: 1}


@on_sqlite_only
async def test_draining_takes_nothing_new_and_finishes_what_runs(
    running: Running, thread: Thread
) -> None:
    thread.before_post = lambda _: asyncio.sleep(0.1)

    async with running() as delivery:
        await delivery.accept(question(1))
        await delivery.drain(5)

        assert thread.replies() == {question(1).key: 1}
        with pytest.raises(NotAcceptedError, match="shutting down"):
            await delivery.accept(question(2))


@on_sqlite_only
async def test_draining_ends_in_time_though_something_still_runs(
    running: Running, thread: Thread
) -> None:
    thread.before_post = lambda _: asyncio.sleep(60)

    async with running() as delivery:
        await delivery.accept(question())
        began = time.monotonic()
        await delivery.drain(0.2)

        assert time.monotonic() - began < 1


async def test_a_question_no_database_takes_as_it_is_is_answered_all_the_same(
    running: Running, thread: Thread
) -> None:
    strange = question(1, text="half \ud83d, none \x00, 🐍, مرحبا " + "x" * 40_000)

    async with running() as delivery:
        assert await delivery.accept(strange)
        await delivery.drain(5)

    assert thread.replies() == {strange.key: 1}


async def test_a_database_that_is_gone_is_said_and_not_waited_for(
    running: Running, thread: Thread, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Another transaction holds the lock; the question is stored when it ends, and answered once.
    """
    monkeypatch.setattr("bot.delivery.accepting.ACCEPT_SECONDS", 0.2)
    table = "workflow_status"
    async with running() as delivery:
        with store.engine.begin() as blocker:
            if store.engine.dialect.name == "sqlite":
                blocker.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                blocker.execute(sa.text(f"LOCK TABLE dbos.{table} IN EXCLUSIVE MODE"))
            with pytest.raises(NotAcceptedError, match="in time"):
                await delivery.accept(question())
            with pytest.raises(NotAcceptedError, match="in time"):
                await delivery.accept(question())
        await thread.wait_for(1)
        assert not await delivery.accept(question())
        await delivery.drain(5)

    assert thread.replies() == {question().key: 1}


@on_sqlite_only
async def test_there_is_only_one_delivery_a_process(running: Running) -> None:
    async with running():
        with pytest.raises(DeliveryError, match="only one"):
            async with running():
                pass


@on_sqlite_only
async def test_nothing_is_accepted_before_the_start(store: Store, thread: Thread) -> None:
    delivery: Delivery[str] = Delivery(
        store=store, decide=str.upper, find=thread.find, post=thread.post, receipt=_no_receipt
    )
    with pytest.raises(NotAcceptedError):
        await delivery.accept(question())
    await delivery.aclose()


@on_sqlite_only
async def test_the_loop_has_threads_again_after_closing(running: Running) -> None:
    async with running():
        pass

    assert await asyncio.to_thread(lambda: 1) == 1


async def test_stored_questions_are_json_and_the_log_has_no_words(
    running: Running,
    thread: Thread,
    store: Store,
    log: list[Any],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """
    Not even when an error's text holds them, or a workflow is stopped half way.
    """
    failures = iter([ValueError("planted secret")])

    async def fail_then_hang(question: Question) -> None:
        if (failure := next(failures, None)) is not None:
            raise failure
        await asyncio.sleep(60)

    async with running() as delivery:
        await delivery.accept(question(1, text="planted secret"))
        await delivery.drain(5)
    thread.before_post = fail_then_hang
    async with running() as delivery:
        await delivery.accept(question(2, text="planted secret"))
        await delivery.drain(0.3)

    table = "workflow_input" if store.engine.dialect.name == "sqlite" else "dbos.workflow_input"
    with store.engine.connect() as connection:
        stored = connection.execute(sa.text(f"SELECT inputs FROM {table}")).scalars().all()
    answered = [event for event in log if event["event"] == "question answered"]
    out, err = capfd.readouterr()
    assert [json.loads(each)["positionalArgs"][0]["text"] for each in stored] == [
        "planted secret",
        "planted secret",
    ]
    assert [(event["key"], event["outcome"]) for event in answered] == [(question().key, "posted")]
    assert {event["event"] for event in log} >= {"delivery started", "attempt failed"}
    assert "planted secret" not in repr(log) + caplog.text + out + err


def _no_receipt(*_: object) -> Any:
    raise NotImplementedError
