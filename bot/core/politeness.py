"""
The courtesies around a question, taken off: they must not change what it is taken to mean.
"""

from __future__ import annotations

from collections.abc import Sequence

_OPENERS = tuple(
    tuple(opener.split())
    for opener in (
        "hi|hello|hey|hiya|yo|greetings|good morning|good afternoon|good evening|morning|howdy|"
        "all|everyone|everybody|folks|team|guys|friends|there|again|people|"
        "please|sorry|excuse me|quick question|quick one|question|a question|one question|"
        "dumb question|stupid question|random question|just wondering|just curious|curious|"
        "wondering|i was wondering|i am wondering|i wonder|out of curiosity|so|ok|okay|well|um|"
        "hmm|can someone tell me|can somebody tell me|can anyone tell me|could someone tell me|"
        "could somebody tell me|could anyone tell me|can you tell me|could you tell me|"
        "would you tell me|does anyone know|does anybody know|do you know|anyone know|"
        "anybody know|tell me|please tell me|can you please tell me|could you please tell me|"
        "i would like to know|i want to know|may i ask|can i ask|ask hn|whether|if"
    ).split("|")
)
_CLOSERS = tuple(
    tuple(closer.split())
    for closer in (
        "thanks|thank you|many thanks|thanks a lot|thanks a million|thanks in advance|"
        "thanks so much|thank you so much|thank you very much|cheers|please|ta|"
        "any thoughts|thoughts|any ideas|any idea|any advice|any tips|any opinions|"
        "what do you think|what do you all think|help|help please|all|everyone|folks|team|guys|"
        "have a nice day|just curious|just wondering|asking for a friend"
    ).split("|")
)


def _by_word(phrases: Sequence[tuple[str, ...]], at: int) -> dict[str, list[tuple[str, ...]]]:
    """The phrases by their first (0) or last (-1) word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        found.setdefault(phrase[at], []).append(phrase)
    return found


_OPENING = _by_word(_OPENERS, 0)
_CLOSING = _by_word(_CLOSERS, -1)


def without_courtesies(spoken: Sequence[str]) -> list[str]:
    """
    *spoken* without what only opens or closes it politely; all of it where nothing else is left.
    """
    left = list(spoken)
    while length := _opening(left):
        del left[:length]
    while length := _closing(left):
        del left[-length:]
    return left


def _opening(spoken: Sequence[str]) -> int:
    """How many words the courtesy at the start has; 0: none, or nothing would be left."""
    for phrase in _OPENING.get(spoken[0], ()) if spoken else ():
        if len(phrase) < len(spoken) and tuple(spoken[: len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _closing(spoken: Sequence[str]) -> int:
    for phrase in _CLOSING.get(spoken[-1], ()) if spoken else ():
        if len(phrase) < len(spoken) and tuple(spoken[-len(phrase) :]) == phrase:
            return len(phrase)
    return 0
