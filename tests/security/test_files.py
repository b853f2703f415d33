"""
What the program writes is its user's alone, and of what it reads nothing is believed.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import stat
import sys
from pathlib import Path

import pytest

from bot.core.snapshot import Snapshot, learn
from bot.knowledge.cache import remember
from bot.knowledge.golden import read_golden
from bot.knowledge.reader import MAX_FILE_BYTES, read, read_document
from bot.settings import ROOT
from bot.store import Store
from tests.security.egress import guarded


def modes(folder: Path) -> dict[str, str]:
    """
    The permissions of everything below *folder*.
    """
    return {
        str(path.relative_to(folder)): oct(stat.S_IMODE(path.stat().st_mode))
        for path in sorted(folder.rglob("*"))
        if not path.is_symlink()
    }


async def test_whatever_a_run_writes_is_its_users_alone(tmp_path: Path) -> None:
    """
    The program as its own process, started by somebody whose files everybody may read.
    """
    home = tmp_path / "home"
    home.mkdir()
    process = await asyncio.create_subprocess_exec(
        *("/bin/sh", "-c", 'umask 000; exec "$0" -m bot run --http', sys.executable),
        cwd=ROOT,
        env=guarded(
            {
                "PATH": os.defpath,
                "DATABASE_URL": f"sqlite:///{home}/data/bot.db",
                "CACHE_DIR": f"{home}/cache",
                "PORT": "0",
                "PYTHONDONTWRITEBYTECODE": "1",
            }
        ),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(60):
            while not re.search(rb"http://", await process.stdout.readline()):
                pass
        found = modes(home)
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()

    assert {"data/bot.db", "data/bot.db-wal", "data/bot.db-shm"} <= found.keys()
    assert set(found.values()) <= {"0o600", "0o700"}


async def test_a_database_that_everybody_could_read_is_closed_to_them(tmp_path: Path) -> None:
    """
    One that an earlier, less careful program or person has made.
    """
    path = tmp_path / "bot.db"
    (await asyncio.to_thread(Store.open, f"sqlite:///{path}")).engine.dispose()
    path.chmod(0o666)
    store = await asyncio.to_thread(Store.open, f"sqlite:///{path}")
    await store.aclose()

    assert modes(tmp_path)["bot.db"] == "0o600"


def test_the_cache_is_its_users_alone(snapshot: Snapshot, tmp_path: Path) -> None:
    """
    Folder and file, made by a command and not by the bot.
    """
    before = os.umask(0o000)
    try:
        remember(tmp_path / "cache", "r1", learn(snapshot.base))
    finally:
        os.umask(before)

    assert set(modes(tmp_path).values()) == {"0o700", "0o600"}


HOSTILE = {
    "an object": b"!!python/object/apply:os.system ['touch pwned']",
    "a name": b"!!python/name:os.system",
    "a tag of their own": b"a: !Secret {b: c}",
    "a tag by its address": b"!<tag:yaml.org,2002:python/object/new:os.system> [x]",
    "bytes": b"a: !!binary aGVsbG8=",
    "a set": b"!!set {a, b}",
    "an alias bomb": b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    "a merge": b"a: &a {x: y}\nb: {<<: *a}\n",
    "an alias of itself": b"a: &a [*a]",
    "depth": b"[" * 5_000,
    "depth in blocks": b"".join(b" " * number + b"- \n" for number in range(3_000)),
    "depth in keys": b"".join(b" " * number + b"a:\n" for number in range(600)),
    "a huge scalar": b'a: "' + b"x" * MAX_FILE_BYTES + b'"',
    "a huge number": b"a: " + b"9" * 5_000,
    "a number in base sixty": b"a: " + b":".join([b"59"] * 2_000),
    "UTF-16": "a: b".encode("utf-16"),
    "Latin-1": "a: é".encode("latin-1"),
    "a control character": b'a: "\x07"',
    "many documents": b"--- a\n" * 1_000,
    "a directive": b"%YAML 9.9\n%TAG ! tag:evil,2000:\n--- !x y",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_file_is_refused_and_does_nothing(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A finding, with nothing run, nothing written, and soon.
    """
    monkeypatch.chdir(tmp_path)
    _, findings = read_document("topics/x.yaml", content)

    assert findings
    assert all(one.level == "error" for one in findings)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """
    A copy of the shipped knowledge.
    """
    shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge")
    return tmp_path / "knowledge"


def test_no_link_leads_out_of_the_knowledge(folder: Path, tmp_path: Path) -> None:
    """
    A file, a folder, the golden questions, the list of words: what lies outside is not read.
    """
    outside = tmp_path / "outside"
    (outside / "topics").mkdir(parents=True)
    (outside / "secret.yaml").write_text("password: hunter2")
    (outside / "topics" / "secret.yaml").write_text("password: hunter2")
    (outside / "words.txt").write_text("hunter2\n")
    (folder / "topics" / "secret.yaml").symlink_to(outside / "secret.yaml")
    (folder / "golden" / "secret.yaml").symlink_to(outside / "secret.yaml")
    shutil.rmtree(folder / "decisions", ignore_errors=True)
    (folder / "decisions").symlink_to(outside / "topics")
    (folder / "english.txt").unlink()
    (folder / "english.txt").symlink_to(outside / "words.txt")
    reading, (_, golden) = read(folder), read_golden(folder)

    told = [str(one) for one in (*reading.findings, *golden)]
    assert sum("leads out of the knowledge folder" in one for one in told) == 3
    assert "hunter2" not in "".join(told)
    assert reading.ordinary == frozenset()


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[31mb", "a\u202eb", "bad\udcff", "аdmin"])
def test_a_name_that_does_something_is_not_repeated(folder: Path, name: str) -> None:
    """
    Names stand in findings, on terminals, in the log and in messages to admins.
    """
    (folder / "topics" / f"{name}.yaml").write_text("id: x")
    (folder / "golden" / f"{name}.yaml").write_text("id: x")
    reading, (_, golden) = read(folder), read_golden(folder)

    for told in (*reading.findings, *golden):
        assert str(told).isascii()
        assert str(told).isprintable()
    assert ["rename it" in str(one) for one in (*reading.findings, *golden)] == [True, True]


def test_what_is_no_file_is_not_waited_for(folder: Path) -> None:
    """
    A pipe that nobody writes to would hold a reader for ever.
    """
    (folder / "english.txt").unlink()
    for path in ("topics/pipe.yaml", "golden/pipe.yaml", "english.txt"):
        os.mkfifo(folder / path)
    (folder / "topics" / "folder.yaml").mkdir()
    (folder / "topics" / "loop.yaml").symlink_to("loop.yaml")
    reading, (_, golden) = read(folder), read_golden(folder)

    assert [str(one.place) for one in (*reading.findings, *golden)] == [
        "topics/folder.yaml:1:1",
        "topics/loop.yaml:1:1",
        "topics/pipe.yaml:1:1",
        "golden/pipe.yaml:1:1",
    ]
    assert reading.ordinary == frozenset()


def test_a_file_full_of_mistakes_has_a_hundred_findings() -> None:
    """
    Else a megabyte would be a hundred of them in the log and in whatever asks for readiness.
    """
    _, findings = read_document("topics/x.yaml", b"k: v\n" * 20_000)

    assert len(findings) == 101
    assert "mend these first" in str(findings[-1])


def test_files_beyond_the_limit_are_told_of(tmp_path: Path) -> None:
    """
    Nothing is left out in silence.
    """
    (tmp_path / "topics").mkdir()
    for number in range(1_001):
        (tmp_path / "topics" / f"{number:04}.yaml").write_text("id: x")
    reading = read(tmp_path)

    assert len(reading.documents) == 1_000
    assert [str(one) for one in reading.findings] == [
        "topics/0999.yaml:1:1 error Y02 more than 1,000 files; those after this one are not read"
    ]
