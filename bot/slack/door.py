"""
The guard before Bolt: nothing unsigned or malformed gets past, and none of it into a log.

Bolt reads a body before it verifies it, and answers garbage with a traceback; so the order here is
signature, UTF-8, shape, whether it was here before, and only then Bolt, which gets what was read.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.slack.replays import WINDOW_SECONDS, Replays

_TIMESTAMP: Final = re.compile(r"\d{1,12}", re.ASCII)
_SIGNATURE: Final = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)
FORM: Final = "application/x-www-form-urlencoded"
MOST_FIELDS: Final = 100
TOLD_BOLT: Final = ("content-type", "x-slack-retry-num", "x-slack-retry-reason")
"""The rest nobody signed, and some of Bolt's own headers change what it does."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Response:
    """
    What Slack is answered.
    """

    status: int
    body: str = ""
    content_type: str = "text/plain"


class Door:
    """
    Takes requests as they come from the network.
    """

    def __init__(self, app: AsyncApp, signing_secret: str) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)
        self._replays = Replays()

    def refusal(self, headers: Mapping[str, str]) -> Response | None:
        """
        The answer to a request that can be told from its *headers* not to be Slack's: its body
        need not be read.
        """
        timestamp, signature = _signature(headers)
        if not (_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)):
            return UNSIGNED
        return UNSIGNED if abs(time.time() - int(timestamp)) > WINDOW_SECONDS else None

    async def receive(self, body: bytes, headers: Mapping[str, str]) -> Response:
        """
        Verify, check and dispatch one request; *headers* by lower-case name.
        """
        refused = self.refusal(headers)
        if refused is not None:
            return refused
        timestamp, signature = _signature(headers)
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return MALFORMED
        if not self._verifier.is_valid(text, timestamp, signature):
            return UNSIGNED
        given = _read(text, headers.get("content-type", ""))
        if given is None:
            return MALFORMED
        # An event sent again within the second it was signed in has the same signature, too. Its
        # key tells whether it is known; what a person did, which has none, is never sent again.
        if "x-slack-retry-num" in headers and given.get("type") == "event_callback":
            return await self._dispatched(given, headers)
        if not await self._replays.is_new(signature, int(timestamp)):
            return REPLAYED
        was_done = False
        try:
            answer = await self._dispatched(given, headers)
            was_done = answer.status < 500
        finally:
            self._replays.settle(signature, int(timestamp), was_done=was_done)
        return answer

    async def _dispatched(self, given: dict[str, Any], headers: Mapping[str, str]) -> Response:
        if given.get("type") == "app_rate_limited":
            log.warning("Slack sends fewer events than there are: more than 30,000 an hour")
            return Response(200)
        told: dict[str, str | Sequence[str]] = {
            name: headers[name] for name in TOLD_BOLT if name in headers
        }
        try:
            # Verified and read already. Bolt does neither again in this mode: it reads some bodies
            # in another way than they were checked in, a command with the word "payload" as none.
            request = AsyncBoltRequest(body=given, headers=told, mode="socket_mode")
            answer = await self._app.async_dispatch(request)
        except (AttributeError, TypeError, ValueError, LookupError):
            # Bolt looks for ids all over the body before its own error handling begins.
            return MALFORMED
        if answer.status == 404:
            # Bolt's word for a kind of request that Slack does not send.
            return MALFORMED
        said = answer.body or ""
        kind = answer.headers.get("content-type", [""])[0].partition(";")[0]
        return Response(
            answer.status,
            said,
            kind or ("application/json" if said.startswith("{") else "text/plain"),
        )


MALFORMED: Final = Response(400, "not a request of Slack's")
UNSIGNED: Final = Response(401, "not signed by Slack")
REPLAYED: Final = Response(401, "this request was here before")


def _signature(headers: Mapping[str, str]) -> tuple[str, str]:
    """When the request was signed, and how; empty where it says neither."""
    return headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")


def _read(text: str, content_type: str) -> dict[str, Any] | None:
    """What *text* says if it is shaped as what Slack sends; Bolt takes its shape for granted."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind != FORM:
        found = _object(text)
        return found if found is not None and _is_sent_as_json(found) else None
    try:
        fields = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return None
    form: dict[str, Any] = dict(fields)
    if len(form) < len(fields):
        return None  # which of two would be meant?
    if "payload" in form:
        found = _object(form["payload"])
        is_said = found is not None and isinstance(found.get("type"), str) and "event" not in found
        return found if is_said else None
    return form if form.get("command", "").startswith("/") or "ssl_check" in form else None


def _is_sent_as_json(found: Mapping[str, Any]) -> bool:
    """An event that says what kind it is, or the check of the URL."""
    event = found.get("event")
    match found.get("type"):
        case "event_callback":
            return isinstance(event, dict) and isinstance(event.get("type"), str)
        case "url_verification":
            return isinstance(found.get("challenge"), str)
        case kind:
            return isinstance(kind, str) and "event" not in found


def _object(text: str) -> dict[str, Any] | None:
    """The JSON object *text* is, if it is one."""
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")
