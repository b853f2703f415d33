"""
The courtesies around a question, taken off: they must not change what it is taken to mean.

Courtesies are patterns over lower-case words, without punctuation: how a message is typed must not
decide what is polite in it. They stand at the ends only; what is polite in the middle stays.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_WHO = (
    "(?:all|everyone|everybody|folks|team|teams|guys|friend|friends|there|again|people|colleague|"
    "colleagues|gang|mate|mates|devs|experts|yall|you all|both|crew|channel|community|hivemind)"
)
_ANYONE = "(?:anyone|anybody)(?: here)?"
_SOMEONE = f"(?:someone|somebody|{_ANYONE}|you|any of you|one of you|you guys|you folks)(?: here)?"
_KIND = (
    "(?:(?:quick|dumb|stupid|silly|random|noob|newbie|beginner|simple|short|small|little|honest|"
    "serious|general|basic|naive|genuine|possibly|maybe|probably|very|really) )"
)
_ADVICE = (
    "(?:help|advice|input|tips?|pointers?|thoughts?|opinions?|ideas?|hints?|suggestions?|feedback|"
    "insights?|guidance|recommendations?)"
)
_HOPE = (
    "(?:(?:i|we) )?(?:hope|hoping) (?:(?:you|are|all|everyone|everybody|this|message|finds?|is|"
    "doing|had|have|having|a|the|your|that|very|really|nice|good|great|lovely) )*"
    "(?:well|fine|good|great|ok|okay|safe|healthy|weekend|day|week|morning)"
)
_SORRY = (
    "(?:(?:i am|so|really|very|my|i|we) )*"
    "(?:sorry|apologies|apologise|apologize|forgive me|pardon(?: me)?|excuse me)(?: in advance)?"
    "(?: (?:if|for|to|about|that|in case)"
    " (?:(?:this|it|that|i|my|the|a|an|is|was|has|have|been|be|am|already|often|so|such|very|"
    "another|too|wrong|off|long|jump|jumping|ask|dumb|stupid|silly|noob|newbie|basic|obvious|"
    "simple|naive|random|kind|of|in|late|you|double|cross|posting|spamming|asked|answered|covered|"
    "discussed) )*"
    "(?:before|already|asked|answered|covered|discussed|questions?|obvious|basic|stupid|dumb|silly|"
    "channel|place|noise|spam|ping|you|everyone|bother(?:ing)?(?: (?:you|everyone|all|again))?|"
    "interrupt(?:ing)?|asking|in|text|message|post|posting|english|late|again))?"
)
_OPENING = (
    _HOPE,
    _SORRY,
    "(?:please|kindly) (?:help|advise)(?: (?:me|us|out|here))*|help (?:please|needed|wanted)",
    f"(?:can|could|would|will) {_SOMEONE} (?:(?:please|kindly) )?(?:help|advise|assist)"
    "(?: (?:me|us|out|here))*",
    f"(?:(?:i|we) )?(?:really )?need (?:(?:some|your|a|bit of|little) )*{_ADVICE}"
    "(?: (?:here|please))*",
    f"(?:(?:i|we) )?(?:have )?(?:got )?(?:just )?(?:(?:a|an|one|my|another) )?"
    f"(?:{_KIND}+(?:question|questions|one|q)|question|q)"
    f"(?: (?:for|to) (?:the )?{_WHO})?(?: here)?",
    f"(?:can|could|would|will) {_SOMEONE} (?:(?:please|kindly) )?tell (?:me|us)",
    f"(?:do|does) {_SOMEONE} (?:happen to )?know|{_ANYONE} knows?",
    "(?:please )?tell (?:me|us)",
    "(?:i|we) (?:would like|would love|want) to (?:know|ask)",
    "(?:may|can|could) i (?:just |quickly )?ask(?: (?:you|something|a question|again))*",
    "let me ask(?: (?:you|this|something))*",
    "(?:(?:i was|i am|we were|we are) )?(?:just )?(?:wondering|curious|asking)|(?:i|we) wonder",
    "(?:just )?out of curiosity|by the way|ask hn|long story short",
    "(?:(?:ok|okay|great|cool|nice) )?(?:thanks|thank you|thx|cheers)"
    "(?: (?:a lot|so much|very much|for that|that helps|again|in advance))*",
    f"(?:good (?:morning|afternoon|evening|day)|(?:hi|hello|hey|hiya|yo|greetings|dear|morning|"
    f"howdy))(?: (?:dear )?{_WHO})*",
    "all|everyone|everybody|folks|team|guys|friends|there|again|people|please|so|ok|okay|well|um|uh|oh|hmm|alright|anyway|whether|if",
)
_SIGNED = "(?P<name>(?: [^\\W\\d_]+)?)"
"""Who says so, behind a thanks or a greeting at the end: "cheers, tom"."""
_GRATEFUL = (
    "(?:a lot|a million|a bunch|a ton|so much|very much|much|in advance|again|already|kindly|"
    f"(?:to )?{_WHO}|bot|"
    "for (?:(?:any|all|your|the|kind|quick) )*(?:help|helping|time|advice|input|tips|thoughts|"
    "replies|answer|answers|support|pointers|hints|insights|suggestions|patience|reading|"
    "listening))"
)
_CLOSING = {
    "thanks thank thx thnx tnx ty tyvm tysm cheers ta tia": (
        "(?:(?:many|big|huge|lots of) )?"
        "(?:thanks|thank you|thx|thnx|tnx|ty|tyvm|tysm|cheers|ta|tia)"
        f"(?: {_GRATEFUL})*{_SIGNED}"
    ),
    "regards wishes": f"(?:(?:with )?(?:kind|best|warm) )?(?:regards|wishes){_SIGNED}",
    "any all your some every": (
        f"(?:(?:any|all|your|some|every|or|and) )+{_ADVICE}(?: (?:or|and) {_ADVICE})*"
        "(?: (?:here|from you|is|are|would|will|be|much|really|greatly|highly|very))*"
        "(?: (?:appreciated|welcome|helpful|needed|great|nice))?(?: please)?"
    ),
    "appreciate": (
        "(?:(?:i|we|would|will|really|greatly|much) )*appreciate (?:any |your |the |all )?"
        f"(?:{_ADVICE}|it)"
    ),
    "need": f"(?:(?:i|we) )?(?:really )?need (?:some |your )?{_ADVICE}(?: (?:here|please))*",
    "thoughts take": "thoughts|(?:what are )?your (?:thoughts|take)(?: on (?:this|it|that))?",
    "think say reckon": (
        "what do (?:you|people|folks)(?: (?:all|guys|people|folks))? (?:think|say|reckon)"
        "(?: (?:about|of) (?:this|it|that))?"
    ),
    "let lmk wdyt": (
        "(?:please )?let me know(?: (?:what you think|your thoughts|please))?|lmk|wdyt"
    ),
    "help advise please asap": (
        "help(?: me)?(?: please)?|(?:please|kindly) (?:help|advise)(?: (?:me|us|out|here))*|"
        "please|asap"
    ),
    "rush hurry minute moment sec second time": (
        "no (?:rush|hurry)|(?:when|if) you have (?:a )?(?:minute|moment|sec|second|time)"
    ),
    "looking": (
        "looking forward to (?:your |hearing )?(?:replies|reply|answers?|thoughts|input|from you)"
    ),
    "nice good great lovely": (
        "have a (?:nice|good|great|lovely) (?:day|one|weekend|evening|week)"
    ),
    "curious wondering asking": "just (?:curious|wondering|asking)|asking for a friend",
    "know knows": f"(?:do|does) {_SOMEONE} know|{_ANYONE} knows?",
    "all everyone everybody folks team guys haha lol bye": (
        "all|everyone|everybody|folks|team|guys|haha|lol|bye"
    ),
    "sorry apologies apologise apologize forgive pardon excuse": _SORRY,
}
"""By the words one of which it must have."""
LONGEST_CLOSING = 16
"""Words at the end among which a courtesy is looked for; longer ones are taken off in turns."""
_NO_SIGNATURE = frozenset(
    "or and but though also in which what who how why when where is are do does can should not "
    "then it this that one for on to with about we i".split()
)
"""What no message is signed with: it goes on there."""

_OPENS = re.compile("|".join(f"(?:{one})(?= |$)" for one in _OPENING))
_OPENING_WORDS = frozenset(re.findall(r"[a-z]+", " ".join(_OPENING)))
_CLOSES = [
    (frozenset(heads.split()), re.compile(f"(?:^|(?<= ))(?:{closing})$"))
    for heads, closing in _CLOSING.items()
]
_CLOSING_WORDS = frozenset().union(*(heads for heads, _ in _CLOSES))


def without_courtesies(spoken: Sequence[str], names: Collection[str] = frozenset()) -> list[str]:
    """
    *spoken* without what only opens or closes it politely; all of it where nothing else is there.

    None of *names* is ever taken for a signature.
    """
    return asked_in(spoken, names) or list(spoken)


def asked_in(spoken: Sequence[str], names: Collection[str] = frozenset()) -> list[str]:
    """
    *spoken* without courtesies; nothing where it is nothing else.
    """
    left = list(spoken)
    if left and left[0] in _OPENING_WORDS:
        said = " ".join(left)
        at = 0
        while at < len(said) and (found := _OPENS.match(said, at)):
            at = min(found.end() + 1, len(said))
        left = said[at:].split()
    while left and (length := _closing(left[-LONGEST_CLOSING:], names)):
        del left[-length:]
    return left


def _closing(spoken: Sequence[str], names: Collection[str]) -> int:
    """How many words the courtesy at the end has; 0: there is none."""
    if _CLOSING_WORDS.isdisjoint(spoken):
        return 0
    longest = 0
    said = ""
    for heads, closing in _CLOSES:
        if heads.isdisjoint(spoken):
            continue
        said = said or " ".join(spoken)
        found = closing.search(said)
        if found is None:
            continue
        signed = found.groupdict().get("name", "").strip()
        if signed not in names and signed not in _NO_SIGNATURE:
            longest = max(longest, len(found[0].split()))
    return longest
