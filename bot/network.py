"""
What the program listens on, and what it calls out through.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket as sockets
from collections.abc import AsyncIterator
from typing import Final

import aiohttp
import structlog

from bot.core.errors import SettingsError, SlackAwayError, SlackError
from bot.settings import Settings
from bot.slack.calling import Client, web_client
from bot.slack.hosts import is_loopback
from bot.slack.socket import Socket

TIMEOUT: Final = aiohttp.ClientTimeout(total=10.0, connect=5.0)
"""For every call; a shared session ignores the client's own."""
CONNECT_SECONDS: Final = 30.0
"""For one WebSocket; the SDK would try for ever without a word."""
AWAY_SECONDS: Final = 5.0
"""Between two tries to connect while Slack is away."""
DEFAULT_PORT: Final = 3000
PORTS_TRIED: Final = 50

log = structlog.get_logger(__name__)


@contextlib.asynccontextmanager
async def slack_client(settings: Settings) -> AsyncIterator[Client]:
    """
    A client for the Web API over one session; a proxy of the environment never gets loopback.
    """
    proxied = not is_loopback(settings.api_url)
    async with aiohttp.ClientSession(timeout=TIMEOUT, trust_env=proxied) as session:
        yield web_client(
            settings.bot_token, settings.api_url, session, (aiohttp.ClientConnectorError,)
        )


@contextlib.asynccontextmanager
async def reaching(api_url: str) -> AsyncIterator[None]:
    """
    Turns a connection that cannot be made into one line.
    """
    try:
        yield
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        reason = str(getattr(error, "os_error", "") or type(error).__name__)
        raise SlackAwayError(
            f"The Web API at {api_url} cannot be reached ({reason}). "
            "Check the network and its proxy, or SLACK_API_URL."
        ) from error


async def connect(socket: Socket, api_url: str) -> None:
    """
    Open *socket*. SlackAwayError when that may do later, SlackError when the token is refused.
    """
    async with reaching(api_url), asyncio.timeout(CONNECT_SECONDS):
        await socket.open()


async def connect_when_back(socket: Socket, api_url: str) -> None:
    """
    Try to open *socket* until Slack is back. Meanwhile /readyz says that nothing is connected.
    """
    while True:
        await asyncio.sleep(AWAY_SECONDS)
        try:
            await connect(socket, api_url)
        except SlackAwayError:
            continue
        except SlackError as error:
            log.error("not connected", reason=str(error))
        return


def bind(host: str, port: int | None) -> sockets.socket:
    """
    A socket on *port*, or without one on 3000 or the next free.

    Raises SettingsError when a port that was asked for is busy, or the address cannot be used.
    """
    wanted = [port] if port is not None else [*range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED)]
    family = sockets.AF_INET6 if ":" in host else sockets.AF_INET
    for one in wanted:
        try:
            return sockets.create_server((host, one), family=family, backlog=128)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                reason = (error.strerror or str(error)).partition(" (")[0]
                raise SettingsError(
                    f"Cannot listen on {host}, port {one}: {reason}. "
                    "Set HOST and PORT to an address of this machine."
                ) from error
    busy = f"PORT {port} is busy" if port is not None else "The ports from 3000 to 3049 are busy"
    raise SettingsError(f"{busy} on {host}; stop what listens there, or set another PORT.")
