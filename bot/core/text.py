"""
What people type, made comparable: noise taken out, words found, word forms folded.

Works on raw Slack text as well as on plain text, and in time proportional to its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

MAX_CHARACTERS = 4_000
"""Longer questions are read up to here; Slack itself cuts messages at 40,000."""

TEXTS_KEPT = 32
"""The last few in memory: a question and its pieces are read in several rooms in turn."""

_MARKED = re.compile(r"[<>&`:]")
"""Something that all that is taken out has, but accents; quick to rule out."""
_CODE_BLOCK = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_QUOTED_LINE = re.compile(r"^[^\S\n]*(?:>|&gt;).*$", re.MULTILINE)
_LABELLED = re.compile(r"<[^<>|]*\|([^<>]*)>")
_MARKUP = re.compile(r"<[@#!][^<>]*>|<(?:https?|mailto|tel):[^<>]*>|https?://\S+")
_EMOJI_CODE = re.compile(r"(?<![A-Za-z0-9]):[a-z0-9_'+-]{2,}:(?::skin-tone-\d:)?")
_WORD = re.compile(r"c\+\+|[cfj]#|[^\W_]+(?:'[^\W_]+)?")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]+)*[.!?]?")
_INNER_END = re.compile(r"[.!?\n].", re.DOTALL)
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_THRICE = re.compile(r"(.)\1\1")
"""What every stretched word has; quick to rule out."""
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "`": " "})

_CONTRACTIONS = {
    "whats": "what is",
    "hows": "how is",
    "wheres": "where is",
    "whos": "who is",
    "whens": "when is",
    "thats": "that is",
    "theres": "there is",
    "heres": "here is",
    "lets": "let us",
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "isnt": "is not",
    "arent": "are not",
    "wasnt": "was not",
    "cant": "can not",
    "cannot": "can not",
    "couldnt": "could not",
    "wont": "will not",
    "wouldnt": "would not",
    "shouldnt": "should not",
    "havent": "have not",
    "hasnt": "has not",
    "im": "i am",
    "ive": "i have",
    "youre": "you are",
    "weve": "we have",
    "theyre": "they are",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "vs": "or",
    "versus": "or",
    "u": "you",
    "pls": "please",
    "plz": "please",
    "thx": "thanks",
    "btw": "by the way",
    "n't": "not",
    "wat": "what",
    "wut": "what",
    "ur": "your",
    "abt": "about",
    "bc": "because",
    "cuz": "because",
    "bcuz": "because",
    "ppl": "people",
    "irl": "in real life",
    "soo": "so",
    "noo": "no",
}
"""How chat writes common words, and the words meant."""

_ENDINGS = ("n't", "'s", "'re", "'ve", "'ll", "'d", "'m")


def plain(text: str) -> str:
    """
    *text* without code blocks, quoted lines, mentions, links, emoji and accents, in lower case.

    A message that is all code or all quotation is kept, so that something is left to read.
    """
    text = text[:MAX_CHARACTERS]
    if _MARKED.search(text):
        without = _QUOTED_LINE.sub(" ", _CODE_BLOCK.sub(" ", text))
        if _WORD.search(without):
            text = without
        text = _MARKUP.sub(" ", _LABELLED.sub(r" \1 ", text))
        for entity, character in _ENTITIES:
            text = text.replace(entity, character)
        text = _EMOJI_CODE.sub(" ", text)
    if text.isascii():
        return text.replace("`", " ").lower()
    # One character may be written out as eighteen.
    text = unicodedata.normalize("NFKD", text.translate(_QUOTES))[:MAX_CHARACTERS].lower()
    return "".join(
        character for character in text if unicodedata.category(character) not in {"Mn", "Cf", "So"}
    )


def question_in(text: str) -> str:
    """
    The sentence of *text* that asks: the last that ends in a question mark; else all of it.
    """
    if text.isascii() and not _INNER_END.search(text):
        return text
    sentences = _SENTENCE.findall(plain(text))
    asking = [one for one in sentences if one.endswith("?")]
    return asking[-1] if asking and len(sentences) > 1 else text


def words(text: str) -> list[str]:
    """
    The words of *text* in order, contractions written out, stretched letters shortened.
    """
    return [*_words(text)]


@lru_cache(maxsize=TEXTS_KEPT)
def _words(text: str) -> Sequence[str]:
    text = plain(text)
    typed: list[str] = _WORD.findall(text)
    if _THRICE.search(text):
        typed = [_STRETCHED.sub(r"\1\1", word) for word in typed]
    if "'" not in text and _CONTRACTIONS.keys().isdisjoint(typed):
        return typed
    found: list[str] = []
    for word in typed:
        written_out = _CONTRACTIONS.get(word)
        if written_out:
            found.extend(written_out.split())
        elif "'" in word:
            found.extend(_without_mark(word))
        else:
            found.append(word)
    return found


def _without_mark(word: str) -> list[str]:
    """*word* with an apostrophe in it as the words it is made of: "doesn't", "team's"."""
    written_out = _CONTRACTIONS.get(word.replace("'", ""))
    if written_out:
        return written_out.split()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return [word.removesuffix(ending), *(("not",) if ending == "n't" else ())]
    return [word.replace("'", "")]


_IRREGULAR = {
    "better": "good",
    "best": "good",
    "worse": "bad",
    "worst": "bad",
    "made": "make",
    "making": "make",
    "built": "build",
    "chose": "choose",
    "chosen": "choose",
    "choice": "choose",
    "choosing": "choose",
    "ran": "run",
    "written": "write",
    "wrote": "write",
    "grew": "grow",
    "grown": "grow",
    "fits": "fit",
    "fitting": "fit",
    "easier": "easy",
    "easiest": "easy",
    "easily": "easy",
    "heavier": "heavy",
    "libs": "library",
    "lib": "library",
    "libraries": "library",
    "db": "database",
    "dbs": "database",
    "apis": "api",
    "apps": "app",
    "application": "app",
    "applications": "app",
    "docs": "documentation",
    "doc": "documentation",
    "auth": "authentication",
    "perf": "performance",
    "microservice": "microservices",
    "has": "have",
    "had": "have",
    "beginner": "beginner",
    "beginners": "beginner",
    "customer": "customer",
    "customers": "customer",
    "latest": "latest",
    "later": "later",
    "is": "be",
    "are": "be",
    "am": "be",
    "was": "be",
    "were": "be",
    "does": "do",
    "did": "do",
    "optimise": "optimize",
}


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """
    The form that *word* shares with its plural, its verb forms and its British spelling.

    A light suffix stripper for matching, not for reading: "scaling", "scales" and "scaled" agree.
    """
    word = _IRREGULAR.get(word, word)
    if len(word) <= 3 or not word.isalpha():
        return word
    word = word.replace("isation", "ization").replace("our", "or") if len(word) > 5 else word
    for ending, instead in (("ising", "izing"), ("ised", "ized"), ("ise", "ize"), ("ises", "izes")):
        if len(word) > 6 and word.endswith(ending):
            word = word.removesuffix(ending) + instead
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed", "er", "est"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 3 and any(vowel in root for vowel in "aeiouy"):
            if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "ls":
                root = root[:-1]
            word = root
            break
    if word.endswith("ly") and len(word) > 5:
        word = word[:-2]
    return word.removesuffix("e") if len(word) > 4 else word
