"""
What a person does in the browser: ask, read the reply, press, run the command, fill in a form.
"""

from __future__ import annotations

from playwright.async_api import Page, expect


async def enter(page: Page, channel: str) -> None:
    """
    Go to a conversation; on a phone the list of them is the first screen.
    """
    await page.locator(f"[data-testid=channel][data-channel={channel}]").first.click()


async def write(page: Page, text: str) -> None:
    """
    Type *text* into the channel's composer and send it.
    """
    composer = page.get_by_test_id("composer")
    await composer.fill(text)
    await composer.press("Enter")


async def open_thread(page: Page) -> None:
    """
    Open the thread of the newest message that has replies.
    """
    await page.get_by_test_id("messages").get_by_test_id("reply-count").last.click()


async def test_a_question_in_a_channel_is_answered_in_its_thread(page: Page) -> None:
    """
    Mention the bot, open the thread, read a recommendation with links to its sources.
    """
    await enter(page, "general")
    await write(page, "@fwchoice is Django faster than Flask?")
    await open_thread(page)
    reply = page.get_by_test_id("reply").nth(1)

    await expect(reply).to_contain_text("Flask")
    await expect(reply).to_contain_text("knowledge")
    await expect(reply.get_by_role("link", name="AppJot").first).to_have_attribute(
        "href", "https://appjot.com/2023/11/11/django-vs-flask-a-web-framework-duel/"
    )


async def test_what_the_bot_does_not_know_it_declines_and_offers_what_it_can_answer(
    page: Page,
) -> None:
    """
    A friendly refusal with three buttons; pressing one gives an answer.
    """
    await enter(page, "general")
    await write(page, "@fwchoice what's for lunch?")
    await open_thread(page)
    reply = page.get_by_test_id("reply").nth(1)
    offered = reply.get_by_test_id("action")
    await expect(offered).to_have_count(3)
    await offered.first.click()

    await expect(page.get_by_test_id("thread")).to_contain_text("What the sources say")


async def test_a_direct_message_is_answered(page: Page) -> None:
    """
    No mention is needed there.
    """
    await enter(page, "direct")
    await write(page, "does flask come with an orm?")
    await open_thread(page)

    await expect(page.get_by_test_id("reply").nth(1)).to_contain_text("No. ")


async def test_the_command_answers_only_the_asker_and_its_button_shares_it(page: Page) -> None:
    """
    An answer marked as visible to oneself; after pressing Share it stands in the channel.
    """
    await enter(page, "general")
    await write(page, "/fwchoice who created flask?")
    whisper = page.locator("[data-testid=message][data-ephemeral=true]").last
    await expect(whisper).to_contain_text("Armin Ronacher")
    await whisper.get_by_role("button", name="Share in channel").click()

    shared = page.locator("[data-testid=message][data-ephemeral=false]").last
    await expect(shared).to_contain_text("Armin Ronacher")


async def test_who_would_rather_ask_in_words_gets_a_form_that_answers(page: Page) -> None:
    """
    From the guide's first view: fill in the question, send it, read the answer in the same window.
    """
    await enter(page, "general")
    await write(page, "/fwchoice")
    modal = page.get_by_test_id("modal")
    await modal.get_by_role("button", name="Ask in words instead").click()
    await modal.get_by_role("textbox").first.fill("which has the bigger community?")
    await modal.get_by_test_id("modal-submit").click()

    await expect(modal).to_contain_text("What the sources say")
