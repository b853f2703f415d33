"""
YAML bytes to documents with positions, and the revision of the whole.

The bytes hashed are the bytes parsed. What YAML allows and a curator never means is refused with
a finding: two equal keys, aliases, tags, more than one document, deep nesting, huge files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from bot.core.findings import Finding, Place
from bot.core.parsing import Document
from bot.core.wordlist import WordList

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ORDINARY_WORDS = "english.txt"
MAX_FILE_BYTES = 1_000_000
MAX_FILES = 1_000
MAX_DEPTH = 12
MAX_FINDINGS = 100
"""Of one file as YAML: a megabyte can hold a hundred thousand."""
SAFE_DEPTH = 500
"""The parser's own stack bears this much nesting many times over; more is looked at first."""

_PLAIN_TAGS = {
    "tag:yaml.org,2002:null": "null",
    "tag:yaml.org,2002:bool": "bool",
    "tag:yaml.org,2002:int": "int",
    "tag:yaml.org,2002:float": "float",
    "tag:yaml.org,2002:str": "str",
    "tag:yaml.org,2002:timestamp": "timestamp",
    "tag:yaml.org,2002:merge": "str",
    "tag:yaml.org,2002:value": "str",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """
    A folder as read: its documents, what is wrong with them as YAML, and the revision.
    """

    revision: str
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    ordinary: Set[str] = frozenset()
    """The ordinary words that were read along."""


@dataclass(slots=True)
class _Builder:
    """
    Nodes of one file to plain values, with the place of every value and key.
    """

    path: str
    findings: list[Finding] = field(default_factory=list)
    places: dict[tuple[str | int, ...], tuple[int, int]] = field(default_factory=dict)

    def report(self, mark: Any, code: str, message: str) -> None:
        if len(self.findings) == MAX_FINDINGS:
            code, message = "Y02", f"more than {MAX_FINDINGS} findings here; mend these first"
        if len(self.findings) <= MAX_FINDINGS:
            self.findings.append(Finding(self.place(mark), "error", code, message))

    def place(self, mark: Any) -> Place:
        return Place(self.path, mark.line + 1, mark.column + 1)

    def value(self, node: yaml.Node, loc: tuple[str | int, ...]) -> Any:
        mark = node.start_mark
        self.places.setdefault(loc, (mark.line + 1, mark.column + 1))
        if len(loc) > MAX_DEPTH:
            self.report(node.start_mark, "Y06", f"nested deeper than {MAX_DEPTH} levels")
            return None
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            if node.tag != "tag:yaml.org,2002:seq":
                self.report(node.start_mark, "Y04", f"the tag {node.tag} is not allowed here")
            return [self.value(child, (*loc, index)) for index, child in enumerate(node.value)]
        return self.scalar(node)

    def mapping(self, node: yaml.MappingNode, loc: tuple[str | int, ...]) -> dict[str, Any]:
        if node.tag != "tag:yaml.org,2002:map":
            self.report(node.start_mark, "Y04", f"the tag {node.tag} is not allowed here")
        built: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.report(key_node.start_mark, "Y05", "a key must be plain text")
                continue
            key = str(key_node.value)
            if key in built:
                message = f"the key {key!r} stands twice here; YAML would keep the last silently"
                self.report(key_node.start_mark, "Y03", message)
                continue
            if key_node.tag == "tag:yaml.org,2002:bool" and not key_node.style:
                message = f"YAML reads the key {key} as true or false; put it in quotes"
                self.report(key_node.start_mark, "Y07", message)
            mark = key_node.start_mark
            self.places[(*loc, key)] = (mark.line + 1, mark.column + 1)
            built[key] = self.value(value_node, (*loc, key))
        return built

    def scalar(self, node: yaml.Node) -> Any:
        kind = _PLAIN_TAGS.get(node.tag)
        text = str(node.value)
        if kind is None:
            self.report(node.start_mark, "Y04", f"the tag {node.tag} is not allowed here")
        elif kind == "null":
            return None
        elif kind == "bool":
            if text.lower() in {"true", "false"}:
                return text.lower() == "true"
            message = (
                f"YAML reads {text} as true or false; put it in quotes, or write true or false"
            )
            self.report(node.start_mark, "Y07", message)
        elif kind in {"int", "float"}:
            try:
                return int(text) if kind == "int" else float(text)
            except ValueError:
                message = f"YAML reads {text} as a number; put it in quotes"
                self.report(node.start_mark, "Y07", message)
        elif kind == "timestamp":
            message = f"YAML reads {text} as a date; put it in quotes"
            self.report(node.start_mark, "Y07", message)
        return text


def read_document(path: str, content: bytes) -> tuple[Document | None, tuple[Finding, ...]]:
    """
    One file's bytes as a document, or the findings why not; both when it is usable in part.
    """
    start = Place(path)
    if len(content) > MAX_FILE_BYTES:
        message = f"larger than {MAX_FILE_BYTES:,} bytes; split it"
        return None, (Finding(start, "error", "Y02", message),)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "not UTF-8 text; save the file as UTF-8"
        return None, (Finding(Place(path, line), "error", "Y01", message),)
    try:
        if _may_be_refused(content):
            refused = _refusals(path, content)
            if refused:
                return None, refused
        loader = LOADER(content)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return None, (_not_yaml(path, error),)
    if node is None:
        return None, (Finding(start, "error", "Y01", "the file is empty"),)
    builder = _Builder(path)
    data = builder.value(node, ())
    return Document(path, data, builder.places), tuple(builder.findings)


def _may_be_refused(content: bytes) -> bool:
    """Whether aliases or deep nesting are possible at all: a look at the bytes, far cheaper."""
    if b"*" in content or b"&" in content:
        return True
    openers = content.count(b"[") + content.count(b"{")
    indents = max(
        (len(line) - len(line.lstrip(b" -?")) for line in content.split(b"\n")), default=0
    )
    return openers + indents > SAFE_DEPTH


def _refusals(path: str, content: bytes) -> tuple[Finding, ...]:
    """Aliases and depth, seen before any value is built (a bomb must not go off)."""
    depth = 0
    for event in yaml.parse(content, Loader=LOADER):
        mark: Any = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            message = f"the alias *{event.anchor} is not allowed; write the value out"
            return (Finding(Place(path, mark.line + 1, mark.column + 1), "error", "Y04", message),)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                where = Place(path, mark.line + 1, mark.column + 1)
                message = f"nested deeper than {MAX_DEPTH} levels"
                return (Finding(where, "error", "Y06", message),)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return ()


def _not_yaml(path: str, error: Exception) -> Finding:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error) or type(error).__name__
    context = getattr(error, "context", None)
    where = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
    said = f"not YAML: {context}, {problem}" if context else f"not YAML: {problem}"
    return Finding(where, "error", "Y01", " ".join(said.split()))


def read(folder: Path) -> Reading:
    """
    The folder's YAML files, in the order of their paths, each read once.

    Every finding comes back at once; a missing or unreadable folder is a finding, too.
    """
    paths = knowledge_files(folder)
    reading = read_files(folder, paths[:MAX_FILES])
    if len(paths) > MAX_FILES:
        message = f"more than {MAX_FILES:,} files; those after this one are not read"
        last = Place(paths[MAX_FILES - 1].relative_to(folder).as_posix())
        more = Finding(last, "error", "Y02", message)
        reading = replace(reading, findings=(*reading.findings, more))
    if reading.documents or reading.findings:
        content, ordinary = _ordinary_words(folder)
        digest = hashlib.sha256(reading.revision.encode() + content)
        return replace(reading, revision=digest.hexdigest()[:12], ordinary=ordinary)
    message = f"no knowledge found in {folder}; set KNOWLEDGE_DIR to the folder that holds it"
    return Reading("", (), (Finding(Place(str(folder)), "error", "Y08", message),))


def read_files(folder: Path, paths: Sequence[Path]) -> Reading:
    """
    These files below *folder*, in the order given.
    """
    findings: list[Finding] = []
    documents: list[Document] = []
    digest = hashlib.sha256()
    for path in paths:
        name = path.relative_to(folder).as_posix()
        if not (name.isascii() and name.isprintable()):
            # It stands in findings, logs and messages: nothing in it may do anything there.
            message = "the name of a file must be plain letters, digits and marks; rename it"
            findings.append(Finding(Place(ascii(name)), "error", "Y08", message))
            continue
        try:
            if not path.resolve().is_relative_to(folder.resolve()):
                message = "a link that leads out of the knowledge folder is not followed"
                findings.append(Finding(Place(name), "error", "Y08", message))
                continue
            content = _content(path)
        except (OSError, RuntimeError) as error:
            # Until Python 3.13, a link that leads back to itself is a RuntimeError.
            message = f"cannot be read: {getattr(error, 'strerror', None) or error}"
            findings.append(Finding(Place(name), "error", "Y08", message))
            continue
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
        document, problems = read_document(name, content)
        findings.extend(problems)
        if document is not None:
            documents.append(document)
    return Reading(digest.hexdigest()[:12], tuple(documents), tuple(findings))


def _content(path: Path) -> bytes:
    """The bytes of *path*, one more than are allowed at most. Raises OSError."""
    if path.exists() and not path.is_file():
        raise OSError("it is not a file")
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES + 1)


def _ordinary_words(folder: Path) -> tuple[bytes, Set[str]]:
    """The bytes of ``english.txt`` and the words in it; nothing where there is no such file."""
    path = folder / ORDINARY_WORDS
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            return b"", frozenset()
        content = _content(path)[:MAX_FILE_BYTES]
    except (OSError, RuntimeError):
        return b"", frozenset()
    lines = content.decode("utf-8", errors="replace").splitlines()
    return content, WordList(line for line in lines if line and not line.startswith("#"))


def knowledge_files(folder: Path) -> list[Path]:
    """
    The files that make up the knowledge: those the bot answers from, without the golden questions;
    one more than are read at most.
    """
    found = [
        *folder.glob("*.yaml"),
        *folder.glob("topics/*.yaml"),
        *folder.glob("decisions/*.yaml"),
    ]
    return sorted(found)[: MAX_FILES + 1]
