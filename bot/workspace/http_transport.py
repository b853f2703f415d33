"""
Brings deliveries to an app over HTTP, signed as Slack signs them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot.workspace.delivery import Answer, Kind
from bot.workspace.message import Json

MOST_REDIRECTS = 2


class HttpTransport:
    """
    Posts to the one request URL of the app.
    """

    def __init__(self, signing_secret: str, ack_seconds: float) -> None:
        self.url: str | None = None
        self._signer = SignatureVerifier(signing_secret)
        self.ack_seconds = ack_seconds
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """
        Open the session.
        """
        self._session = aiohttp.ClientSession(trust_env=False)

    async def aclose(self) -> None:
        """
        Close the session.
        """
        if self._session:
            await self._session.close()

    async def send(self, kind: Kind, payload: Json, retry: Mapping[str, str]) -> Answer:
        """
        Post *payload* and wait for the acknowledgement.
        """
        if not self.url or not self._session:
            return Answer("connection_failed")
        body, content_type = encode(kind, payload)
        try:
            async with self._session.post(
                self.url,
                data=body,
                headers={**self.signed(body), "Content-Type": content_type, **retry},
                timeout=aiohttp.ClientTimeout(total=self.ack_seconds),
                max_redirects=MOST_REDIRECTS,
            ) as response:
                text = await response.text()
        except TimeoutError:
            return Answer("timeout")
        except aiohttp.ClientError:
            return Answer("connection_failed")
        return Answer(
            "acknowledged" if 200 <= response.status < 300 else "http_error",
            response.status,
            _parsed(text, response.content_type),
            response.headers.get("X-Slack-No-Retry") == "1",
        )

    def signed(self, body: str) -> dict[str, str]:
        """
        Return the headers that prove where *body* comes from; by the real clock, as apps check.
        """
        timestamp = str(int(time.time()))
        signature = self._signer.generate_signature(timestamp=timestamp, body=body)
        return {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature or "",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }


def encode(kind: Kind, payload: Json) -> tuple[str, str]:
    """
    Return body and content type as Slack chooses them for *kind*.
    """
    if kind == "command":
        return urlencode(payload), "application/x-www-form-urlencoded"
    if kind == "interaction":
        form = {"payload": json.dumps(payload)}
        return urlencode(form), "application/x-www-form-urlencoded"
    return json.dumps(payload), "application/json"


def _parsed(text: str, content_type: str) -> Json | str | None:
    if not text:
        return None
    if content_type == "application/json":
        try:
            found = json.loads(text)
        except ValueError:
            return text
        return found if isinstance(found, dict) else text
    return text
