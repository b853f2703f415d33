"""
YAML bytes to documents with positions: whatever the bytes, findings with a place, no traceback.
"""

from __future__ import annotations

import os
import re
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.core.findings import Finding
from bot.core.parsing import parse
from bot.knowledge import reader
from bot.knowledge.loading import examine
from bot.knowledge.reader import MAX_FILE_BYTES, read, read_document
from tests.core.databases import FILES, GOLDEN, write
from tests.core.fixtures import SHIPPED
from tests.core.properties import MANY

NAME = "topics/x.yaml"
REAL = sorted((SHIPPED / "topics").glob("*.yaml"))[0].read_bytes()
LAUGHS = b"a: &a [x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (name, name, b",".join([b"*%c" % (name - 1)] * 9)) for name in b"bcdefghi"
)

BROKEN: list[tuple[str, bytes, str, str]] = [
    # name, bytes, line:column code, what is said
    ("empty", b"", "1:1 error Y01", "the file is empty"),
    ("blank", b"  \n\n", "1:1 error Y01", "the file is empty"),
    ("only a comment", b"# hello\n", "1:1 error Y01", "the file is empty"),
    ("not UTF-8", b"id: a\ntitle: caf\xe9\n", "2:1 error Y01", "not UTF-8"),
    ("UTF-16", "id: a".encode("utf-16"), "1:1 error Y01", "not UTF-8"),
    ("a NUL", b"id: a\0b\n", "1:1 error Y01", "control characters are not allowed"),
    ("a tab", b"id: a\n\ttitle: b\n", "2:1 error Y01", "a tab character"),
    ("an open quote", b'id: "a\n', "2:1 error Y01", "found unexpected end of stream"),
    ("an open list", b"id: [a\n", "2:1 error Y01", "while parsing a flow sequence"),
    ("a bad escape", b'id: "\\xZZ"\n', "1:8 error Y01", "hexdecimal"),
    ("a lone surrogate", b'id: "\\ud800"\n', "1:8 error Y01", "invalid Unicode"),
    ("bad indentation", b"a:\n   b: 1\n  c: 2\n", "3:3 error Y01", "did not find expected"),
    ("two documents", b"id: a\n---\nid: b\n", "2:1 error Y01", "expected a single document"),
    ("another version", b"%YAML 9.9\n---\na: b\n", "1:1 error Y01", "incompatible"),
    ("too large", b"a" * (MAX_FILE_BYTES + 1), "1:1 error Y02", "split it"),
    ("the same key twice", b"id: a\ntitle: x\nid: b\n", "3:1 error Y03", "'id' stands twice"),
    ("the same key deep down", b"a:\n  - {b: 1, b: 2}\n", "2:12 error Y03", "'b' stands twice"),
    ("the key twice, once quoted", b'id: a\n"id": b\n', "2:1 error Y03", "'id' stands twice"),
    ("an alias", b"a: &x [1]\nb: *x\n", "2:4 error Y04", "the alias *x is not allowed"),
    ("a billion laughs", LAUGHS, "2:8 error Y04", "the alias *a is not allowed"),
    ("an endless alias", b"&a [*a]\n", "1:5 error Y04", "the alias *a is not allowed"),
    ("a merged alias", b"a: &x {b: c}\nd:\n  <<: *x\n", "3:7 error Y04", "the alias *x"),
    ("a tag of Python's", b"id: !!python/object/apply:os.system [ls]\n", "1:5 error Y04", "tag"),
    ("a tag of nobody's", b"id: !thing a\n", "1:5 error Y04", "the tag !thing"),
    ("binary data", b"id: !!binary aGk=\n", "1:5 error Y04", "binary is not allowed"),
    ("a set", b"id: !!set {a, b}\n", "1:5 error Y04", "set is not allowed"),
    ("a tagged list", b"id: !!omap [a: b]\n", "1:5 error Y04", "omap is not allowed"),
    ("a list for a key", b"? [a, b]\n: c\n", "1:3 error Y05", "a key must be plain text"),
    ("a map for a key", b"{a: b}: c\n", "1:1 error Y05", "a key must be plain text"),
    ("thirteen levels", b"a: " + b"[" * 13 + b"]" * 13, "1:16 error Y06", "deeper than 12"),
    ("100,000 brackets", b"[" * 100_000, "1:13 error Y06", "deeper than 12"),
    ("100,000 closed brackets", b"[" * 100_000 + b"]" * 100_000, "1:13 error Y06", "deeper"),
    ("100,000 braces", b"{a: " * 100_000, "1:49 error Y06", "deeper than 12"),
    ("100,000 dashes", b"- " * 100_000 + b"a", "1:25 error Y06", "deeper than 12"),
    ("100,000 question marks", b"? " * 100_000 + b"a", "1:25 error Y06", "deeper than 12"),
    (
        "900 indented blocks",
        b"".join(b" " * at + b"a:\n" for at in range(900)),
        "13:13 error Y06",
        "deeper than 12",
    ),
    ("an unquoted yes", b"id: yes\n", "1:5 error Y07", "reads yes as true or false"),
    ("an unquoted no", b"a: [No]\n", "1:5 error Y07", "reads No as true or false"),
    ("an unquoted on as a key", b"on: a\n", "1:1 error Y07", "the key on as true or false"),
    ("an unquoted date", b"id: 2023-11-11\n", "1:5 error Y07", "as a date"),
    ("a moment", b"id: 2023-11-11 10:00:00\n", "1:5 error Y07", "as a date"),
    ("base sixty", b"id: 1:30\n", "1:5 error Y07", "as a number"),
    ("base sixteen", b"id: 0x1F\n", "1:5 error Y07", "as a number"),
    ("not a number", b"id: .nan\n", "1:5 error Y07", "as a number"),
    ("infinity", b"id: -.inf\n", "1:5 error Y07", "as a number"),
    ("5,000 digits", b"id: " + b"9" * 5_000, "1:5 error Y07", "as a number"),
]


@pytest.mark.parametrize(
    ("content", "start", "said"),
    [case[1:] for case in BROKEN],
    ids=[case[0] for case in BROKEN],
)
def test_what_a_curator_never_means_is_refused_with_its_place(
    content: bytes, start: str, said: str
) -> None:
    """
    One finding, at line and column, in one line; and quickly, however nasty the file.
    """
    began = time.perf_counter()
    _, findings = read_document(NAME, content)
    took = time.perf_counter() - began

    assert len(findings) == 1, findings
    assert str(findings[0]).startswith(f"{NAME}:{start} ")
    assert said in findings[0].message
    assert "\n" not in findings[0].message
    assert took < 1.0


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'id: "yes"\n', {"id": "yes"}),
        (b"a: true\nb: False\n", {"a": True, "b": False}),
        (b"a: 3\nb: 2.5\nc: '2.5'\n", {"a": 3, "b": 2.5, "c": "2.5"}),
        (b"a: ~\nb:\nc: null\n", {"a": None, "b": None, "c": None}),
        (b'"on": a\n', {"on": "a"}),
        (b"- a\n- [b, {c: d}]\n", ["a", ["b", {"c": "d"}]]),
        (b"a: |\n  x\n  y\n", {"a": "x\ny\n"}),
        ("\ufeffid: naïve 🐍\n".encode(), {"id": "naïve 🐍"}),
        (b"id: a\r\ntitle: b\r\n", {"id": "a", "title": "b"}),
        (b"a: &x b\n", {"a": "b"}),
        (b"a: " + b"[" * 11 + b"]" * 11, None),
        (b"a: '* and & and [[[[[[[[[[[[[[[[['\n", {"a": "* and & and [[[[[[[[[[[[[[[[["}),
    ],
)
def test_plain_values_are_read_as_they_look(content: bytes, expected: object) -> None:
    """
    Text, numbers, true and false, nothing, lists and keys.
    """
    document, findings = read_document(NAME, content)

    assert findings == ()
    assert document is not None
    assert expected is None or expected == document.data


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    """
    A duplicate key does not hide an unquoted date further down.
    """
    _, findings = read_document(NAME, b"a: yes\nb: 2023-11-11\nb: 1\nc: !x y\n")

    assert [one.code for one in findings] == ["Y07", "Y07", "Y03", "Y04"]
    assert [one.place.line for one in findings] == [1, 2, 3, 4]


def test_every_value_has_its_place() -> None:
    """
    The key where there is one, else the value.
    """
    document, _ = read_document(NAME, b"# first\nid: a\nlist:\n  - x\n  - {deep: y}\n")
    assert document is not None

    assert document.places[("id",)] == (2, 1)
    assert document.places[("list", 0)] == (4, 5)
    assert document.places[("list", 1, "deep")] == (5, 6)


def told(path: str, content: bytes) -> list[Finding]:
    """Every finding that reading and parsing *content* gives."""
    document, findings = read_document(path, content)
    parsed = parse("r", [document] if document else [])
    assert isinstance(parsed, tuple)
    return [*findings, *parsed]


@given(st.integers(0, len(REAL)), st.binary(max_size=6), st.integers(0, 40))
@MANY
def test_a_real_file_cut_or_mutated_anywhere_gets_no_traceback(
    at: int, put: bytes, taken: int
) -> None:
    """
    Bytes taken out of a real topic and others put in: findings of one line with a place.
    """
    for one in told(NAME, REAL[:at] + put + REAL[at + taken :]):
        assert re.fullmatch(r"\S+:\d+:\d+ error [YF]\d\d .+", str(one)), one


@given(st.integers(0, len(REAL)))
@MANY
def test_a_real_file_that_ends_early_gets_no_traceback(length: int) -> None:
    """
    As an editor leaves it when the disk is full.
    """
    for one in told(NAME, REAL[:length]):
        assert re.fullmatch(r"\S+:\d+:\d+ error [YF]\d\d .+", str(one)), one


@given(
    st.binary(max_size=80)
    | st.lists(
        st.sampled_from(
            [*"[]{}:,-?&*!|>'\"%@`#\n \t~", "id", "a: ", "- ", "? ", "\n  ", "---", "yes", "<<: "]
        ),
        max_size=30,
    ).map(lambda parts: "".join(parts).encode())
)
@MANY
def test_any_bytes_get_no_traceback(content: bytes) -> None:
    """
    A document, or findings, or both; always with a place.
    """
    document, findings = read_document(NAME, content)

    assert document is not None or findings
    for one in findings:
        assert re.fullmatch(r"\S+:\d+:\d+ error Y\d\d .+", str(one)), one


@given(st.lists(st.sampled_from("a: b\n|- x\n|[|]|'|&a |*a|!t |? |\t|#|---\n".split("|"))))
@MANY
def test_the_parser_in_python_refuses_what_the_one_in_c_refuses(parts: list[str]) -> None:
    """
    Where PyYAML comes without its C parser, an edit is as safe: never a traceback there either.
    """
    content = "".join(parts).encode()
    with slow_parser():
        document, findings = read_document(NAME, content)

    assert document is not None or findings


@contextmanager
def slow_parser() -> Iterator[None]:
    """PyYAML's parser in Python instead of the one in C."""
    fast, reader.LOADER = reader.LOADER, yaml.SafeLoader
    try:
        yield
    finally:
        reader.LOADER = fast


# --- folders


def one_finding(folder: Path) -> str:
    (one,) = examine(folder)[1]
    return str(one)


def test_a_folder_that_is_not_there_is_one_finding(tmp_path: Path) -> None:
    """
    It names the folder and the way out.
    """
    said = one_finding(tmp_path / "nowhere")

    assert " error Y08 no knowledge found in " in said
    assert "set KNOWLEDGE_DIR" in said


def test_a_file_in_the_place_of_the_folder_is_one_finding(folder: Path) -> None:
    """
    KNOWLEDGE_DIR may point anywhere.
    """
    assert " error Y08 no knowledge found in " in one_finding(folder / "options.yaml")


def test_a_folder_in_the_place_of_a_file_is_a_finding(folder: Path) -> None:
    """
    Not a traceback.
    """
    (folder / "topics" / "x.yaml").mkdir()

    assert one_finding(folder) == "topics/x.yaml:1:1 error Y08 cannot be read: it is not a file"


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    """
    A knowledge folder shows nothing of the machine it is on.
    """
    (tmp_path / "secret.yaml").write_text("id: secret\n", "utf-8")
    (folder / "topics" / "x.yaml").symlink_to(tmp_path / "secret.yaml")

    assert "error Y08 a link that leads out of the knowledge folder" in one_finding(folder)


def test_a_link_that_leads_nowhere_or_back_to_itself_is_a_finding(folder: Path) -> None:
    """
    Not a traceback, and not passed over.
    """
    link = folder / "topics" / "x.yaml"
    link.symlink_to("nowhere.yaml")
    assert "topics/x.yaml:1:1 error Y08 cannot be read: " in one_finding(folder)
    link.unlink()
    link.symlink_to("x.yaml")
    assert "topics/x.yaml:1:1 error Y08 cannot be read: " in one_finding(folder)


def test_a_linked_folder_is_read(folder: Path, tmp_path: Path) -> None:
    """
    The folder itself may be reached by a link: that is how releases are switched.
    """
    (tmp_path / "current").symlink_to(folder)

    assert examine(tmp_path / "current")[1] == ()


def test_a_pipe_or_socket_in_the_place_of_a_file_does_not_hang(folder: Path) -> None:
    """
    Opening a pipe waits for ever; it is never opened.
    """
    pipe = folder / "topics" / "x.yaml"
    os.mkfifo(pipe)
    assert "error Y08 cannot be read: it is not a file" in one_finding(folder)
    pipe.unlink()
    with tempfile.TemporaryDirectory() as short, socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{short}/s")
        Path(f"{short}/s").rename(pipe)
        assert "error Y08 cannot be read: it is not a file" in one_finding(folder)


@contextmanager
def without_rights() -> Iterator[None]:
    """As somebody who is not root, whom a file's mode concerns."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_file_that_may_not_be_read_is_a_finding() -> None:
    """
    The rest is read all the same.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = write(Path(place))
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        (folder / "topics" / "speed.yaml").chmod(0)
        with without_rights():
            said = one_finding(folder)

    assert said == "topics/speed.yaml:1:1 error Y08 cannot be read: Permission denied"


def test_a_huge_file_is_refused_without_being_read_whole(folder: Path) -> None:
    """
    A sparse file of a terabyte takes no memory and no time.
    """
    with (folder / "topics" / "x.yaml").open("wb") as file:
        file.truncate(1 << 40)

    assert "topics/x.yaml:1:1 error Y02 larger than" in one_finding(folder)


def test_findings_of_all_files_come_at_once(folder: Path) -> None:
    """
    Three broken files are three findings, and the broken files are not called missing.
    """
    (folder / "options.yaml").write_bytes(b"options: [")
    (folder / "topics/speed.yaml").write_bytes(b"\xff")
    (folder / "wording.yaml").write_bytes(b"")
    base, findings = examine(folder)

    assert base is None
    assert [one.place.path for one in findings] == [
        "options.yaml",
        "topics/speed.yaml",
        "wording.yaml",
    ]


def test_a_file_that_parses_in_part_spoils_the_base(folder: Path) -> None:
    """
    A duplicate key is an error, even where the first of the two would do.
    """
    with (folder / "topics/speed.yaml").open("a") as file:
        file.write("\ntitle: again\n")
    base, findings = examine(folder)

    assert base is None
    assert [one.code for one in findings] == ["Y03"]


# --- revision


def test_the_revision_changes_with_every_byte_and_name(folder: Path) -> None:
    """
    Any edit of what answers come from is another revision; golden questions are not.
    """
    seen = {read(folder).revision}
    for path in sorted(FILES):
        before = (folder / path).read_bytes()
        for edited in (b"\n# a\n", b"\n# b\n"):
            (folder / path).write_bytes(before + edited)
            seen.add(read(folder).revision)
        (folder / path).write_bytes(before)
    (folder / "topics/speed.yaml").rename(folder / "topics/zpeed.yaml")
    seen.add(read(folder).revision)

    assert len(seen) == 2 * len(FILES) + 2


def test_the_revision_does_not_depend_on_where_and_when(folder: Path, tmp_path: Path) -> None:
    """
    The same files elsewhere, written in another order and later, are the same revision.
    """
    again = write(tmp_path / "again", dict(reversed([*FILES.items(), *GOLDEN.items()])))
    os.utime(again / "options.yaml", (1, 1))
    (again / "golden" / "speed.yaml").unlink()
    (again / "README.md").write_text("not knowledge", "utf-8")

    assert read(folder).revision == read(again).revision


def test_documents_come_in_the_order_of_their_paths(folder: Path) -> None:
    """
    Not in the order the disk gives.
    """
    paths = [document.path for document in read(folder).documents]

    assert sorted(paths) == paths


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"# nothing\n", b"a\n" * 10, b"\0" * 100], ids=repr
)
def test_odd_lists_of_ordinary_words_do_no_harm(folder: Path, content: bytes) -> None:
    """
    The list is a help for spelling; without it the bot answers all the same.
    """
    (folder / "english.txt").write_bytes(content)
    base, findings = examine(folder)

    assert findings == ()
    assert base is not None


def test_without_a_list_of_ordinary_words_there_are_none(folder: Path) -> None:
    """
    Missing, or a folder in its place.
    """
    (folder / "english.txt").unlink()
    base, _ = examine(folder)
    assert base is not None
    assert base.ordinary == frozenset()
    (folder / "english.txt").mkdir()
    assert examine(folder)[1] == ()


def test_the_shipped_knowledge_has_no_errors() -> None:
    """
    What is shipped loads.
    """
    assert [str(one) for one in examine(SHIPPED)[1] if one.level == "error"] == []
