"""
Nobody can fill a channel: so many questions a minute, and a word to whoever asks more.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import SettingsError
from bot.knowledge.live import Live
from bot.settings import Settings
from bot.slack.limits import WINDOW_SECONDS, Limits
from bot.workspace import Workspace
from tests.scenarios.house import BOT, buttons, living, local_settings, said

QUESTION = f"{BOT} django or flask for microservices?"


class Clock:
    """
    A clock that stands until it is moved.
    """

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The time, in seconds."""
        return self.now


EVENTS = st.lists(
    st.tuples(st.floats(0, 30), st.sampled_from("abc"), st.sampled_from("xy"), st.integers(0, 40)),
    max_size=80,
)


@given(EVENTS, st.integers(1, 5), st.integers(1, 8))
def test_no_minute_has_more_than_the_limits_and_a_question_keeps_its_verdict(
    asked: list[tuple[float, str, str, int]], per_person: int, per_channel: int
) -> None:
    """
    In any sixty seconds, whatever comes when; what Slack sends again is judged as before.
    """
    clock = Clock()
    limits = Limits(per_person, per_channel, clock)
    taken: list[tuple[float, str, str]] = []
    verdicts: dict[str, bool] = {}
    for wait, user, channel, number in asked:
        clock.now += wait
        key = f"{channel}:{number}"
        verdict = limits.take(key, channel, user)
        assert verdicts.setdefault(key, verdict.taken) == verdict.taken
        if verdict.taken and (not taken or taken[-1] != (clock.now, user, key)):
            taken.append((clock.now, user, key))
    first = {key: (at, user) for at, user, key in reversed(taken)}
    for at, _ in first.values():
        window = [
            (user, key) for key, (then, user) in first.items() if at <= then < at + WINDOW_SECONDS
        ]
        for channel in "xy":
            here = [user for user, key in window if key.startswith(channel)]
            assert len(here) <= per_channel
            assert all(here.count(user) <= per_person for user in "abc")


def test_who_asks_too_much_is_told_once_a_minute() -> None:
    """
    And may ask again when the minute is over; others and other channels are not concerned.
    """
    clock = Clock()
    limits = Limits(2, 3, clock)
    verdicts = [limits.take(f"k{number}", "C1", "ada") for number in range(5)]

    assert [one.taken for one in verdicts] == [True, True, False, False, False]
    assert [one.tell for one in verdicts] == [False, False, True, False, False]
    assert limits.take("k9", "C2", "ada").taken
    assert limits.take("k10", "C1", "grace").taken
    assert limits.take("k11", "C1", "linus").over == "channel"
    clock.now = 61.0
    assert limits.take("k12", "C1", "ada").taken
    assert not limits.take("k3", "C1", "ada").taken


def test_nothing_is_kept_of_who_asks_no_more() -> None:
    """
    Memory does not grow with people and channels.
    """
    clock = Clock()
    limits = Limits(1, 1, clock)
    for number in range(500):
        limits.take(f"k{number}", f"C{number}", "ada")
        limits.take(f"l{number}", f"C{number}", "ada")
    clock.now = 200.0
    limits.take("k", "C", "ada")

    assert len(limits._times) == 2
    assert len(limits._told) == 0


def test_without_limits_everything_is_taken() -> None:
    """
    Zero is no limit.
    """
    limits = Limits(0, 0)

    assert all(limits.take(f"k{number}", "C1", "ada").taken for number in range(500))


async def test_a_flood_is_answered_up_to_the_limit_and_told_of_quietly(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> None:
    """
    Twelve questions, three answers, one word that only the person sees; another is answered.
    """
    settings = local_settings(workspace, tmp_path / "bot.db", most_per_person=3, most_per_channel=5)
    async with living(workspace, settings, "http", open_live) as house:
        for _ in range(12):
            await workspace.say("ada", "general", QUESTION)
        told = await house.whispered()
        answered = await workspace.reply_to(await workspace.say("grace", "general", QUESTION))
        await workspace.settle()
        posts = workspace.calls_of("chat.postMessage")
        whispers = workspace.calls_of("chat.postEphemeral")
        metrics = house.bot.metrics.text("", 0.0).decode()

        assert "in a minute" in said(told)
        assert "What the sources say" in said(answered)
        assert (len(posts), len(whispers)) == (4, 1)
        assert all(one.acknowledged for one in workspace.deliveries)
        assert 'fwchoice_over_limit_total{whose="person"} 9.0' in metrics


async def test_sharing_counts_as_well(
    workspace: Workspace, open_live: Callable[[Path], Live], tmp_path: Path
) -> None:
    """
    A button is pressed faster than a question is written.
    """
    settings = local_settings(workspace, tmp_path / "bot.db", most_per_person=2, most_per_channel=0)
    async with living(workspace, settings, "http", open_live) as house:
        answers = [await house.command("django or flask?") for _ in range(4)]
        for one in answers:
            assert one is not None
            assert buttons(one, "share")
            await workspace.press("ada", one, "share")
            await workspace.settle()

        assert len(workspace.calls_of("chat.postMessage")) == 2


def test_a_limit_that_is_no_number_is_one_clear_error() -> None:
    """
    It names the variable and the way out.
    """
    assert Settings.from_environ({"QUESTIONS_PER_PERSON": "5"}).most_per_person == 5
    with pytest.raises(SettingsError, match="QUESTIONS_PER_CHANNEL is 'many'; it must be a number"):
        Settings.from_environ({"QUESTIONS_PER_CHANNEL": "many"})
