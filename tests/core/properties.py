"""
How properties are tried: the same examples each time, so that a red test is red for everyone.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

MANY = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FEW = settings(MANY, max_examples=60)

PIECES = (
    "flask django alphadb betadb gammadb is the or vs which can't don't what's I'm c++ c# .net "
    "speeeeed NOOOO ORM's naïve Größe İstanbul ﬁne ½ ² ﷺ مرحبا שלום"
    " 日本語 हिन्दी 👍 👩‍👩‍👧 ‏ ‍ \u200b \u00ad "
    ":wave: :+1::skin-tone-3: : :: <@U123> <#C1|general> <!here> <!subteam^S1|@team> "
    "<https://x.y|flask> https://a.b/c?d=e < > | & &lt; &gt; &amp; ` ``` *bold* _it_ ~no~ "
    "’ ‘ “ ” ´ ' \" … — ? ! . , ; ( ) [ ] { } {option} \\ / # @ \t \n \n> \n&gt; \x00 \x1b[31m"
).split(" ")

chat = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=25).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda gap: gap.join(pieces))
)
"""What might arrive as a message: words, Slack's markup, punctuation, any characters at all."""

anything = st.text(st.characters(), max_size=200)
"""Any characters, lone surrogates too."""
