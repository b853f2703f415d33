"""
The window that stays open: `python -m tests.crash.window`.

A post is on its way when its process is killed, or is not answered, and the network or Slack holds
it back. Whoever has the question then looks in the thread, sees nothing, waits, looks again, and
posts; then the first post appears after all. The command shows how long it may be held back
without that.
"""

from __future__ import annotations

import asyncio

import click

from tests.crash.street import built

HELD_SECONDS = (1.0, 3.0, 15.0)
UNANSWERED_SECONDS = (20.0, 50.0)


@click.command()
def main() -> None:
    """
    Hold a post back, kill the process that sent it or let it live, and count the replies.
    """
    for seconds in HELD_SECONDS:
        replies = asyncio.run(held_back(seconds))
        click.echo(f"held back for {seconds:g} s after the kill: replies {replies}")
    for seconds in UNANSWERED_SECONDS:
        replies = asyncio.run(unanswered(seconds))
        click.echo(f"not answered, and done after {seconds:g} s: replies {replies}")


async def held_back(seconds: float) -> int:
    """
    The replies to one question whose first post takes effect *seconds* after its sender's death.
    """
    async with built("sqlite") as street:
        program = await street.start()
        street.network.take_turns([program.url])
        street.workspace.slow("chat.postMessage", seconds)
        asked = await street.ask()
        await street.until(lambda: street.workspace.web_api.running > 0)
        await street.bury(program)
        street.workspace.slow("chat.postMessage", 0)
        program = await street.start()
        street.network.take_turns([program.url])
        await street.until(lambda: street.replies(asked) > 0)
        await street.until(lambda: street.workspace.web_api.running == 0)
        await street.finished()
        return street.replies(asked)


async def unanswered(seconds: float) -> int:
    """
    The replies to one question whose first post takes effect after *seconds*; its sender lives.
    """
    async with built("sqlite") as street:
        program = await street.start()
        street.network.take_turns([program.url])
        street.workspace.slow("chat.postMessage", seconds)
        asked = await street.ask()
        await street.until(lambda: street.workspace.web_api.running > 0)
        street.workspace.slow("chat.postMessage", 0)
        await street.until(lambda: street.replies(asked) > 0)
        await street.until(lambda: street.workspace.web_api.running == 0)
        await street.finished()
        return street.replies(asked)


if __name__ == "__main__":
    main()
