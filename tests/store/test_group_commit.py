"""
Writers at the same time share a transaction.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from bot.core.errors import StoreError
from bot.store.group_commit import MOST_TOGETHER, GroupCommit


class Paper:
    """
    Takes groups, one at a time; *refused* are what it takes in no group.
    """

    def __init__(self, refused: Sequence[int] = (), error: type[Exception] = sa.exc.DataError):
        self.groups: list[list[int]] = []
        self.refused = set(refused)
        self.error = error
        self.open = asyncio.Event()

    async def write(self, group: Sequence[int]) -> None:
        await self.open.wait()
        if self.refused & set(group):
            raise StoreError("refused") from self.error("", {}, Exception())  # type: ignore[call-arg]
        self.groups.append(list(group))


async def results(paper: Paper, items: Sequence[int]) -> list[BaseException | None]:
    commit = GroupCommit(paper.write)
    writers = [asyncio.create_task(commit.add(one)) for one in items]
    await asyncio.sleep(0)
    paper.open.set()
    return await asyncio.gather(*writers, return_exceptions=True)


async def test_what_comes_while_one_is_written_goes_together() -> None:
    paper = Paper()
    commit = GroupCommit(paper.write)
    first = asyncio.create_task(commit.add(1))
    await asyncio.sleep(0.01)
    others = [asyncio.create_task(commit.add(one)) for one in (2, 3)]
    await asyncio.sleep(0.01)
    paper.open.set()
    await asyncio.gather(first, *others)

    assert paper.groups == [[1], [2, 3]]


async def test_nobody_goes_on_before_the_commit() -> None:
    paper = Paper()
    writer = asyncio.create_task(GroupCommit(paper.write).add(1))
    await asyncio.sleep(0.01)

    assert not writer.done()
    paper.open.set()
    await writer


async def test_a_group_has_an_end() -> None:
    paper = Paper()
    await results(paper, range(2 * MOST_TOGETHER + 1))

    assert max(len(group) for group in paper.groups) == MOST_TOGETHER
    assert sorted(itertools.chain(*paper.groups)) == list(range(2 * MOST_TOGETHER + 1))


async def test_a_database_that_is_away_is_told_to_all() -> None:
    paper = Paper([2], sa.exc.OperationalError)

    found = await results(paper, [1, 2, 3])

    assert all(isinstance(one, StoreError) for one in found)


async def test_what_the_database_refuses_does_not_take_the_others_with_it() -> None:
    paper = Paper([2])

    found = await results(paper, [1, 2, 3])

    assert [isinstance(one, StoreError) for one in found] == [False, True, False]
    assert paper.groups == [[1], [3]]


async def test_a_writer_that_gives_up_does_not_disturb_the_others() -> None:
    paper = Paper()
    commit = GroupCommit(paper.write)
    writers = [asyncio.create_task(commit.add(one)) for one in (1, 2)]
    await asyncio.sleep(0.01)
    writers[0].cancel()
    paper.open.set()

    await writers[1]
    with pytest.raises(asyncio.CancelledError):
        await writers[0]


async def test_it_goes_on_after_a_failure() -> None:
    paper = Paper([1], sa.exc.OperationalError)
    paper.open.set()
    commit = GroupCommit(paper.write)
    with pytest.raises(StoreError):
        await commit.add(1)

    await commit.add(2)

    assert paper.groups == [[2]]
