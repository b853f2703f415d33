"""
The knowledge folder's files, mended where that is mechanical (``fwchoice check --fix``).
"""

from __future__ import annotations

from pathlib import Path

from bot.core.mending import mended, says_the_same, tidied
from bot.core.model import KnowledgeBase
from bot.core.parsing import parse
from bot.knowledge.reader import MAX_FILE_BYTES, knowledge_files, read, read_document


def mend(folder: Path) -> list[Path]:
    """
    Mend the files of *folder*; those that were changed. What is not UTF-8 text is left alone.
    """
    changed: dict[str, Path] = {}
    for path in [*knowledge_files(folder), *sorted(folder.glob("golden/*.yaml"))]:
        text = _text(folder, path)
        if text is None:
            continue
        if _write(path, text, tidied(text)):
            changed[str(path)] = path
    reading = read(folder)
    base = parse(reading.revision, reading.documents, reading.ordinary)
    if isinstance(base, KnowledgeBase) and not reading.findings:
        paths = {document.path: folder / document.path for document in reading.documents}
        texts = {name: path.read_text("utf-8") for name, path in paths.items()}
        values = {document.path: document.data for document in reading.documents}
        for name, text in mended(texts, base, reading.documents).items():
            if text == texts[name]:
                continue
            document, problems = read_document(name, text.encode())
            # A layout that line by line cannot be mended safely is left to the curator.
            if document is None or problems or not says_the_same(values[name], document.data):
                continue
            if _write(paths[name], texts[name], text):
                changed[str(paths[name])] = paths[name]
    return sorted(changed.values())


def _text(folder: Path, path: Path) -> str | None:
    """The text of *path*; None where it is no text, too large, or not a file of this folder."""
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
        if not inside or not path.is_file() or path.stat().st_size > MAX_FILE_BYTES:
            return None
        return path.read_bytes().decode("utf-8")
    except (OSError, RuntimeError, UnicodeDecodeError):
        return None


def _write(path: Path, before: str, after: str) -> bool:
    if before == after:
        return False
    path.write_text(after, "utf-8", newline="\n")
    return True
