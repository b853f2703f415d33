"""
What is mechanical about a finding, mended in the text of a file; everything else stays as written.

Texts in, texts out: comments and layout are kept, only the lines that are wrong change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.core.model import KnowledgeBase
from bot.core.parsing import Document

_LOOK_ALIKES = str.maketrans(
    {
        # Cyrillic and Greek letters that cannot be told from Latin ones (Unicode TR39, confusables)
        **dict(zip("АВЕЅІЈКМНОРСТХУ", "ABESIJKMHOPCTXY", strict=True)),
        **dict(zip("асеіјорѕхуԁԛԝһ", "aceijopsxydqwh", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
        **dict(zip("ονα", "ova", strict=True)),
    }
)
_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007", " "))
_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN = r"[\x00-\u024f]"
_INVISIBLE = r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+"
_INVISIBLE_IN_LATIN = re.compile(f"(?<={_LATIN}){_INVISIBLE}|{_INVISIBLE}(?={_LATIN})")


def tidied(text: str) -> str:
    """
    *text* with plain line ends, no trailing blanks, no tabs before a key, one newline at the end,
    and in Latin words Latin letters for look-alikes and no invisible characters.

    Words in other scripts, and what holds an emoji together, are left alone.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    plain = _INVISIBLE_IN_LATIN.sub("", plain.translate(_BLANKS))
    plain = _LETTERS.sub(_in_latin, plain)
    lines = (_without_tabs(line).rstrip() for line in plain.split("\n"))
    return "\n".join(lines).rstrip("\n") + "\n"


def _in_latin(word: re.Match[str]) -> str:
    """The word with its look-alikes in Latin letters, where it has any Latin letter."""
    is_latin = any(letter < "\u0250" for letter in word[0])
    return word[0].translate(_LOOK_ALIKES) if is_latin else word[0]


def _without_tabs(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return indent.replace("\t", "  ") + line[len(indent) :]


def mended(
    texts: Mapping[str, str], base: KnowledgeBase, documents: Iterable[Document]
) -> dict[str, str]:
    """
    *texts* by path, with one-sided disputes made mutual and repeated questions taken out.

    *base* and *documents* are what these very texts were read as.
    """
    topics = [document for document in documents if document.path.startswith("topics/")]
    changed = dict(texts)
    for document, topic in zip(topics, base.topics, strict=True):
        path, places = document.path, document.places
        lines: list[str | None] = [*texts[path].split("\n")]
        for at, claim in enumerate(topic.claims):
            missing = list(_disputes_missing(base, claim.id))
            if missing:
                _dispute(lines, places, at, missing)
        for key, asked in (("utterances", topic.utterances), ("beyond", topic.beyond)):
            seen: set[str] = set()
            for at, question in enumerate(asked):
                line, _ = places[key, at]
                folded = " ".join(question.casefold().split())
                if folded in seen and re.match(r"\s*- ", lines[line - 1] or ""):
                    lines[line - 1] = None
                seen.add(folded)
        changed[path] = "\n".join(line for line in lines if line is not None)
    return changed


def says_the_same(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """
    Whether a topic's values differ in nothing but repeated questions and disputes.
    """

    def compared(topic: Mapping[str, Any]) -> tuple[object, ...]:
        claims = [
            {key: value for key, value in claim.items() if key != "disputed_by"}
            for claim in topic.get("claims") or ()
        ]
        asked = [
            list(dict.fromkeys(" ".join(one.casefold().split()) for one in topic.get(key) or ()))
            for key in ("utterances", "beyond")
        ]
        rest = {key: topic[key] for key in topic if key not in {"claims", "utterances", "beyond"}}
        return claims, asked, rest

    return compared(before) == compared(after)


def _disputes_missing(base: KnowledgeBase, claim_id: str) -> Iterator[str]:
    """Claims that dispute this one and that it does not dispute in turn."""
    for other in base.claim_of.values():
        if claim_id in other.disputed_by and other.id not in base.claim_of[claim_id].disputed_by:
            yield other.id


def _dispute(
    lines: list[str | None],
    places: Mapping[tuple[str | int, ...], tuple[int, int]],
    at: int,
    missing: list[str],
) -> None:
    """Write *missing* into the claim's ``disputed_by``, or begin one below its id."""
    found = places.get(("claims", at, "disputed_by"))
    if found is None:
        line, column = places["claims", at, "id"]
        lines[line - 1] = (
            f"{lines[line - 1]}\n{' ' * (column - 1)}disputed_by: [{', '.join(missing)}]"
        )
        return
    line, column = found
    text = lines[line - 1] or ""
    listed = re.search(r"disputed_by:\s*\[(.*)\]", text)
    if listed:
        names = [name.strip() for name in listed[1].split(",") if name.strip()]
        written = f"disputed_by: [{', '.join([*names, *missing])}]"
        lines[line - 1] = text[: listed.start()] + written + text[listed.end() :]
    else:
        below = "".join(f"\n{' ' * (column + 1)}- {name}" for name in missing)
        lines[line - 1] = text + below
