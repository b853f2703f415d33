"""
What an index learned from a base, kept in a file, so that a cold start need not learn it again.

The file is keyed by the knowledge's revision and by the code that learns, so it is never stale; it
holds numbers and text, no code (no pickle). A cache that cannot be read or written is no cache:
nothing depends on it but time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path

import numpy as np

from bot import core
from bot.core.learned import Learned
from bot.core.table import Table

KEPT = 8
"""Files kept; older ones are removed when a new one is written."""
_CODE = (
    "features learned learning leaving_out misspelt_names options politeness slips snapshot space "
    "spelling table text"
).split()
"""The modules of the core that decide what is learned."""


def recall(folder: Path, revision: str) -> Learned | None:
    """
    What was learned of *revision*, or None where no usable file is in *folder*.
    """
    try:
        with (
            _path(folder, revision).open("rb") as file,
            np.load(file, allow_pickle=False) as kept,
        ):
            said = json.loads(kept["said"].tobytes())
            return Learned(
                topics=tuple(said["topics"]),
                kinds=tuple(said["kinds"]),
                words=said["words"],
                utterances={
                    topic: [(stems, written) for stems, written in pairs]
                    for topic, pairs in said["utterances"].items()
                },
                known_on=said["known_on"],
                texts=said["texts"],
                counts=said["counts"],
                table=Table.from_arrays(
                    said["stems"],
                    kept["letters"],
                    kept["pairs"],
                    kept["rows"],
                    said["unit"],
                    kept["squares"],
                ),
            )
    except Exception:
        return None


def remember(folder: Path, revision: str, learned: Learned) -> None:
    """
    Keep what was *learned* of *revision*; older files make room.
    """
    said = {
        "topics": learned.topics,
        "kinds": learned.kinds,
        "words": learned.words,
        "utterances": learned.utterances,
        "known_on": learned.known_on,
        "texts": learned.texts,
        "counts": learned.counts,
        "stems": list(learned.table.words),
        "unit": learned.table.unit,
    }
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            np.savez(
                file,
                said=np.frombuffer(json.dumps(said).encode(), dtype=np.uint8),
                letters=learned.table.letters,
                pairs=learned.table.pairs,
                rows=learned.table.rows,
                squares=learned.table.squares,
            )
        Path(unfinished).replace(_path(folder, revision))
        kept = sorted(folder.glob("index-*.npz"), key=lambda path: path.stat().st_mtime)
        for old in kept[:-KEPT]:
            old.unlink(missing_ok=True)


def _path(folder: Path, revision: str) -> Path:
    digest = hashlib.sha256()
    for name in _CODE:
        digest.update(Path(str(core.__file__)).with_name(f"{name}.py").read_bytes())
    return folder / f"index-{revision}-{digest.hexdigest()[:12]}.npz"
