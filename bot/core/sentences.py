"""
Which sentence of a message asks: what kind of question it is stands there, not in what is told.
"""

from __future__ import annotations

import re

from bot.core.phrasing import opens_doubt, opens_question
from bot.core.politeness import asked_in
from bot.core.text import plain, words

_SENTENCE = re.compile(r"[^.!?\n]+(?:(?:[.!?](?=\S)|(?<=,)\s*\n)[^.!?\n]+)*[.!?]?")
"""Ends with a mark or a line; "asp.net" goes on, and so does a line that ends in a comma."""
_INNER_END = re.compile(r"[.!?\n].", re.DOTALL)


def question_in(text: str) -> str:
    """
    The sentence of *text* that asks: the last with a question mark, else the last that begins as
    questions do; all of it where there is none. "Any thoughts?" asks for nothing by itself.
    """
    if text.isascii() and not _INNER_END.search(text):
        return text
    sentences = [one for one in _SENTENCE.findall(plain(text)) if asked_in(words(one))]
    if len(sentences) < 2:
        return sentences[0] if sentences else text
    marked = [one for one in sentences if one.endswith("?")]
    asking = marked or [one for one in sentences if opens_question(asked_in(words(one)))]
    return asking[-1] if asking else text


STORY = 4
"""Words before a comma that tell a story; fewer name what is asked about ("■, is it slow")."""
SHORTEST_DOUBT = 3


def doubt_after_story(sentence: str) -> str:
    """
    The yes-or-no question that *sentence* ends in after a story: "it is signed, does that …?".

    Empty where there is none.
    """
    story, _, doubt = sentence.rpartition(",")
    told, asking = words(story), words(doubt)
    if len(told) < STORY or len(asking) < SHORTEST_DOUBT or opens_question(told):
        return ""
    return doubt if opens_doubt(asking) else ""
