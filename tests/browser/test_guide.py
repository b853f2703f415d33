"""
A whole decision in the browser: from the bare command to a shared result and a saved record.
"""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_page import enter, open_thread, write

MOST_QUESTIONS = 40
ON_A_DESK = pytest.mark.parametrize("page", [DESK], ids=["desktop"], indirect=True)
ON_A_PHONE = pytest.mark.parametrize("page", [PHONE], ids=["phone"], indirect=True)


async def opened(page: Page, text: str = "") -> Locator:
    """
    Type the command in the channel; the modal.
    """
    if not await page.get_by_test_id("composer").first.is_visible():
        await enter(page, "general")
    await write(page, f"/fwchoice {text}".strip())
    modal = page.get_by_test_id("modal")
    await expect(modal).to_be_visible()
    return modal


async def question(modal: Locator) -> str:
    """
    What is asked.
    """
    return await modal.locator(".label").first.inner_text()


async def test_a_decision_is_walked_through_shared_and_saved(page: Page) -> None:
    """
    Radio buttons and the menu, Back, Skip, closing and going on, changing an answer, the record.
    """
    modal = await opened(page)
    await expect(modal).to_contain_text("Question 1 of")
    first = await question(modal)
    await modal.get_by_role("radio").nth(1).check()
    await modal.locator("select").select_option("much")
    await modal.get_by_test_id("modal-submit").click()
    await expect(modal).to_contain_text("Question 2 of")
    await expect(modal.get_by_role("radio", checked=True)).to_have_count(0)

    await modal.get_by_role("button", name="Back").click()
    await expect(modal).to_contain_text(first)
    await expect(modal.get_by_role("radio").nth(1)).to_be_checked()
    await expect(modal.locator("select")).to_have_value("much")
    await modal.get_by_test_id("modal-submit").click()
    await modal.get_by_role("button", name="Skip").click()
    await expect(modal).to_contain_text("Question 3 of")
    await modal.get_by_role("radio").first.check()
    await modal.get_by_test_id("modal-close").click()
    await expect(modal).to_be_hidden()

    modal = await opened(page)
    await expect(modal).to_contain_text("with 2 answers given")
    await expect(modal.get_by_test_id("modal-submit")).to_be_focused()
    await modal.get_by_test_id("modal-submit").click()
    await expect(modal.get_by_role("radio").first).to_be_checked()
    await modal.get_by_role("button", name="Finish now").click()
    await expect(modal).to_contain_text("What would change it")
    await modal.get_by_role("button", name="Change an answer").click()
    await modal.get_by_role("button", name="Change:").first.click()
    await expect(modal.get_by_role("radio").nth(1)).to_be_checked()
    await modal.get_by_role("radio").first.check()
    await modal.get_by_test_id("modal-submit").click()

    await modal.get_by_role("button", name="Share in channel").click()
    await expect(modal).to_contain_text("Shared in the channel.")
    await modal.get_by_role("button", name="Save the record").click()
    await expect(modal).to_contain_text("in the thread")
    await modal.get_by_test_id("modal-close").click()

    shared = page.get_by_test_id("messages").get_by_test_id("message").last
    await expect(shared).to_contain_text("decided with")
    await expect(shared.get_by_role("link").first).to_be_attached()
    await open_thread(page)
    file = page.get_by_test_id("thread").get_by_test_id("file")
    await expect(file).to_contain_text("Decision record")
    await file.get_by_text("Show it").click()
    await expect(file.locator("pre")).to_contain_text("## ")


@ON_A_DESK
async def test_a_decision_is_walked_through_with_the_keyboard_alone(page: Page) -> None:
    """
    The first level has the focus at every question; space chooses, Enter goes on, to the end.
    """
    modal = await opened(page)
    for number in range(1, MOST_QUESTIONS):
        if not await modal.get_by_role("radio").count():
            break
        await expect(modal).to_contain_text(f"Question {number} of")
        await expect(modal.get_by_role("radio").first).to_be_focused()
        await page.keyboard.press("Space")
        await page.keyboard.press("Enter")
        await expect(modal).not_to_contain_text(f"Question {number} of")
    await expect(modal).to_contain_text("Answer by answer")
    await expect(modal.get_by_role("button", name="Share in channel")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(modal).to_contain_text("Shared in the channel.")
    await page.keyboard.press("Escape")
    await expect(modal).to_be_hidden()


@ON_A_PHONE
async def test_needs_are_read_and_nothing_is_wider_than_the_window(page: Page) -> None:
    """
    Typed behind the command; every view on the way fits a phone without scrolling sideways.
    """
    modal = await opened(page, "small internal tool, two weeks, needs an admin")
    await expect(modal).to_contain_text("This is what I understood")
    for label in ("Show the result", "Change an answer", "Change:", "Keep it as it was"):
        wide = await modal.evaluate("each => each.scrollWidth > each.clientWidth")
        assert not wide, f"before {label}"
        await modal.get_by_role("button", name=label).first.click()
    await expect(modal).to_contain_text("Answer by answer")


@ON_A_DESK
async def test_the_shortcut_of_a_message_opens_the_guide(page: Page) -> None:
    """
    From the menu of anybody's message.
    """
    await enter(page, "general")
    await write(page, "We need a small REST API within two weeks")
    message = page.get_by_test_id("messages").get_by_test_id("message").last
    await message.hover()
    await message.get_by_test_id("message-menu").click()
    await message.get_by_test_id("shortcut").click()

    await expect(page.get_by_test_id("modal")).to_contain_text("This is what I understood")
