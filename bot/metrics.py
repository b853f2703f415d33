"""
What Prometheus is told: counts, durations and the revision; never a word, a name or a token.

A registry of its own: two bots in one process do not mix. Labels take few values, all of them
the program's own, so nobody outside can make the metrics grow.
"""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
SECONDS_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120)
SHORT_BUCKETS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3)
"""Slack waits three seconds for an acknowledgement."""


class Metrics:
    """
    Everything that is counted and timed.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._questions = Counter(
            "fwchoice_questions",
            "Questions answered, by the door they came in and what came of them",
            ["door", "outcome"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "fwchoice_reply_seconds",
            "From the question to its reply, by door",
            ["door"],
            buckets=SECONDS_BUCKETS,
            registry=self.registry,
        )
        self._acknowledged = Histogram(
            "fwchoice_acknowledge_seconds",
            "From a request of Slack's to its acknowledgement, by transport and HTTP status",
            ["transport", "status"],
            buckets=SHORT_BUCKETS,
            registry=self.registry,
        )
        self._decided = Histogram(
            "fwchoice_decide_seconds",
            "Finding the reply to a question in the knowledge",
            buckets=SHORT_BUCKETS,
            registry=self.registry,
        )
        self._posted = Histogram(
            "fwchoice_post_seconds",
            "One call that posts a reply, by what came of it",
            ["result"],
            buckets=SECONDS_BUCKETS,
            registry=self.registry,
        )
        self._retries = Counter(
            "fwchoice_retries",
            "Attempts to answer that are made again, by reason",
            ["reason"],
            registry=self.registry,
        )
        self._refused = Counter(
            "fwchoice_over_limit",
            "Questions not taken because there were too many, by whose limit it was",
            ["whose"],
            registry=self.registry,
        )
        self._reloads = Counter(
            "fwchoice_knowledge_reloads",
            "Edits of the knowledge base, by what became of them",
            ["result"],
            registry=self.registry,
        )
        self._knowledge = Info(
            "fwchoice_knowledge", "The knowledge answered from", registry=self.registry
        )
        self._queue_age = Gauge(
            "fwchoice_queue_age_seconds",
            "How long the oldest question that is stored and unanswered has waited, in any process",
            registry=self.registry,
        )

    def observe(self, door: str, outcome: str, seconds: float) -> None:
        """
        Count one question.
        """
        self._questions.labels(door, outcome).inc()
        self._seconds.labels(door).observe(seconds)

    def acknowledged(self, transport: str, status: int, seconds: float) -> None:
        """
        Time one acknowledgement.
        """
        self._acknowledged.labels(transport, str(status)).observe(seconds)

    def decided(self, seconds: float) -> None:
        """
        Time one decision.
        """
        self._decided.observe(seconds)

    def posted(self, seconds: float, taken: bool) -> None:
        """
        Time one call that posts a reply.
        """
        self._posted.labels("taken" if taken else "refused").observe(seconds)

    def retried(self, reason: str) -> None:
        """
        Count one attempt that will be made again.
        """
        self._retries.labels(reason).inc()

    def refused(self, whose: str) -> None:
        """
        Count one question over a limit.
        """
        self._refused.labels(whose).inc()

    def reloaded(self, *, taken: bool) -> None:
        """
        Count one edit.
        """
        self._reloads.labels("taken" if taken else "rejected").inc()

    def text(self, revision: str, queue_age_seconds: float) -> bytes:
        """
        Everything, in Prometheus' text format; NaN is an age nobody could find out.
        """
        self._knowledge.info({"revision": revision})
        self._queue_age.set(queue_age_seconds)
        return generate_latest(self.registry)
