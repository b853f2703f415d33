"""
What lies between Slack and the processes: it takes turns, and it can lose an acknowledgement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.workspace.delivery import Answer, Kind
from bot.workspace.http_transport import HttpTransport
from bot.workspace.message import Json

Route = Callable[[int], str]
"""The number of Slack's attempt, the first is 0 -> the request URL it goes to."""


class Network(HttpTransport):
    """
    Stands in the place of a workspace's HTTP transport.
    """

    def __init__(self, signing_secret: str, ack_seconds: float = 3.0) -> None:
        super().__init__(signing_secret, ack_seconds)
        self.route: Route = lambda _attempt: ""
        self.loses: Callable[[int], bool] = lambda _attempt: False
        """Whether the acknowledgement of this attempt gets lost."""

    def take_turns(self, urls: Sequence[str]) -> None:
        """
        Every attempt goes to the next of *urls*.
        """
        turn = 0

        def route(_attempt: int) -> str:
            nonlocal turn
            turn += 1
            return urls[turn % len(urls)]

        self.route = route

    async def send(self, kind: Kind, payload: Json, retry: Mapping[str, str]) -> Answer:
        """
        Post to the process whose turn it is.
        """
        attempt = int(retry.get("X-Slack-Retry-Num", "0"))
        self.url = self.route(attempt)
        answer = await super().send(kind, payload, retry)
        if answer.outcome == "acknowledged" and self.loses(attempt):
            return Answer("timeout")
        return answer
