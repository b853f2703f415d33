"""
How soon ``/fwchoice`` shows something: from the command to ``views.open``, and from click to click.

    python -m benchmarks.guide [--json] [--seconds N] [--rate N]

The bot runs as a process of its own, held to one core where the system can do that; the emulated
workspace is in this process. Commands come at a steady rate, whether or not the ones before have
been served; half of the people have a draft waiting, every fifth command states needs to be read,
and each person whose guide is open answers its question once. The trigger of a command lives
three seconds in Slack; the aim is 300 ms for the slowest in a hundred, at 20 commands a second.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import math
import os
import signal
import socket
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp

from bot.server import EVENTS_PATH
from bot.settings import ROOT
from bot.slack.manifest import manifest
from bot.workspace import Person, Team, Workspace, declared

PEOPLE = 40
NEEDS = "small internal tool, two weeks, needs an admin"
START_SECONDS = 60


@contextlib.asynccontextmanager
async def bot(workspace: Workspace, folder: Path) -> AsyncIterator[int]:
    """
    The bot in a process of its own, on one core; the number of the process.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **{name: os.environ[name] for name in ("PATH",) if name in os.environ},
        "SLACK_BOT_TOKEN": workspace.app.bot_token,
        "SLACK_SIGNING_SECRET": workspace.app.signing_secret,
        "SLACK_API_URL": workspace.api_url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        "CACHE_DIR": str(folder / "cache"),
        "LOG_FORMAT": "json",
    }
    quiet = asyncio.subprocess.DEVNULL
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", cwd=ROOT, env=environment, stdout=quiet, stderr=quiet
    )
    try:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(child.pid, {min(os.sched_getaffinity(0))})
        async with asyncio.timeout(START_SECONDS), aiohttp.ClientSession() as session:
            while True:
                if child.returncode is not None:
                    raise RuntimeError("the bot ended before it was ready")
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
                        if response.status == 200:
                            break
                await asyncio.sleep(0.1)
        workspace.deliver_to(f"http://127.0.0.1:{port}{EVENTS_PATH}")
        yield child.pid
    finally:
        if child.returncode is None:
            child.send_signal(signal.SIGTERM)
        await child.wait()


def cpu_seconds(process: int) -> float:
    """
    What *process* has used so far, where the system tells (Linux); unlike a latency, it hardly
    depends on who else uses the machine.
    """
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return math.nan
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def visit(workspace: Workspace, user: str, text: str, clicks: list[float]) -> None:
    """
    One command, and one answer in the view it opens.
    """
    delivery = await workspace.run_command(user, "general", "/fwchoice", text)
    if not delivery.acknowledged:
        return
    with contextlib.suppress(TimeoutError, IndexError):
        await workspace.wait_for(lambda: workspace.views(user), within_seconds=3)
        view = workspace.views(user)[-1]
        choices = [block["element"] for block in view.blocks if block["type"] == "input"]
        values = {choices[0]["action_id"]: choices[0]["options"][0]["value"]} if choices else {}
        sent = await workspace.submit(view, values)
        if sent.accepted and sent.delivery:
            clicks.append(sent.delivery.seconds)


async def measured(seconds: float, rate: float) -> dict[str, float]:
    """
    Latencies in milliseconds.
    """
    people = tuple(Person(f"U0P{at:07d}", f"person{at}", f"Person {at}") for at in range(PEOPLE))
    clicks: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        async with (
            Workspace(team=Team(people=people), **declared(manifest())) as workspace,
            bot(workspace, Path(folder)) as process,
        ):
            for person in people[::2]:
                await visit(workspace, person.id, "", clicks)
                await workspace.close_view(workspace.views(person.id)[-1])
            await workspace.settle()
            clicks.clear()
            before, used = len(workspace.deliveries), cpu_seconds(process)
            loop = asyncio.get_running_loop()
            began, running = loop.time(), []
            for number in range(round(seconds * rate)):
                await asyncio.sleep(max(0.0, began + number / rate - loop.time()))
                user = people[number % PEOPLE].id
                text = NEEDS if number % 5 == 4 else ""
                running.append(asyncio.create_task(visit(workspace, user, text, clicks)))
            await asyncio.gather(*running)
            await workspace.settle(within_seconds=30)
            used = cpu_seconds(process) - used
            sent = {
                one.payload["trigger_id"]: one.at
                for one in workspace.deliveries[before:]
                if one.kind == "command"
            }
            opened = [
                call.at - sent[call.arguments["trigger_id"]]
                for call in workspace.calls_of("views.open")
                if call.ok and call.arguments.get("trigger_id") in sent
            ]
    return {
        "commands": len(sent),
        "opened": len(opened),
        "cpu_ms_each": 1000 * used / len(sent),
        "open_ms_p50": 1000 * statistics.median(opened),
        "open_ms_p99": 1000 * statistics.quantiles(opened, n=100)[98],
        "open_ms_max": 1000 * max(opened),
        "next_ms_p50": 1000 * statistics.median(clicks),
        "next_ms_p99": 1000 * statistics.quantiles(clicks, n=100)[98],
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--rate", type=float, default=20.0, help="commands a second")
    args = parser.parse_args()
    found = asyncio.run(measured(args.seconds, args.rate))
    if args.json:
        print(json.dumps({name: round(value, 1) for name, value in found.items()}))
        return
    print(f"{found['opened']:.0f} of {found['commands']:.0f} commands opened the guide")
    for name, says in (("open", "from the command to views.open"), ("next", "from Next to a view")):
        print(
            f"{found[f'{name}_ms_p50']:7.1f} ms p50  {found[f'{name}_ms_p99']:7.1f} ms p99  {says}"
        )
    print(f"{found['open_ms_max']:7.1f} ms the slowest opening")
    print(f"{found['cpu_ms_each']:7.1f} ms of the core for each command with its answer")


if __name__ == "__main__":
    main()
