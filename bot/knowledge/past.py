"""
The knowledge folder as it was at a git revision, written out to be read like any other.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path


def write_out(revision: str, folder: Path, target: Path) -> Path:
    """
    Write *folder* as it was at *revision* below *target*; the path of the folder written.

    Raises LookupError when git knows no such revision, or there is no git.
    """
    if revision.startswith("-"):
        raise LookupError(f"{revision!r} is no folder and no git revision")
    try:
        archive = subprocess.run(
            ["git", "-C", str(folder), "archive", "--format=tar", revision, "."],
            check=True,
            capture_output=True,
        ).stdout
    except FileNotFoundError:
        raise LookupError(f"{revision!r} is no folder, and there is no git to ask") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[-1] if said else "git does not say why"
        message = f"{revision!r} is no folder and no git revision of {folder} ({reason})"
        raise LookupError(message) from None
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(target, filter="data")
    return target
