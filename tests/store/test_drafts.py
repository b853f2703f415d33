"""
Drafts, over SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.store import Store

NOW = datetime(2026, 5, 1, 12, 30, tzinfo=UTC)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    store = Store.open(database_url)
    yield store
    await store.aclose()


async def test_a_draft_comes_back_to_its_owner_alone(store: Store) -> None:
    await store.save_draft("U1", '{"a": "🐍 مرحبا"}', NOW)

    assert await store.draft("U1", NOW) == '{"a": "🐍 مرحبا"}'
    assert await store.draft("U2", NOW) is None


async def test_the_next_draft_takes_the_place_of_the_last(store: Store) -> None:
    await store.save_draft("U1", "first", NOW)
    await store.save_draft("U1", "second", NOW)

    assert await store.draft("U1", NOW) == "second"


async def test_a_forgotten_draft_is_gone_and_forgetting_none_is_no_mistake(store: Store) -> None:
    await store.save_draft("U1", "first", NOW)
    await store.forget_draft("U1")
    await store.forget_draft("U1")

    assert await store.draft("U1", NOW) is None


async def test_after_a_month_a_draft_is_not_offered_any_more(store: Store) -> None:
    await store.save_draft("U1", "old", NOW.astimezone(timezone(timedelta(hours=-7))))

    assert await store.draft("U1", NOW + timedelta(days=30, seconds=-1)) == "old"
    assert await store.draft("U1", NOW + timedelta(days=30)) is None


async def test_saving_clears_away_what_is_too_old(store: Store) -> None:
    await store.save_draft("U1", "old", NOW)
    await store.save_draft("U2", "new", NOW + timedelta(days=31))

    assert await store.draft("U1", NOW) is None
    assert await store.draft("U2", NOW + timedelta(days=31)) == "new"


async def test_another_process_finds_the_draft(database_url: str) -> None:
    first, second = Store.open(database_url), Store.open(database_url)
    await first.save_draft("U1", "begun", NOW)
    found = await second.draft("U1", NOW)
    await first.aclose()
    await second.aclose()

    assert found == "begun"
