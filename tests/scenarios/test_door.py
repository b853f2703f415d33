"""
The HTTP front door: garbage, health, readiness, metrics.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.signature import SignatureVerifier
from structlog.testing import capture_logs

from bot.server import EVENTS_PATH
from tests.scenarios.house import House

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
SECRET_WORDS = "what ada wrote in private"


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """
    A client of the bot's server.
    """
    async with aiohttp.ClientSession() as opened:
        yield opened


def signed(house: House, body: bytes, timestamp: str | None = None) -> dict[str, str]:
    """
    The headers Slack would send with *body*.
    """
    at = timestamp or str(int(time.time()))
    verifier = SignatureVerifier(house.workspace.app.signing_secret)
    signature = verifier.generate_signature(timestamp=at, body=body.decode("latin-1"))
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature or ""}


GARBAGE = (
    (b"{", JSON, 400),
    (b"[]", JSON, 400),
    (b'"' + SECRET_WORDS.encode() + b'"', JSON, 400),
    (b"", JSON, 400),
    (b"[" * 100_000, JSON, 400),
    (b"\xff\xfe" + SECRET_WORDS.encode(), JSON, 400),
    (b"payload=%7B", FORM, 400),
    (b"payload=[]", FORM, 400),
    (b"", FORM, 400),
    (b"&".join(b"a=1" for _ in range(500)), FORM, 400),
    (b"{}", JSON, 400),
    (b'{"type":"event_callback","event":[]}', JSON, 400),
    (b'{"type":"event_callback","event":{"type":7,"channel":{}}}', JSON, 400),
    (b'{"type":"event_callback","event":{"type":"message","channel":{}}}', JSON, 200),
    (b'{"type":"event_callback","event":{"type":"emoji_changed"}}', JSON, 200),
    (b'{"type":"block_actions","actions":7,"user":[],"view":1}', JSON, 400),
)
UNSIGNED = (
    {},
    {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=" + "0" * 64},
    {"X-Slack-Request-Timestamp": "1700000000", "X-Slack-Signature": "v0=" + "0" * 64},
    {"X-Slack-Request-Timestamp": "9" * 400, "X-Slack-Signature": "v0=" + "0" * 64},
    {"X-Slack-Request-Timestamp": "١٢", "X-Slack-Signature": "v0=é"},
)


async def test_signed_garbage_is_answered_quickly_and_not_logged(
    http_house: House, session: aiohttp.ClientSession
) -> None:
    """
    A bare status: no traceback goes out, and no body into the log.
    """
    url = http_house.bot.url + EVENTS_PATH
    began = time.monotonic()
    with capture_logs() as log:
        for body, kind, status in GARBAGE:
            headers = signed(http_house, body) | {"Content-Type": kind}
            async with session.post(url, data=body, headers=headers) as answer:
                text = await answer.text()

            assert answer.status == status, body[:80]
            assert "Traceback" not in text

    assert time.monotonic() - began < 2
    assert SECRET_WORDS not in json.dumps(log)


async def test_what_slack_did_not_sign_is_refused(
    http_house: House, session: aiohttp.ClientSession
) -> None:
    """
    Also what Bolt would answer unsigned; bytes that are no text are no request at all.
    """
    url = http_house.bot.url + EVENTS_PATH
    for given in UNSIGNED:
        for body in (b"ssl_check=1&token=x", b"{", b"\xff", b'{"challenge":"x"}'):
            raw = {name: value.encode().decode("latin-1") for name, value in given.items()}
            headers = {**raw, "Content-Type": FORM}
            async with session.post(url, data=body, headers=headers) as answer:
                assert answer.status in {401, 400 if body == b"\xff" else 401}


async def test_a_replayed_or_oversized_request_is_refused(
    http_house: House, session: aiohttp.ClientSession
) -> None:
    """
    Older than five minutes: 401. More than a mebibyte: 413, whether it says so or not.
    """
    url = http_house.bot.url + EVENTS_PATH
    old = str(int(time.time()) - 400)
    async with session.post(url, data=b"{}", headers=signed(http_house, b"{}", old)) as answer:
        assert answer.status == 401
    big = b"x" * (1024 * 1024 + 1)
    async with session.post(url, data=io.BytesIO(big), headers=signed(http_house, big)) as answer:
        assert answer.status == 413

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 65_536

    async with session.post(url, data=chunks(), headers=signed(http_house, big)) as answer:
        assert answer.status == 413


async def test_the_health_routes_are_there_over_both_transports(
    house: House, session: aiohttp.ClientSession
) -> None:
    """
    Alive, ready with its revision, and metrics that count what was asked.
    """
    await house.ask("django or flask for microservices?")

    async def get(path: str) -> tuple[int, str]:
        async with session.get(house.bot.url + path) as answer:
            return answer.status, await answer.text()

    status, text = await get("/readyz")
    ready: dict[str, Any] = json.loads(text)
    _, metrics = await get("/metrics")

    (process,) = ready.pop("processes")

    assert (await get("/healthz"))[0] == 200
    assert status == 200
    assert (process["revision"], process["rejected"]) == (ready["revision"], None)
    assert ready == {
        "ready": True,
        "revision": house.bot.live.current.base.revision,
        "problems": {},
        "rejected": None,
    }
    assert 'fwchoice_questions_total{door="mention",outcome="answer"} 1.0' in metrics
    assert f'revision="{ready["revision"]}"' in metrics
    assert (await get("/nowhere"))[0] == 404


async def test_a_revoked_token_makes_the_bot_unready_until_it_works_again(
    http_house: House, session: aiohttp.ClientSession
) -> None:
    """
    The question waits, whoever watches readyz reads why, and what to do; it is answered when that
    was done, though nobody asks anything else.
    """
    workspace = http_house.workspace
    workspace.fail("*", error="token_revoked", times=10_000)
    asked = await workspace.say("ada", "general", "<@U0BOT00001> django or flask?")
    await workspace.wait_for(lambda: len(workspace.calls_of("auth.test")) >= 3)
    async with session.get(http_house.bot.url + "/readyz") as answer:
        refused = await answer.json()
        assert answer.status == 503
    workspace.faults.clear()
    await workspace.reply_to(asked)
    async with session.get(http_house.bot.url + "/readyz") as answer:
        assert answer.status == 200

    assert refused["problems"]["token"].startswith(
        "Slack refuses the token: token_revoked; install"
    )
    assert len(workspace.calls_of("chat.postMessage")) == 2
    assert len(workspace.thread(asked)) == 1


async def test_slacks_url_check_is_answered(http_house: House) -> None:
    """
    The challenge comes back.
    """
    checked = await http_house.workspace.verify_url()

    assert checked.status == 200
    assert "challenge" in str(checked.body)
