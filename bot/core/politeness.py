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


def without_courtesies(spoken: Sequence[str]) -> list[str]:
    """
    *spoken* without what only opens or closes it politely; all of it where nothing else is left.
    """
    start, end = 0, len(spoken)
    while length := _longest(_OPENERS, spoken[start:end], at_end=False):
        start += length
    while length := _longest(_CLOSERS, spoken[start:end], at_end=True):
        end -= length
    return list(spoken[start:end]) or list(spoken)


def _longest(phrases: Sequence[tuple[str, ...]], spoken: Sequence[str], *, at_end: bool) -> int:
    return max(
        (
            len(phrase)
            for phrase in phrases
            if len(phrase) < len(spoken)
            and tuple(spoken[-len(phrase) :] if at_end else spoken[: len(phrase)]) == phrase
        ),
        default=0,
    )
