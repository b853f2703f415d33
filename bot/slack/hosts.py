"""
Which addresses are Slack's, and which are on this machine.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

SLACKS: Final = ("slack.com", "slack-gov.com")
_URL: Final = re.compile(
    r"(https?)://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:[/?#][\x21-\x5b\x5d-\x7e]*)?"
)
"""Addresses that everybody reads alike: no name before an @, no backslash, nothing hidden."""


def is_slacks(url: str, api_url: str) -> bool:
    """
    Whether a response_url may be posted to: it leads to Slack, to the host of the Web API at
    *api_url*, or to this machine where that is here, too. Nobody gets the bot to call elsewhere.
    """
    found = _URL.fullmatch(url)
    if found is None:
        return False
    scheme, host = found[1], found[2].lower()
    if scheme == "https" and any(host == one or host.endswith(f".{one}") for one in SLACKS):
        return True
    api = urlsplit(api_url)
    if host.strip("[]") == api.hostname:
        return scheme == "https" or api.scheme == "http"
    return is_loopback(url) and is_loopback(api_url)


def is_loopback(url: str) -> bool:
    """
    Whether *url* is on this machine.
    """
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
