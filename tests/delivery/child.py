"""
A process to kill: `python -m tests.delivery.child DATABASE_URL THREAD MOMENT NUMBER [RELEASE]`.

It accepts NUMBER questions, as Slack would send them again to each process, and answers them.
With MOMENT `before` or `after` it kills itself when all of them are in `post`; with `hang` it
stays there until it is killed.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.delivery import Delivery, Question
from bot.delivery.attempt import Waits
from bot.store import Store
from tests.delivery.thread import SHORT, Thread, decide, has_receipt, question, receipt


async def main(database_url: str, path: Path, moment: str, number: int, release: str) -> None:
    thread = Thread(path)
    inside: set[str] = set()

    async def stop_when_all_are_here(question: Question) -> None:
        inside.add(question.key)
        if len(inside) == number:
            sys.stdout.write("all in post\n")
            sys.stdout.flush()
            if moment != "hang":
                os.kill(os.getpid(), signal.SIGKILL)
        await asyncio.sleep(60)

    if moment in ("before", "hang"):
        thread.before_post = stop_when_all_are_here
    elif moment == "after":
        thread.after_post = stop_when_all_are_here
    store = Store.open(database_url, SHORT)
    delivery: Delivery[str] = Delivery(
        store=store,
        decide=decide,
        find=thread.find,
        post=thread.post,
        receipt=receipt,
        release=release,
        waits=Waits(crash_seconds=0.2),
    )
    await delivery.start()
    await asyncio.gather(*(delivery.accept(question(each)) for each in range(number)))
    await thread.wait_for(number)
    for each in range(number):
        await has_receipt(store, question(each))
    await delivery.drain(5)
    await delivery.aclose()
    await store.aclose()


if __name__ == "__main__":
    asyncio.run(
        main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), *(sys.argv[5:] or [""]))
    )
