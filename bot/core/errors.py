"""
Errors are for what should not happen; no match and a close race are values.

    BotError                  everything this program raises on purpose
    ├── SettingsError         the environment cannot be used as it is
    ├── KnowledgeError        the knowledge base cannot be loaded; carries the findings
    ├── DecisionError         answers that the decision table has no place for
    ├── StoreError            the database cannot be reached or used
    └── SlackError            Slack refused something that only a person can mend

Their text is for people: what is wrong, where, and the way out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.findings import Finding

MOST_TOLD = 12
"""Findings in an error's text: one slip can be found in a hundred places."""


class BotError(Exception):
    """
    Everything this program raises on purpose.
    """


class SettingsError(BotError):
    """
    The environment cannot be used as it is; the text names the variable and the way out.
    """


class KnowledgeError(BotError):
    """
    The knowledge base cannot be loaded; *findings* says why, all of it at once;
    the text tells the first.
    """

    def __init__(self, findings: Sequence[Finding], revision: str = "") -> None:
        self.findings = tuple(findings)
        self.revision = revision
        """Of the files that were read; empty when they could not be."""
        told = [str(finding) for finding in self.findings[:MOST_TOLD]]
        left = len(self.findings) - len(told)
        rest = [f"... and {left} more; 'fwchoice check' shows them all"] if left else []
        super().__init__("\n".join([*told, *rest]))

    def __reduce__(self) -> tuple[type[KnowledgeError], tuple[Sequence[Finding], str]]:
        """Built again from its findings, not from its text, when another process raised it."""
        return KnowledgeError, (self.findings, self.revision)


class DecisionError(BotError):
    """
    Answers that the decision table has no place for; the text names every one of them.
    """


class StoreError(BotError):
    """
    The database cannot be reached or used.
    """


class SlackError(BotError):
    """
    Slack refused something that only a person can mend: a revoked token, a missing scope.
    """


class SlackAwayError(SlackError):
    """
    Slack does not answer, or says that it cannot at the moment. That passes.
    """
