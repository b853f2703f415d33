"""
Brings events, commands and interactions to the app, over whichever transport it uses.

An open socket goes before the request URL. Events are tried again on Slack's schedule until they
are acknowledged; commands and interactions are tried once, because a person is waiting.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine

from bot.workspace.delivery import Answer, Delivery, Kind, Transport
from bot.workspace.http_transport import HttpTransport
from bot.workspace.message import Json
from bot.workspace.socket_transport import SocketTransport

REASONS = {"timeout": "http_timeout"}
"""What Slack calls an outcome in ``X-Slack-Retry-Reason``, where the word differs."""


class Courier:
    """
    Keeps the record of every attempt, and the tasks that make them.
    """

    def __init__(
        self,
        http: HttpTransport,
        sockets: SocketTransport,
        retry_delays: tuple[float, ...],
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.http = http
        self.sockets = sockets
        self.retry_delays = retry_delays
        self.deliveries: list[Delivery] = []
        self.last_answer: Answer | None = None
        self.on_change: Callable[[], None] = lambda: None
        self._clock = clock
        self._sleep = sleep
        self._tasks: set[asyncio.Task[object]] = set()

    @property
    def busy(self) -> int:
        """How many deliveries are in flight or wait for their next attempt."""
        return len(self._tasks)

    @property
    def transport(self) -> Transport:
        """What the next delivery would take."""
        if self.sockets.connected:
            return "socket"
        return "http" if self.http.url else "none"

    def event(self, payload: Json) -> None:
        """
        Bring an event, in a task of its own, as often as it takes.
        """
        self.spawn(self._event(payload))

    def spawn(self, work: Coroutine[object, object, object]) -> None:
        """
        Run *work* as something this courier waits for and cancels at its end.
        """
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _event(self, payload: Json) -> None:
        delivery = await self.bring("event", payload)
        for number, delay in enumerate(self.retry_delays, start=1):
            if delivery.acknowledged or delivery.answer.no_retry:
                return
            outcome = delivery.answer.outcome
            await self._sleep(delay)
            delivery = await self.bring("event", payload, number, outcome)

    async def bring(
        self, kind: Kind, payload: Json, retry_num: int = 0, outcome: str = ""
    ) -> Delivery:
        """
        Make one attempt and keep its record.
        """
        began, at = time.perf_counter(), self._clock()
        transport = self.transport
        reason = REASONS.get(outcome, outcome)
        if transport == "socket":
            reason = "timeout" if outcome == "timeout" else outcome
            answer = await self.sockets.send(kind, payload, retry_num, reason)
        else:
            retry = {"X-Slack-Retry-Num": str(retry_num), "X-Slack-Retry-Reason": reason}
            answer = await self.http.send(kind, payload, retry if retry_num else {})
        delivery = Delivery(
            kind,
            payload,
            transport,
            answer,
            retry_num,
            reason or None,
            at,
            time.perf_counter() - began,
        )
        self.deliveries.append(delivery)
        self.last_answer = answer
        self.on_change()
        return delivery

    async def aclose(self) -> None:
        """
        Give up everything under way.
        """
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
