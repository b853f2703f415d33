"""
The Web API as an app's client meets it.
"""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace import Workspace
from tests.workspace.toy_app import ToyApp

GENERAL, RANDOM = "C0GENERAL1", "C0RANDOM01"


@pytest.fixture
def client(toy: ToyApp) -> AsyncWebClient:
    """
    The client of an app that is not connected.
    """
    return toy.client


async def refused(call: Any) -> dict[str, Any]:
    """
    Return what Slack said instead of yes.
    """
    with pytest.raises(SlackApiError) as caught:
        await call
    return dict(caught.value.response.data)


async def test_auth_test_names_the_bot_and_its_scopes(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    """
    A right token gets its identity, and its scopes in a header.
    """
    answer = await client.auth_test()

    assert answer["user_id"] == workspace.app.bot_user
    assert answer["bot_id"] == workspace.app.bot_id
    assert "chat:write" in answer.headers["x-oauth-scopes"]


async def test_a_wrong_token_is_invalid_and_none_is_not_authed(workspace: Workspace) -> None:
    """
    The token may stand in the header or among the arguments.
    """
    async with aiohttp.ClientSession() as session:

        async def call(headers: dict[str, str], form: dict[str, str]) -> str:
            url = f"{workspace.api_url}auth.test"
            async with session.post(url, headers=headers, data=form) as response:
                answer = await response.json()
                return str(answer.get("error", "ok"))

        assert await call({}, {}) == "not_authed"
        assert await call({}, {"token": "xoxb-other"}) == "invalid_auth"
        assert await call({}, {"token": workspace.app.bot_token}) == "ok"
        assert await call({"Authorization": f"Bearer {workspace.app.bot_token}"}, {}) == "ok"
        assert await call({}, {"token": workspace.app.app_token}) == "not_allowed_token_type"


async def test_a_method_that_is_not_there_is_unknown(client: AsyncWebClient) -> None:
    """
    No method is made up.
    """
    answer = await refused(client.api_call("chat.shout"))

    assert answer["error"] == "unknown_method"


async def test_a_posted_message_has_what_slack_adds(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    """
    Block ids and action ids are filled in; text without blocks has none.
    """
    button = {"type": "button", "text": {"type": "plain_text", "text": "x"}}
    blocks = [{"type": "actions", "elements": [button]}]
    answer = await client.chat_postMessage(
        channel="#general", text="x", blocks=blocks, unfurl_links=False
    )
    kept = workspace.messages("general")[0]

    assert answer["channel"] == GENERAL
    assert answer["message"]["blocks"][0]["block_id"]
    assert answer["message"]["blocks"][0]["elements"][0]["action_id"]
    assert (kept.ts, kept.bot_id, kept.unfurl_links) == (answer["ts"], workspace.app.bot_id, False)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"channel": "C404", "text": "x"}, "channel_not_found"),
        ({"channel": RANDOM, "text": "x"}, "not_in_channel"),
        ({"channel": GENERAL, "text": ""}, "no_text"),
        ({"channel": GENERAL, "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": GENERAL, "blocks": [{"type": "paragraph"}]}, "invalid_blocks"),
        (
            {"channel": GENERAL, "text": "x", "metadata": {"event_type": "x"}},
            "invalid_metadata_format",
        ),
        (
            {
                "channel": GENERAL,
                "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 5,
            },
            "msg_blocks_too_long",
        ),
    ],
)
async def test_a_post_slack_would_refuse_is_refused(
    client: AsyncWebClient, given: dict[str, Any], error: str
) -> None:
    """
    With the error Slack gives.
    """
    answer = await refused(client.api_call("chat.postMessage", json=given))

    assert answer["error"] == error


async def test_invalid_blocks_say_what_and_where(client: AsyncWebClient) -> None:
    """
    Every problem with a JSON pointer, as Slack words it.
    """
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]
    answer = await refused(client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks))

    said = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer["errors"] == [said]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {said}"]


async def test_long_text_is_cut_when_posted_and_refused_when_updated(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    """
    Forty thousand characters are kept.
    """
    answer = await client.chat_postMessage(channel=GENERAL, text="x" * 40_001)
    later = await refused(client.chat_update(channel=GENERAL, ts=answer["ts"], text="x" * 4001))

    assert len(workspace.messages("general")[0].text) == 40_000
    assert later["error"] == "msg_too_long"


async def test_an_update_with_text_alone_takes_the_blocks_away(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    """
    Text without blocks replaces both and marks the message as edited.
    """
    blocks = [{"type": "divider"}]
    answer = await client.chat_postMessage(channel=GENERAL, text="a", blocks=blocks)
    await client.chat_update(channel=GENERAL, ts=answer["ts"], text="b")
    now = workspace.messages("general")[0]

    assert (now.text, now.blocks) == ("b", ())
    assert now.edited_ts


async def test_only_own_messages_are_changed(workspace: Workspace, client: AsyncWebClient) -> None:
    """
    What a person said is theirs.
    """
    said = await workspace.say("ada", "general", "mine")
    update = await refused(client.chat_update(channel=GENERAL, ts=said.ts, text="no"))
    delete = await refused(client.chat_delete(channel=GENERAL, ts=said.ts))
    gone = await refused(client.chat_update(channel=GENERAL, ts="1.000001", text="no"))

    assert update["error"] == "cant_update_message"
    assert delete["error"] == "cant_delete_message"
    assert gone["error"] == "message_not_found"


async def test_a_thread_is_read_page_by_page_with_its_metadata(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    """
    The root comes first; metadata is shown on request only.
    """
    root = await workspace.say("ada", "general", "root")
    metadata = {"event_type": "answered", "event_payload": {"key": "k"}}
    for number in range(3):
        await client.chat_postMessage(
            channel=GENERAL, thread_ts=root.ts, text=str(number), metadata=metadata
        )
    first = await client.conversations_replies(
        channel=GENERAL, ts=root.ts, limit=3, include_all_metadata=True
    )
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_replies(channel=GENERAL, ts=root.ts, limit=3, cursor=cursor)

    assert [each["text"] for each in first["messages"]] == ["root", "0", "1"]
    assert first["messages"][0]["reply_count"] == 3
    assert first["messages"][1]["metadata"] == metadata
    assert first["has_more"]
    assert [each["text"] for each in second["messages"]] == ["2"]
    assert "metadata" not in second["messages"][0]
    assert not second["has_more"]


async def test_history_has_the_newest_first_and_no_replies(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    """
    Replies stay in their threads.
    """
    first = await workspace.say("ada", "general", "first")
    await workspace.say("grace", "general", "reply", thread_ts=first.ts)
    await workspace.say("grace", "general", "second")
    answer = await client.conversations_history(channel=GENERAL)

    assert [each["text"] for each in answer["messages"]] == ["second", "first"]
    assert (await refused(client.conversations_history(channel=RANDOM)))[
        "error"
    ] == "not_in_channel"


async def test_a_missing_scope_is_named() -> None:
    """
    With what is needed and what there is.
    """
    async with Workspace(scopes=frozenset({"chat:write"})) as workspace:
        client = AsyncWebClient(token=workspace.app.bot_token, base_url=workspace.api_url)
        answer = await refused(client.conversations_replies(channel=GENERAL, ts="1.000001"))

        assert (answer["error"], answer["needed"]) == ("missing_scope", "channels:history")
        assert answer["provided"] == "chat:write"


async def test_an_ephemeral_message_is_seen_by_one(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    """
    It is in nobody else's sight and not in the channel's history.
    """
    await client.chat_postEphemeral(channel=GENERAL, user="U0ADA00001", text="psst")
    stranger = await refused(client.chat_postEphemeral(channel=GENERAL, user="U404", text="x"))

    assert [each.text for each in workspace.ephemerals("ada", "general")] == ["psst"]
    assert workspace.ephemerals("grace") == ()
    assert workspace.messages("general") == ()
    assert stranger["error"] == "user_not_in_channel"


async def test_a_file_is_uploaded_in_three_steps(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    """
    The SDK's own upload works, and the page can fetch the bytes.
    """
    await client.files_upload_v2(
        channel=GENERAL, filename="record.txt", content="what was decided", initial_comment="Here"
    )
    message = workspace.messages("general")[0]
    address = message.files[0]["url_private"]
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        content = await response.text()
        disposition = response.headers["Content-Disposition"]

    assert (message.text, content) == ("Here", "what was decided")
    assert disposition == 'attachment; filename="record.txt"'


async def test_a_text_file_shows_its_beginning(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    """
    With its type, as Slack's snippets do; another file only its name.
    """
    root = await client.chat_postMessage(channel=GENERAL, text="Decided")
    for name in ("record.md", "picture.png"):
        await client.files_upload_v2(
            channel=GENERAL, thread_ts=root["ts"], filename=name, content="# Größe"
        )
    (text,), (picture,) = (one.files for one in workspace.thread(workspace.messages("general")[0]))

    assert (text["preview"], text["filetype"], text["size"]) == ("# Größe", "markdown", 9)
    assert "preview" not in picture


async def test_a_file_is_shared_only_where_the_bot_may_and_when_it_is_whole(
    client: AsyncWebClient,
) -> None:
    """
    As with messages; and no file that was announced with another length.
    """
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await client.files_upload_v2(channel=RANDOM, filename="a.md", content="text")
    found = await client.files_getUploadURLExternal(filename="a.md", length=10)
    async with (
        aiohttp.ClientSession() as session,
        session.post(found["upload_url"], data=b"short") as sent,
    ):
        assert sent.status == 200
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(
            files=[{"id": found["file_id"]}], channel_id=GENERAL
        )


async def test_reactions_status_prompts_and_people(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    """
    The small methods do what they say.
    """
    said = await workspace.say("ada", "fwchoice", "hello")
    await client.reactions_add(channel=said.channel, timestamp=said.ts, name="eyes")
    again = await refused(
        client.reactions_add(channel=said.channel, timestamp=said.ts, name="eyes")
    )
    await client.assistant_threads_setStatus(
        channel_id=said.channel, thread_ts=said.ts, status="is thinking…"
    )
    prompts = [{"title": "Speed", "message": "Which is faster?"}]
    await client.assistant_threads_setSuggestedPrompts(channel_id=said.channel, prompts=prompts)
    person = await client.users_info(user="U0ADA00001")
    opened = await client.conversations_open(users="U0ADA00001")

    assert workspace.current(said).reactions == (("eyes", workspace.app.bot_user),)
    assert again["error"] == "already_reacted"
    assert workspace.world.statuses == {(said.channel, said.ts): "is thinking…"}
    assert workspace.world.prompts[said.channel] == tuple(prompts)
    assert person["user"]["real_name"] == "Ada Lovelace"
    assert opened["channel"]["id"] == said.channel
    await client.chat_postMessage(channel=said.channel, thread_ts=said.ts, text="done")
    assert workspace.world.statuses == {}


async def test_calls_are_recorded_with_their_answers(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    """
    Arguments, answer, status; never the token.
    """
    await client.chat_postMessage(channel=GENERAL, text="x")
    await refused(client.chat_postMessage(channel="C404", text="x"))
    good, bad = workspace.calls_of("chat.postMessage")

    assert good.ok
    assert good.arguments == {"channel": GENERAL, "text": "x"}
    assert (bad.error, bad.status) == ("channel_not_found", 200)
    assert workspace.app.bot_token not in repr(workspace.calls)


async def test_a_deleted_reply_is_gone_from_its_thread(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    """
    And its root counts one reply less.
    """
    root = await workspace.say("ada", "general", "root")
    first = await client.chat_postMessage(channel=GENERAL, thread_ts=root.ts, text="first")
    await client.chat_postMessage(channel=GENERAL, thread_ts=first["ts"], text="second")
    await client.chat_delete(channel=GENERAL, ts=first["ts"])
    answer = await client.conversations_replies(channel=GENERAL, ts=root.ts)

    assert [each["text"] for each in answer["messages"]] == ["root", "second"]
    assert answer["messages"][0]["reply_count"] == 1
    assert [each.text for each in workspace.thread(root)] == ["second"]
