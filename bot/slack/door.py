"""
The guard before Bolt: nothing unsigned or malformed gets past, and none of it into a log.

Bolt reads a body before it verifies it, and answers garbage with a traceback; so the order here is
signature, UTF-8, shape, and only then Bolt.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

_TIMESTAMP: Final = re.compile(r"\d{1,12}", re.ASCII)
_SIGNATURE: Final = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)
FORM: Final = "application/x-www-form-urlencoded"
MOST_FIELDS: Final = 100


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

    async def receive(self, body: bytes, headers: Mapping[str, str]) -> Response:
        """
        Verify, check and dispatch one request; *headers* by lower-case name.
        """
        timestamp = headers.get("x-slack-request-timestamp", "")
        signature = headers.get("x-slack-signature", "")
        if not (_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)):
            return Response(401, "not signed by Slack")
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return Response(400, "not UTF-8")
        if not self._verifier.is_valid(text, timestamp, signature):
            return Response(401, "not signed by Slack")
        if not _is_readable(text, headers.get("content-type", "")):
            return Response(400, "not a request of Slack's")
        try:
            request = AsyncBoltRequest(body=text, headers=dict(headers))
            answer = await self._app.async_dispatch(request)
        except (AttributeError, TypeError, ValueError, KeyError):
            # Bolt looks for ids all over the body before its own error handling begins.
            return Response(400, "not a request of Slack's")
        said = answer.body or ""
        kind = answer.headers.get("content-type", [""])[0].partition(";")[0]
        return Response(
            answer.status,
            said,
            kind or ("application/json" if said.startswith("{") else "text/plain"),
        )


def _is_readable(text: str, content_type: str) -> bool:
    """Whether Bolt can take *text*: an object, or a form whose payload, if any, is one."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind != FORM:
        return _is_object(text)
    try:
        form = parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return False
    payload = form.get("payload")
    return bool(form) and (payload is None or _is_object(payload[0]))


def _is_object(text: str) -> bool:
    """An object whose event, if it has one, says what kind it is: Bolt takes that for granted."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if not isinstance(found, dict):
        return False
    event = found.get("event", {"type": ""})
    return isinstance(event, dict) and isinstance(event.get("type"), str)
