"""
Text that leaves the house and comes back: packed, versioned, and sealed against change.

Slack signs what it sends us, but what stands in a view or button was only handed to it, and no
document says that a client cannot alter it. A dialogue's state names a channel to post in and an
address to post to, so it is believed only with our own seal. The key follows from the bot token:
every process has it, nothing has to be set up, and a new token ends what is under way.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import zlib
from typing import Final

VERSION: Final = "1"
MOST_TEXT: Final = 20_000
"""Characters that are unpacked; a few packed bytes could become gigabytes."""
MAC_BYTES: Final = 12
"""96 bits: guessing one would take more requests than Slack will ever carry."""


class Seal:
    """
    Seals texts with a key that follows from *secret*.
    """

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"fwchoice dialogue state\0" + secret.encode()).digest()

    def sealed(self, text: str) -> str:
        """
        *text*, packed, in letters, digits, ``-``, ``_`` and ``.``.
        """
        packed = zlib.compress(text.encode("utf-8", "replace"), 9)
        body = base64.urlsafe_b64encode(packed).decode().rstrip("=")
        return f"{VERSION}.{body}.{self._mac(body)}"

    def opened(self, given: object) -> str | None:
        """
        What was sealed; None when *given* is not whole, not ours, or of another version.
        """
        if not isinstance(given, str) or not given.isascii():
            return None
        version, _, rest = given.partition(".")
        body, _, mac = rest.partition(".")
        if version != VERSION or not hmac.compare_digest(mac, self._mac(body)):
            return None
        try:
            packed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
            unpacking = zlib.decompressobj()
            text = unpacking.decompress(packed, MOST_TEXT)
        except (binascii.Error, ValueError, zlib.error):
            return None
        return text.decode("utf-8", "replace") if unpacking.eof else None

    def _mac(self, body: str) -> str:
        digest = hmac.digest(self._key, f"{VERSION}.{body}".encode(), "sha256")[:MAC_BYTES]
        return base64.urlsafe_b64encode(digest).decode()
