"""
``fwchoice doctor``: what is missing to run against Slack, and how to mend it.

Every check is made, whatever the one before it said, unless it would only repeat it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict

import click

from bot.cli.environment import settings as read_settings
from bot.core.errors import KnowledgeError, SlackError, StoreError
from bot.knowledge.loading import load_base
from bot.network import reaching, slack_client
from bot.settings import Settings
from bot.slack.checkup import (
    Check,
    check_scopes,
    check_socket,
    check_thread_lookup,
    check_token,
)
from bot.store import Store


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list of checks.")
def command(as_json: bool) -> None:
    """
    Say what is missing to run against Slack, and how to mend it.
    """
    found = asyncio.run(_all(read_settings()))
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
    else:
        for one in found:
            mark = click.style("✓", fg="green") if one.ok else click.style("✗", fg="red")
            click.echo(f"{mark} {one.name}: {one.says}")
            if one.mend:
                click.echo(f"    {one.mend}")
        missing = sum(not one.ok for one in found)
        click.echo("Ready to run: fwchoice run" if not missing else f"Missing: {missing}")
    raise SystemExit(0 if all(one.ok for one in found) else 1)


async def _all(settings: Settings) -> list[Check]:
    return [check async for check in checks(settings)]


async def checks(settings: Settings) -> AsyncIterator[Check]:
    """
    Every check, in the order a person sets things up.
    """
    yield await asyncio.to_thread(check_knowledge, settings)
    yield await check_database(settings)
    if not settings.bot_token:
        yield Check("bot token", False, *_first_and_rest(settings.missing()[0]))
    yield check_transport(settings)
    if settings.bot_token or settings.app_token:
        try:
            async with reaching(settings.api_url), slack_client(settings) as client:
                if settings.bot_token:
                    token = await check_token(client)
                    yield token
                    if token.ok:
                        yield await check_scopes(client)
                        yield await check_thread_lookup(client)
                if settings.app_token:
                    yield await check_socket(client, settings.app_token)
        except SlackError as error:
            yield Check("Web API", False, *_first_and_rest(str(error)))


def check_knowledge(settings: Settings) -> Check:
    """
    Whether the knowledge base can be used.
    """
    try:
        base = load_base(settings.knowledge_dir)
    except KnowledgeError as error:
        says = f"{len(error.findings)} errors in {settings.knowledge_dir}"
        return Check("knowledge", False, says, "fwchoice check shows them all.")
    return Check("knowledge", True, f"{len(base.topics)} topics, revision {base.revision}")


async def check_database(settings: Settings) -> Check:
    """
    Whether the database can be used.
    """
    try:
        store = await asyncio.to_thread(Store.open, settings.database_url)
        try:
            await store.ping()
        finally:
            await store.aclose()
    except StoreError as error:
        return Check("database", False, *_first_and_rest(str(error)))
    return Check("database", True, "reachable, its tables are there")


def check_transport(settings: Settings) -> Check:
    """
    Whether Slack has a way to reach the bot.
    """
    if settings.app_token:
        return Check("transport", True, "Socket Mode")
    if settings.signing_secret:
        url = "fwchoice manifest --http URL tells Slack where"
        return Check("transport", True, f"HTTP; {url}")
    says = "neither Socket Mode nor HTTP is configured"
    return Check("transport", False, says, settings.missing()[-1])


def _first_and_rest(sentence: str) -> tuple[str, str]:
    for mark in (". ", "; "):
        says, found, mend = sentence.partition(mark)
        if found:
            return says, mend[:1].upper() + mend[1:]
    return sentence, ""
