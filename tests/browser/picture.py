"""
Takes the README's picture anew: a real question and its answer on the workspace's page.

    python -m tests.browser.picture
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

from bot.knowledge.live import Live
from bot.settings import ROOT
from tests.browser.chromium import FLAGS, chromium
from tests.scenarios.house import living, local_settings, new_workspace

TARGET = ROOT / ".github" / "images" / "thread.png"
QUESTION = "@fwchoice is Django faster than Flask?"


async def main() -> None:
    """
    Ask, open the thread, and keep the picture.
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
                composer = page.get_by_test_id("composer")
                await composer.fill(QUESTION)
                await composer.press("Enter")
                await page.get_by_test_id("messages").get_by_test_id("reply-count").last.click()
                await page.get_by_test_id("reply").nth(1).wait_for()
                await page.mouse.move(5, 5)
                await page.wait_for_timeout(500)
                TARGET.parent.mkdir(parents=True, exist_ok=True)
                await page.screenshot(path=TARGET)
                await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
