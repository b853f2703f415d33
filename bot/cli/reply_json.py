"""
Replies as the JSON objects other programs rely on (``fwchoice ask --json``).
"""

from __future__ import annotations

from typing import Any

from bot.core.citations import Citation, SourcedClaim
from bot.core.replies import (
    Answer,
    Clarification,
    Decline,
    Reply,
    Suggestion,
)


def reply_json(question: str, reply: Reply) -> dict[str, Any]:
    """
    *reply* as one object; keys that do not apply are empty or null, never missing.
    """
    common: dict[str, Any] = {
        "question": question,
        "outcome": "",
        "confidence": None,
        "topics": [],
        "options": list(reply.options),
        "lean": "none",
        "headline": "",
        "claims": [],
        "disagreements": [],
        "more_claims": [],
        "suggestions": [],
        "criteria": {},
        "receipt": None,
        "revision": reply.revision,
    }
    match reply:
        case Answer():
            return common | {
                "outcome": "answer",
                "confidence": round(reply.confidence, 4),
                "topics": list(reply.topics),
                "lean": reply.lean,
                "headline": reply.headline,
                "claims": [_claim(one) for one in reply.claims],
                "disagreements": [
                    {"claims": list(one.claims), "text": one.says}
                    for one in (*reply.disagreements, *reply.more_disagreements)
                ],
                "more_claims": [_claim(one) for one in reply.more_claims],
                "criteria": dict(reply.criteria),
            }
        case Clarification():
            return common | {
                "outcome": "clarify",
                "topics": [one.topic for one in reply.suggestions],
                "headline": reply.text,
                "suggestions": [_suggestion(one) for one in reply.suggestions],
            }
        case Decline():
            return common | {
                "outcome": "decline",
                "headline": reply.text,
                "suggestions": [_suggestion(one) for one in reply.suggestions],
            }


def _suggestion(one: Suggestion) -> dict[str, str]:
    return {"topic": one.topic, "question": one.question}


def _claim(one: SourcedClaim) -> dict[str, Any]:
    return {
        "id": one.claim.id,
        "options": list(one.claim.options),
        "topic": one.topic,
        "stance": one.claim.stance,
        "text": one.claim.says,
        "as_of": one.claim.as_of,
        "caveat": one.claim.caveat,
        "sources": [_citation(citation) for citation in one.citations],
    }


def _citation(citation: Citation) -> dict[str, str | None]:
    source = citation.source
    return {
        "id": source.id,
        "title": source.title,
        "url": source.url,
        "heading": citation.heading,
        "published": source.published,
    }
