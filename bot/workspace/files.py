"""
Files on their way into the workspace, and those that arrived.

An upload has three steps: get an address, send the bytes there, complete it by sharing.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.workspace.refusals import RefusedError


@dataclass(frozen=True, slots=True)
class StoredFile:
    """
    A file by its id; *content* is None until its bytes have come.
    """

    id: str
    name: str
    length: int
    content: bytes | None = None
    title: str = ""


class FileShelf:
    """
    All files, complete or not.
    """

    base = ""
    """The address of the workspace, known once it listens."""

    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}

    def put(self, file: StoredFile) -> StoredFile:
        """
        Keep *file*, new or changed.
        """
        self._files[file.id] = file
        return file

    def get(self, file_id: str) -> StoredFile:
        """
        Return a file.
        """
        try:
            return self._files[file_id]
        except KeyError:
            raise RefusedError("file_not_found") from None
