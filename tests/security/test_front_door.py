"""
Whatever is thrown at the front door gets a short no, quickly, and leaves no trace of its words.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import io
import json
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import connections
from bot.bootstrap import Bot
from bot.knowledge.live import Live
from bot.slack.blocks import ActionId, CallbackId, ShortcutId
from tests.scenarios.house import House, local_settings, new_workspace
from tests.security.conftest import PATIENCE_SECONDS
from tests.security.logging_to import logging_to
from tests.security.wire import FORM, GO_ON, JSON, Heard, request, signed, talk

PLANTED = b"what ada wrote in private"
REFUSALS = {400, 401, 408, 413}
SLOWEST_SECONDS = 3.0
"""Of any refusal, the patience of 0.4 s included, on a machine that does much else."""
Run = Callable[[Coroutine[Any, Any, Any]], Any]
Door = tuple[House, io.StringIO, Run]
IDLE = '{"type":"block_actions","user":{"id":"U1"},"actions":[]}'
EVENT = b'{"type":"event_callback","event":{"type":"emoji_changed"}}'


def numbered(number: int) -> bytes:
    """
    A harmless event that is not like any other.
    """
    return EVENT[:-2] + b',"number":%d}}' % number


def secret_of(house: House) -> str:
    """
    What requests are signed with.
    """
    return str(house.workspace.app.signing_secret)


async def still_serves(house: House, number: int = 0) -> bool:
    """
    Whether a request of Slack's is taken.
    """
    body = numbered(number or time.monotonic_ns())
    heard = await talk(house.bot.url, [request(body, signed(secret_of(house), body))])
    return heard.status == 200


def assert_refused(heard: Heard, log: io.StringIO) -> None:
    """
    One of the four answers, quickly, with nothing of the request in answer or log.
    """
    assert heard.status in REFUSALS, heard.raw
    assert heard.seconds < SLOWEST_SECONDS
    for told in (heard.raw, log.getvalue().encode()):
        assert PLANTED not in told
        assert b"Traceback" not in told


def bad_requests(secret: str) -> dict[str, list[bytes]]:
    """
    What is wrong with a request -> its pieces.
    """
    body = b'{"type":"event_callback","text":"' + PLANTED + b'"}'
    good, now = signed(secret, body), time.time()
    big, packed = b"x" * 1_100_000, gzip.compress(bytes(20_000_000))
    nan, idle = EVENT[:-1] + b',"n":NaN}', b"payload=" + quote(IDLE).encode()
    twice, both = idle + b"&payload=%5B%5D", b"command=%2Ffwchoice&text=help&command=%2Fother"
    chunked = request(b"", good).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
    return {
        "unsigned": [request(body, {})],
        "signed with another secret": [request(body, signed("other", body))],
        "signed for another body": [request(body + b" ", good)],
        "too old": [request(body, signed(secret, body, now - 301))],
        "from the future": [request(body, signed(secret, body, now + 330))],
        "a time that is none": [request(body, good | {"X-Slack-Request-Timestamp": "soon"})],
        "a signature that is none": [request(body, good | {"X-Slack-Signature": "v0=" + "z" * 64})],
        "no JSON": [request(body[:-1], signed(secret, body[:-1]))],
        "JSON of another kind": [request(b"[]", signed(secret, b"[]"))],
        "JSON too deep": [request(b"[" * 90_000, signed(secret, b"[" * 90_000))],
        "no UTF-8": [request(b"\xff" + PLANTED, signed(secret, b"\xff" + PLANTED))],
        "a form without a payload": [request(b"=&=", signed(secret, b"=&="), kind=FORM)],
        "a number that is none": [request(nan, signed(secret, nan))],
        "two payloads": [request(twice, signed(secret, twice), kind=FORM)],
        "two commands": [request(both, signed(secret, both), kind=FORM)],
        "nothing pressed": [request(idle, signed(secret, idle), kind=FORM)],
        "an expectation": [request(body, {"Expect": PLANTED.decode()})],
        "a body kept back": [request(b"", {"Expect": "100-continue"}, length=9)],
        "too large": [request(big, signed(secret, big))],
        "too large by its own word": [request(body, good, length=10**12)],
        "a packed bomb": [request(packed, signed(secret, packed) | {"Content-Encoding": "gzip"})],
        "chunks that are none": [chunked + b"zz\r\n" + PLANTED + b"\r\n"],
        "two lengths": [request(body, good | {"content-length": "3"})],
        "a length below nothing": [request(body, good, length=-5)],
        "chunks and a length": [request(body, good | {"Transfer-Encoding": "chunked"})],
        "no HTTP": [b"\x16\x03\x01" + PLANTED + b"\r\n\r\n"],
        "half a request line": [b"POST " + PLANTED + b"\r\n\r\n"],
        "a head without end": [b"POST / HTTP/1.1\r\nX: " + PLANTED * 5_000],
        "more headers than there are": [b"POST / HTTP/1.1\r\n" + b"X: a\r\n" * 1_000 + b"\r\n"],
        "a body that never ends": [request(body, good, length=len(body) + 9)],
        "a chunk that never ends": [chunked + b"ff\r\n" + PLANTED],
        "a head that never ends": [b"POST /slack/events HTTP/1.1\r\nX-Word: " + PLANTED],
        "a head, drop by drop": [b"POST /slack/events HTTP/1.1\r\nX: ", *[b"a"] * 9],
        "a body, drop by drop": [request(b"", good, length=len(body)), *[b"a"] * 9],
    }


async def test_every_kind_of_bad_request_gets_its_answer(house: House, log: io.StringIO) -> None:
    """
    All of them at once, and Slack's own requests are taken in between.
    """
    asked = bad_requests(secret_of(house))
    under_way = [
        asyncio.create_task(talk(house.bot.url, pieces, pause_seconds=0.1))
        for pieces in asked.values()
    ]
    taken = [await still_serves(house, number) for number in range(1, 11)]
    heard = dict(zip(asked, await asyncio.gather(*under_way), strict=True))

    assert all(taken)
    for one in heard.values():
        assert_refused(one, log)
    slow = {name for name, one in heard.items() if one.status == 408}
    assert slow == {
        "a body that never ends",
        "a chunk that never ends",
        "a head that never ends",
        "a head, drop by drop",
        "a body, drop by drop",
    }
    assert {name for name, one in heard.items() if one.status == 413} == {
        "too large",
        "too large by its own word",
    }
    unsigned = ("unsigned", "too old", "from the future", "signed with another secret")
    assert {heard[name].status for name in unsigned} == {401}


@pytest.mark.parametrize("length", [10, 60, 200, 260])
async def test_a_request_that_breaks_off_is_400(
    house: House, log: io.StringIO, length: int
) -> None:
    """
    In its head or in its body: the sender says that nothing more will come.
    """
    body = b'{"text":"' + PLANTED * 3 + b'"}'
    whole = request(body, signed(secret_of(house), body))
    heard = await talk(house.bot.url, [whole[:length]], hang_up=True)

    assert heard.status == 400
    assert_refused(heard, log)
    assert log.getvalue().count('"level": "error"') == 0


async def test_a_question_about_a_payload_is_a_question(house: House) -> None:
    """
    Bolt takes a form with that word in it for another kind, and would see nothing in it.
    """
    told = await house.command("how does flask validate a json payload=1 & more?")

    assert told is not None
    assert "payload" in json.dumps(told.blocks)


async def test_slack_may_say_that_it_sends_fewer_events(house: House, log: io.StringIO) -> None:
    """
    https://docs.slack.dev/reference/events/app_rate_limited is no mistake of anybody's.
    """
    body = (
        b'{"token":"x","type":"app_rate_limited","team_id":"T1","minute_rate_limited":1518467820}'
    )
    heard = await talk(house.bot.url, [request(body, signed(secret_of(house), body))])

    assert heard.status == 200
    assert "fewer events" in log.getvalue()


async def test_who_waits_for_leave_to_send_gets_it_only_with_a_signature(house: House) -> None:
    """
    ``Expect: 100-continue``: the answer comes before a body that nobody would read.
    """
    body = numbered(7)
    wanted = b"Host: bot\r\nExpect: 100-continue"
    heads = [
        request(b"", headers, length=len(body)).replace(b"Host: bot", wanted)
        for headers in ({}, signed(secret_of(house), body))
    ]
    refused = await talk(house.bot.url, heads[:1])
    asked = await talk(house.bot.url, [heads[1], body], pause_seconds=0.1)

    assert refused.status == 401
    assert refused.seconds < PATIENCE_SECONDS
    assert asked.raw.startswith(GO_ON + b"HTTP/1.1 200 OK")


async def test_who_holds_connections_and_says_nothing_makes_room(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    However many there are: the oldest that asks for nothing goes, and Slack is served.
    """
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 5)
    held = []
    for number in range(12):
        held.append(await asyncio.open_connection("127.0.0.1", house.bot.port))
        if number % 2:
            held[-1][1].write(b"POST /slack/events HTTP/1.1\r\nX: ")
    taken = [await still_serves(house, number) for number in range(1, 6)]
    for _, writer in held:
        writer.close()

    assert all(taken)


async def test_more_connections_than_there_can_be_are_refused_and_not_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    When all of them ask for something: the new one is told so, and may come again.
    """
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 5)
    port = house.bot.port
    held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(5)]
    body = b"never"
    for _, writer in held:
        writer.write(request(body, signed("no", body), length=90))
        await writer.drain()
    await asyncio.sleep(0.05)
    refused = await talk(house.bot.url, [request(EVENT, {})])
    for _, writer in held:
        writer.close()
        await writer.wait_closed()

    assert refused.status == 503
    assert await still_serves(house)


async def test_an_attack_says_little_about_the_server(house: House) -> None:
    """
    No version of what serves.
    """
    answers = [
        await talk(house.bot.url, [piece])
        for piece in (b"nonsense\r\n\r\n", request(b"", {}), request(b"", {}, path="/none"))
    ]

    for heard in answers:
        assert b"aiohttp" not in heard.raw
        assert b"Python/" not in heard.raw


NOISE = st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8"))
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.just(PLANTED.decode())
)
NAMES = st.sampled_from(
    "type event user channel ts text command payload actions view state values trigger_id team "
    "container response_url callback_id private_metadata bot_id subtype thread_ts id value "
    "action_id".split()
)
KINDS = st.sampled_from(
    "event_callback block_actions view_submission view_closed shortcut message_action app_mention "
    "message url_verification block_suggestion interactive_message".split()
)
TREES = st.recursive(
    SCALARS | KINDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=25,
)
OURS = st.sampled_from(
    [one.value for kind in (ActionId, CallbackId, ShortcutId) for one in kind] + ["", "none"]
)
PRESSES = st.fixed_dictionaries(
    {}, optional={"action_id": OURS | TREES, "value": TREES, "type": st.just("button")}
)
VIEWS = st.fixed_dictionaries(
    {},
    optional={
        "id": TREES,
        "hash": TREES,
        "callback_id": OURS | TREES,
        "private_metadata": TREES,
        "state": TREES | st.fixed_dictionaries({"values": TREES}),
    },
)
ACTS = st.fixed_dictionaries(
    {"type": KINDS},
    optional={
        "actions": st.lists(PRESSES | TREES, max_size=2) | TREES,
        "view": VIEWS | TREES,
        "callback_id": OURS,
        "user": st.fixed_dictionaries({"id": st.sampled_from(["U0ADA00001", "<!here>"])}) | TREES,
        "container": TREES,
        "channel": TREES,
        "message": TREES,
        "team": TREES,
        "response_url": TREES,
        "trigger_id": TREES,
    },
)
"""What people do, as Slack sends it in most of its parts."""
BODIES = (
    NOISE.map(lambda body: (body, JSON))
    | TREES.map(lambda tree: (json.dumps(tree).encode(), JSON))
    | st.dictionaries(NAMES, TREES, max_size=6).map(
        lambda tree: (json.dumps({"type": "event_callback", **tree}).encode(), JSON)
    )
    | TREES.map(lambda tree: (urlencode({"payload": json.dumps(tree)}).encode(), FORM))
    | ACTS.map(lambda act: (urlencode({"payload": json.dumps(act)}).encode(), FORM))
    | st.lists(st.tuples(NAMES, st.text(max_size=30)), max_size=6).map(
        lambda form: (urlencode(form).encode(), FORM)
    )
)


HOW = st.sampled_from(["whole", "whole", "whole", "cut", "garbled", "torn"])


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# The bot's own threads use chance while an example is drawn; the example does not depend on it.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module")
@given(
    body=BODIES,
    signer=st.sampled_from(["slack", "slack", "somebody", "nobody"]),
    how=HOW,
    at=st.floats(0, 1),
    garbage=st.binary(min_size=1, max_size=8),
)
def test_no_bytes_get_in_or_knock_the_bot_over(
    door: Door, body: tuple[bytes, str], signer: str, how: str, at: float, garbage: bytes
) -> None:
    """
    Any bytes over a socket: refused, or taken if they are signed and make sense; never 500, never a
    traceback, and the next request of Slack's is taken.
    """
    house, log, run = door
    secret = {"slack": secret_of(house), "somebody": "no secret"}.get(signer)
    headers = signed(secret, body[0]) if secret else {}
    sent = request(body[0], headers, kind=body[1])
    place = int(at * len(sent))
    pieces = {
        "whole": [sent],
        "torn": [sent[:place], sent[place:]],
        "cut": [sent[:place]],
        "garbled": [sent[:place] + garbage + sent[place:]],
    }[how]
    before = len(log.getvalue())
    heard = run(talk(house.bot.url, pieces, hang_up=how in {"cut", "garbled"}))
    logged = log.getvalue()[before:]

    allowed = REFUSALS | ({200} if signer == "slack" else set())
    if how == "garbled":
        # Garbage may ask for another path, method or protocol, or be no request at all.
        allowed |= {0, 404, 405, 417}
    assert heard.status in allowed | ({0} if how == "cut" else set()), heard.raw
    assert heard.seconds < SLOWEST_SECONDS
    assert "Traceback" not in logged
    # A signed press whose trigger Slack refuses is told as "listener failed", some time later.
    assert "request failed" not in logged
    assert PLANTED.decode() not in logged
    assert run(still_serves(house))


@pytest.fixture
def door(
    open_live: Callable[[Path], Live], tmp_path: Path
) -> Iterator[tuple[House, io.StringIO, Run]]:
    """
    A bot, its log, and how to run something on its loop from a test that is not asynchronous.
    """
    with asyncio.Runner() as runner, logging_to("json") as log:
        stack = contextlib.AsyncExitStack()

        async def opened() -> House:
            workspace = await stack.enter_async_context(new_workspace())
            given = local_settings(workspace, tmp_path / "bot.db")
            bot = Bot(given, "http", open_live=open_live, patience_seconds=PATIENCE_SECONDS)
            return House(workspace, await stack.enter_async_context(bot))

        try:
            yield runner.run(opened()), log, runner.run
        finally:
            runner.run(stack.aclose())
