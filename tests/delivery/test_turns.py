"""
One post at a time to a channel; channels nobody posts to are forgotten.
"""

from __future__ import annotations

import pytest

from bot.delivery import turns as lanes
from bot.delivery.turns import Turns


async def nobody_else(_channel: str, _seconds: float) -> float:
    return 0.0


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Turns:
    monkeypatch.setattr(lanes, "MOST_LANES", 10)
    monkeypatch.setattr(lanes, "SWEEP_SECONDS", 0.0)
    return Turns(0.0, nobody_else)


async def test_channels_nobody_posts_to_are_forgotten(few: Turns) -> None:
    for number in range(100):
        async with few.of(f"C{number}"):
            pass

    assert len(few._lanes) <= 11


async def test_a_channel_that_is_put_off_is_not_forgotten(few: Turns) -> None:
    few.put_off("C", 60.0)
    for number in range(100):
        async with few.of(f"C{number}"):
            pass

    assert few.seconds_to("C") > 50


async def test_a_channel_somebody_has_is_not_forgotten(few: Turns) -> None:
    async with few.of("C") as lane:
        for number in range(100):
            async with few.of(f"C{number}"):
                pass

        assert few._lanes["C"] is lane
