"""
The real program, with a named point at which it kills itself: `python -m tests.crash.program run`.

Everything after the module's name goes to `fwchoice` as it is, once a first line on standard input
says so; until then it has only been loaded. Each later line arms a point: "POINT|HIT" lets the
process die by SIGKILL when the point is reached for the HIT-th time. On standard output it says
when it is "reloading" or "draining". When standard input ends, whoever started it is gone, and it
kills itself too.
"""

from __future__ import annotations

import asyncio
import functools
import importlib
import inspect
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Final

from bot.cli.main import fwchoice
from bot.delivery.attempt import Waits
from bot.store.processes import LEASE
from tests.crash.points import DRAIN, HEADERS, POINTS, RELOAD, RESPONSE, Place, Point

HURRY: Final = "CRASH_HURRY"
"""When it is set, a dead process is believed dead after 3 seconds instead of 12, and its last post
is waited for half a second instead of three: the everyday tests have no minutes to wait."""
READ_SECONDS: Final = 0.1
"""How long an answer of Slack's lies unread before the process is killed."""


class Trap:
    """
    What is armed, and what has happened so far.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._point: Point | None = None
        self._left = 0
        self._begun: set[str] = set()

    def arm(self, name: str, hit: int) -> None:
        """
        Die at the *hit*-th time that point *name* is reached.
        """
        with self._lock:
            self._point, self._left = POINTS[name], hit

    def armed(self, place: Place) -> bool:
        """
        Whether the process may die at *place*.
        """
        return self._point is not None and self._point.place == place

    def reached(self, place: Place) -> None:
        """
        Die, if it is time.
        """
        with self._lock:
            point = self._point
            if point is None or point.place != place or point.after not in {"", *self._begun}:
                return
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
                time.sleep(60)

    def begin(self, what: str) -> None:
        """
        *what* has begun; say so to whoever started us.
        """
        self._begun.add(what)
        sys.stdout.write(f"{what}\n")
        sys.stdout.flush()

    def waits_for_reload(self) -> bool:
        """
        Whether the process is to die while it reloads.
        """
        return self._point is not None and self._point.after == "reloading"

    async def held(self, place: Place) -> None:
        """
        Wait at *place* for as long as the armed point says.
        """
        while (  # noqa: ASYNC110 - the lines that change it come in another thread
            (point := self._point) is not None
            and point.hold == place
            and (not point.after or point.after not in self._begun)
        ):
            await asyncio.sleep(0.005)


def relevant(target: str, arguments: tuple[Any, ...]) -> bool:
    """
    Whether this call is the one the point is about: an event's 200, a post's answer.
    """
    if target == RESPONSE:
        request, answer = arguments[1], arguments[2]
        return bool(request.path == "/slack/events" and answer.status == 200)
    if target == HEADERS:
        return str(arguments[0].url).endswith("chat.postMessage")
    return True


def set_traps(trap: Trap) -> None:
    """
    Wrap every place a point names.
    """
    for target in {each.place.target for each in POINTS.values()} | {
        each.hold.target for each in POINTS.values() if each.hold
    }:
        replace(target, functools.partial(trapped, trap, target))
    replace(RELOAD.target, functools.partial(announced, trap, "reloading"))
    replace(DRAIN.target, functools.partial(announced, trap, "draining"))


def replace(target: str, wrapped: Callable[[Any], Any]) -> None:
    """
    Put *wrapped* of the function named *target* in its place.
    """
    module, _, path = target.partition(":")
    owner: Any = importlib.import_module(module)
    *outer, name = path.split(".")
    for each in outer:
        owner = getattr(owner, each)
    setattr(owner, name, wrapped(getattr(owner, name)))


def trapped(trap: Trap, target: str, original: Callable[..., Any]) -> Callable[..., Any]:
    """
    *original*, with a trap on both sides.
    """
    entered, returned = Place(target, "entered"), Place(target, "returned")

    @functools.wraps(original)
    async def later(*args: Any, **kwargs: Any) -> Any:
        if not relevant(target, args):
            return await original(*args, **kwargs)
        await trap.held(entered)
        if target == HEADERS and trap.armed(entered):
            await asyncio.sleep(READ_SECONDS)
        trap.reached(entered)
        result = await original(*args, **kwargs)
        trap.reached(returned)
        return result

    @functools.wraps(original)
    def now(*args: Any, **kwargs: Any) -> Any:
        trap.reached(entered)
        result = original(*args, **kwargs)
        trap.reached(returned)
        return result

    return later if inspect.iscoroutinefunction(original) else now


def announced(trap: Trap, what: str, original: Callable[..., Any]) -> Callable[..., Any]:
    """
    *original*, said aloud when it begins; a reload then waits to be killed.
    """

    @functools.wraps(original)
    async def later(*args: Any, **kwargs: Any) -> Any:
        is_reload = what == "reloading"
        if not is_reload or trap.waits_for_reload():
            trap.begin(what)
            await asyncio.sleep(60 if is_reload else 0)
        return await original(*args, **kwargs)

    return later


def hurry() -> None:
    """
    Shorten what the living wait for; the order of the waits stays what it is.
    """
    for name, seconds in {
        "beat_seconds": 0.3,
        "fresh_seconds": 1.5,
        "seconds": 3.0,
        "round_seconds": 0.4,
    }.items():
        object.__setattr__(LEASE, name, seconds)
    defaults = Waits.__init__.__kwdefaults__
    assert defaults is not None
    defaults["crash_seconds"] = 0.5


def obey(trap: Trap) -> None:
    """
    Arm what standard input says, until it ends.
    """
    for line in sys.stdin:
        name, _, hit = line.strip().partition("|")
        trap.arm(name, int(hit))
        sys.stdout.write("armed\n")
        sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    armed = Trap()
    set_traps(armed)
    if os.environ.get(HURRY):
        hurry()
    importlib.import_module("bot.cli.run")
    sys.stdin.readline()
    threading.Thread(target=obey, args=(armed,), daemon=True).start()
    fwchoice(prog_name="fwchoice")
