"""
The knowledge folder's files, mended where that is mechanical (``fwchoice check --fix``).
"""

from __future__ import annotations

from pathlib import Path

from bot.core.mending import mended, tidied
from bot.core.model import KnowledgeBase
from bot.core.parsing import parse
from bot.knowledge.reader import knowledge_files, read


def mend(folder: Path) -> list[Path]:
    """
    Mend the files of *folder*; those that were changed. What is not UTF-8 text is left alone.
    """
    changed: dict[str, Path] = {}
    for path in [*knowledge_files(folder), *sorted(folder.glob("golden/*.yaml"))]:
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if _write(path, text, tidied(text)):
            changed[str(path)] = path
    reading = read(folder)
    base = parse(reading.revision, reading.documents, reading.ordinary)
    if isinstance(base, KnowledgeBase) and not reading.findings:
        paths = {document.path: folder / document.path for document in reading.documents}
        texts = {name: path.read_text("utf-8") for name, path in paths.items()}
        for name, text in mended(texts, base, reading.documents).items():
            if _write(paths[name], texts[name], text):
                changed[str(paths[name])] = paths[name]
    return sorted(changed.values())


def _write(path: Path, before: str, after: str) -> bool:
    if before == after:
        return False
    path.write_text(after, "utf-8", newline="\n")
    return True
