"""
The page in Chromium, with a toy app behind it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.workspace import Workspace
from tests.browser.chromium import FLAGS, chromium
from tests.workspace.test_interactions import modal, opens, plain
from tests.workspace.toy_app import ToyApp

pytestmark = pytest.mark.skipif(not chromium(), reason="there is no Chromium here")


@pytest.fixture
async def page(workspace: Workspace, toy: ToyApp) -> AsyncIterator[Page]:
    """
    The page, open before Ada, with an app that answers mentions in blocks.
    """

    async def answer(event: dict[str, Any], client: Any) -> None:
        text = "*Bold* <https://example.org/x|link> &lt;script&gt;alert(1)&lt;/script&gt; :rocket:"
        button = {"type": "button", "text": plain("More"), "action_id": "more", "value": "1"}
        await client.chat_postMessage(
            channel=event["channel"],
            thread_ts=event["ts"],
            text="answer",
            blocks=[
                {"type": "header", "text": plain("The <b>answer</b>")},
                {"type": "section", "text": {"type": "mrkdwn", "text": text}},
                {"type": "actions", "elements": [button]},
            ],
        )

    async def more(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="more to say", replace_original=False)

    async def overhear() -> None:
        """
        Leave the message twin alone.
        """

    toy.bolt.event("app_mention")(answer)
    toy.bolt.event("message")(overhear)
    toy.bolt.action("more")(more)
    async with toy.over_http(), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS])
        opened = await browser.new_page()
        troubles: list[str] = []
        opened.on("pageerror", lambda error: troubles.append(str(error)))
        opened.on(
            "request",
            lambda r: (
                None if r.url.startswith((workspace.url, "data:")) else troubles.append(r.url)
            ),
        )
        await opened.goto(workspace.url)
        yield opened
        await browser.close()
    assert troubles == []


async def test_a_person_asks_reads_the_thread_and_fills_in_a_modal(
    workspace: Workspace, toy: ToyApp, page: Page
) -> None:
    """
    The whole page once; nothing anybody writes becomes markup, and nothing else is loaded.
    """
    opens(toy, modal())
    submitted: list[Any] = []

    async def submit(ack: Any, view: dict[str, Any]) -> None:
        submitted.append(view["state"]["values"])
        errors = {"name": "Choose another"} if len(submitted) == 1 else None
        await (ack(response_action="errors", errors=errors) if errors else ack())

    toy.bolt.view("choose")(submit)
    await expect(page.get_by_test_id("connection")).to_contain_text("connected over HTTP")
    composer = page.get_by_test_id("composer")
    await composer.fill("@fwchoice is <img src=x onerror=alert(1)> & co?")
    await composer.press("Enter")
    message = page.get_by_test_id("message").first
    await expect(message).to_contain_text("@fwchoice is <img src=x onerror=alert(1)> & co?")
    await message.get_by_test_id("reply-count").click()
    reply = page.get_by_test_id("reply").nth(1)
    await expect(reply.locator("h3")).to_have_text("The <b>answer</b>")
    await expect(reply.locator("strong", has_text="Bold")).to_be_visible()
    await expect(reply.get_by_role("link", name="link")).to_have_attribute(
        "href", "https://example.org/x"
    )
    await expect(reply).to_contain_text("<script>alert(1)</script>")
    await reply.get_by_role("button", name="More", exact=True).click()
    await expect(page.locator("[data-ephemeral=true]")).to_contain_text("more to say")
    await expect(reply.get_by_role("button", name="More", exact=True)).to_be_focused()

    await composer.fill("/ask")
    await page.get_by_test_id("composer-send").click()
    dialog = page.get_by_test_id("modal")
    await dialog.get_by_test_id("modal-submit").click()
    await expect(dialog.get_by_test_id("field-error")).to_contain_text("Please complete")
    await dialog.get_by_role("radio", name="large").check()
    await dialog.get_by_label("Name").fill("Shop")
    await dialog.get_by_test_id("modal-submit").click()
    await expect(dialog.get_by_test_id("field-error")).to_have_text("Choose another")
    await expect(dialog.get_by_label("Name")).to_have_value("Shop")
    await dialog.get_by_test_id("modal-submit").click()
    await expect(dialog).to_be_hidden()
    assert submitted[-1]["name"]["name"]["value"] == "Shop"
    assert submitted[-1]["size"]["size"]["selected_option"]["value"] == "l"

    await page.get_by_test_id("person").select_option(label="Grace Hopper")
    await expect(page.locator("[data-ephemeral=true]")).to_have_count(0)
