"""
Takes the README's pictures anew: a question with its answer, and a choice guided to its result.

    python -m tests.browser.picture
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright, expect

from bot.knowledge.live import Live
from bot.settings import ROOT
from tests.browser.chromium import FLAGS, chromium
from tests.scenarios.house import living, local_settings, new_workspace

IMAGES = ROOT / ".github" / "images"
QUESTION = "@fwchoice is Django faster than Flask?"
NEEDS = "/fwchoice small internal tool, two weeks, needs an admin"
ANSWERED = 3
"""Questions answered after what was read, before the result is looked at."""


async def write(page: Page, text: str) -> None:
    """
    Type *text* in the channel.
    """
    composer = page.get_by_test_id("composer")
    await composer.fill(text)
    await composer.press("Enter")


async def keep(page: Page, name: str) -> None:
    """
    Keep what the page shows as *name*.
    """
    await page.mouse.move(5, 5)
    await page.wait_for_timeout(500)
    IMAGES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=IMAGES / name)


async def thread(page: Page) -> None:
    """
    Ask, and open the thread.
    """
    await write(page, QUESTION)
    await page.get_by_test_id("messages").get_by_test_id("reply-count").last.click()
    await page.get_by_test_id("reply").nth(1).wait_for()
    await keep(page, "thread.png")
    await page.locator("#close-thread").click()


async def guide(page: Page) -> None:
    """
    Be guided, and look at the result.
    """
    await write(page, NEEDS)
    modal = page.get_by_test_id("modal")
    await modal.get_by_test_id("modal-submit").click()
    for _ in range(ANSWERED):
        asked = await modal.locator(".label").first.inner_text()
        await modal.get_by_role("radio").first.check()
        await modal.get_by_test_id("modal-submit").click()
        await expect(modal).not_to_contain_text(asked)
    await modal.get_by_role("button", name="Finish now").click()
    await modal.get_by_role("button", name="Share in channel").wait_for()
    await page.set_viewport_size({"width": 1000, "height": 900})
    await keep(page, "guide.png")


async def main() -> None:
    """
    Start everything, and take the pictures.
    """
    with tempfile.TemporaryDirectory() as folder:
        async with new_workspace() as workspace, async_playwright() as playwright:
            settings = local_settings(workspace, Path(folder) / "bot.db")
            async with living(workspace, settings, "http", Live.open):
                browser = await playwright.chromium.launch(
                    executable_path=chromium(), args=[*FLAGS]
                )
                page = await browser.new_page(
                    viewport={"width": 1240, "height": 1160}, device_scale_factor=1.25
                )
                await page.goto(workspace.url)
                await page.locator("[data-testid=channel][data-channel=general]").first.click()
                await thread(page)
                await guide(page)
                await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
