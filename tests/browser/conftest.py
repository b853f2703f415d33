"""
The workspace's page in a real browser, with the real bot behind it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

from bot.knowledge.live import Live
from tests.browser.chromium import FLAGS, chromium
from tests.core.fixtures import shipped_snapshot
from tests.scenarios.house import House, living, local_settings, new_workspace

DESK, PHONE = (1280, 800), (390, 844)


def loaded(folder: Path) -> Live:
    """
    The shipped knowledge, which is loaded once for all tests.
    """
    return Live(folder, shipped_snapshot())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """
    The workspace as ``make run`` starts it, and the bot in it over HTTP.
    """
    async with new_workspace() as workspace:
        settings = local_settings(workspace, tmp_path / "bot.db")
        async with living(workspace, settings, "http", loaded) as lived_in:
            yield lived_in


@pytest.fixture(params=[DESK, PHONE], ids=["desktop", "phone"])
async def page(request: pytest.FixtureRequest, house: House) -> AsyncIterator[Page]:
    """
    The page, opened at the size of a desk and of a phone.
    """
    found = chromium()
    if found is None:
        pytest.skip("there is no Chromium here (Debian: apt install chromium)")
    width, height = request.param
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=[*FLAGS])
        opened = await browser.new_page(viewport={"width": width, "height": height})
        opened.set_default_timeout(10_000)
        await opened.goto(house.workspace.url)
        yield opened
        await browser.close()
