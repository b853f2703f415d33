"""
The modals: asking, the answer to that, more claims, and a sentence on its own.

What a view needs to go on travels in its own private_metadata and buttons.
"""

from __future__ import annotations

from bot.core.model import KnowledgeBase
from bot.core.presentation import footer
from bot.core.replies import Answer
from bot.core.silence import suggestions
from bot.core.wording import say
from bot.slack.blocks import (
    MOST_HINT,
    MOST_PLACEHOLDER,
    ActionId,
    CallbackId,
    Json,
    Message,
    actions,
    button,
    context,
    modal,
    plain_text,
    sections,
)
from bot.slack.claims import bullets, by_topic, claim_lines, disagreement_lines, seller_note
from bot.slack.mrkdwn import escaped
from bot.slack.press import Press
from bot.slack.rendering import MOST_SENTENCE, framed, restated

QUESTION_BLOCK = "question"
MOST_TYPED = 3_000
"""Slack's limit for a text input."""


def ask_view(base: KnowledgeBase, place: str) -> Json:
    """
    A form for one question; *place*, sealed, is where its answer could be shared.
    """
    wording = base.wording
    example = suggestions(base)[0].question
    placeholder = say(wording, "ask_placeholder", question=example)
    field: Json = {
        "type": "input",
        "block_id": QUESTION_BLOCK,
        "label": plain_text(wording["ask_label"], MOST_HINT),
        "hint": plain_text(say(wording, "ask_hint", count=len(base.sources)), MOST_HINT),
        "element": {
            "type": "plain_text_input",
            "action_id": ActionId.QUESTION.value,
            "multiline": True,
            "focus_on_load": True,
            "max_length": MOST_TYPED,
            "placeholder": plain_text(placeholder, MOST_PLACEHOLDER),
        },
    }
    press = Press("", "", base.revision)
    guide = button(ActionId.GUIDE_OPEN, wording["guide_open"], press.to_value())
    return modal(
        CallbackId.ASK,
        wording["ask_title"],
        wording["ask_close"],
        [field, *([actions(guide)] if base.decisions else [])],
        submit=wording["ask_submit"],
        metadata=place,
    )


def answered_view(message: Message, base: KnowledgeBase, place: str) -> Json:
    """
    *message* in a modal, from which another question can be asked.
    """
    wording = base.wording
    return modal(
        CallbackId.ANSWERED,
        wording["ask_title"],
        wording["ask_close"],
        message.blocks,
        submit=wording["ask_again"],
        metadata=place,
    )


def sentence_view(sentence: str, base: KnowledgeBase) -> Json:
    """
    One sentence, fit to be sent, where there is no message to say it in.
    """
    return modal(None, base.wording["ask_title"], base.wording["ask_close"], sections([sentence]))


def more_view(reply: Answer, base: KnowledgeBase) -> Json:
    """
    Everything else that bears on the question, grouped by the topics it lives in.

    A modal, because the rest can be forty claims: they would flood a thread, are more than one
    message may hold, and a modal scrolls by itself on a phone and opens from ephemeral messages.
    """
    wording, topic = base.wording, base.topic_of[reply.topics[0]]
    blocks: list[Json] = [context(framed(base, "asked_about", question=restated(reply.question)))]
    for title, claims in by_topic(reply.more_claims, base, topic.id):
        blocks += bullets(title, claim_lines(claims, wording, MOST_SENTENCE)).blocks
    if reply.more_disagreements:
        lines = disagreement_lines(reply.more_disagreements, MOST_SENTENCE)
        blocks += bullets(f"⚖️ {wording['where_they_differ']}", lines).blocks
    small = [escaped(footer(reply, base)), seller_note(reply.more_claims, wording)]
    blocks.append(context(*filter(None, small)))
    title = say(wording, "more_title", topic=topic.title)
    return modal(None, title, wording["ask_close"], blocks)
