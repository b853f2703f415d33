"""
``fwchoice manifest``: the Slack app's manifest, to paste at https://api.slack.com/apps.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit, urlunsplit

import click

from bot.slack.manifest import over_http, over_socket

EVENTS_PATH = "/slack/events"


@click.command("manifest")
@click.option("--socket", is_flag=True, help="For Socket Mode: no public address needed.")
@click.option("--http", metavar="URL", help="For HTTP: the address Slack reaches the bot at.")
def command(socket: bool, http: str | None) -> None:
    """
    Print the app's manifest for a transport.
    """
    if socket == (http is not None):
        raise click.UsageError("Say for which transport: --socket, or --http URL.")
    found = over_socket() if http is None else over_http(request_url(http))
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


def request_url(given: str) -> str:
    """
    *given* with the path Slack must post to.
    """
    try:
        parts = urlsplit(given.strip())
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme != "https" or parts.query or parts.fragment:
        raise click.UsageError(
            f"{given!r} is not an address Slack can reach; "
            "it must begin with https://, as in https://bot.example.com"
        )
    path = parts.path.rstrip("/")
    path = path if path.endswith(EVENTS_PATH) else path + EVENTS_PATH
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
