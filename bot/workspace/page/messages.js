// Messages in a channel or a thread. Every message keeps its element until it changes, so that
// what somebody is choosing in one is not lost when another arrives.

import { blocks } from "./blocks.js";
import { ask, h, place } from "./dom.js";
import { EMOJI } from "./emoji.js";
import { mrkdwn, names, unescape } from "./mrkdwn.js";
import { act, me } from "./server.js";

const COLOURS = 7;

export function avatar(person, small) {
  const letters = (person?.real_name ?? "?").split(/\s+/).map((word) => word[0]).slice(0, 2).join("");
  const colour = [...(person?.id ?? "")].reduce((sum, each) => sum + each.charCodeAt(0), 0) % COLOURS;
  const kind = person?.is_bot ? (person.id === "USLACKBOT" ? "slackbot" : "bot") : `c${colour}`;
  return h("span", { className: `avatar ${kind}${small ? " small" : ""}`, "aria-hidden": "true" },
    person?.is_bot ? "⌂" : letters);
}

const seconds = (ts) => Number(ts) * 1000;
const clock = (ts) => new Date(seconds(ts)).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
const day = (ts) => new Date(seconds(ts)).toLocaleDateString([], { weekday: "long", month: "long", day: "numeric" });

function messagePlace(message, channel, people) {
  const given = { channel, ts: message.ts };
  return {
    people: () => people,
    isInput: (block) => block.type === "input",
    entered: (_block, element) => ({
      value: element.initial_value, selected_option: element.initial_option,
      selected_options: element.initial_options,
    }),
    error: () => null,
    keep: (block, element, value) => act("choose", { ...given, block_id: block.block_id, action_id: element.action_id, value }),
    press: (block, element, value) => act("press", { ...given, block_id: block.block_id, action_id: element.action_id, value }),
  };
}

function tools(message, channel, options) {
  const given = { channel, ts: message.ts };
  const own = message.user === me.id && !message.subtype;
  const list = h("div", { className: "popup", role: "menu", hidden: true });
  const item = (label, run, testid) => h("button", {
    type: "button", role: "menuitem", data: { testid }, onclick: () => { list.hidden = true; run(); } }, label);
  const change = async () => {
    const text = await ask({ title: "Edit message", confirm: "Save", field: unescape(message.text.replace(/<@(\w+)>/g, (_, id) => `@${names.people.get(id)?.name ?? id}`).replace(/<(https?:[^|>]+)>/g, "$1")) });
    if (text !== null && text.trim()) act("edit", { ...given, text });
  };
  const remove = async () => {
    if (await ask({ title: "Delete message", text: "This cannot be undone.", confirm: "Delete", style: "danger" })) act("delete", given);
  };
  list.append(
    ...options.shortcuts.filter((each) => each.kind === "message").map((each) =>
      item(each.name, () => act("shortcut", { ...given, callback_id: each.callback_id }), "shortcut")),
    ...(own ? [item("Edit message", change, "edit"), item("Delete message", remove, "delete")] : []),
  );
  return h("div", { className: "tools", role: "group", "aria-label": "Message actions" },
    h("button", { type: "button", className: "icon drawn thumb", title: "React with a thumbs up", "aria-label": "React with a thumbs up", onclick: () => act("react", { ...given, name: "+1" }) }),
    options.onThread ? h("button", {
      type: "button", className: "icon drawn bubble", title: "Reply in thread", "aria-label": "Reply in thread",
      data: { testid: "reply-in-thread" }, onclick: () => options.onThread(message) }) : null,
    list.childElementCount ? h("button", {
      type: "button", className: "icon", title: "More", "aria-label": "More actions", "aria-haspopup": "menu",
      data: { testid: "message-menu" },
      onclick: (event) => { event.stopPropagation(); list.hidden = !list.hidden; } }, "⋯") : null,
    list);
}

function replyBar(message, options) {
  if (!message.reply_count || !options.onThread) return null;
  const faces = message.reply_users.slice(0, 4).map((id) => avatar(names.people.get(id), true));
  return h("button", { type: "button", className: "replybar", data: { testid: "reply-count" }, onclick: () => options.onThread(message) },
    faces, h("strong", {}, message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`),
    h("span", {}, `Last reply at ${clock(message.latest_reply)}`));
}

const large = (bytes) => (bytes < 1000 ? `${bytes} bytes` : `${Math.round(bytes / 1000)} kB`);

// A text file shows its beginning, folded, as Slack's snippets do.
function upload(file) {
  const name = h("p", { className: "file" }, "📄 ", h("a", { href: new URL(file.url_private).pathname }, file.title),
    h("small", {}, ` ${file.filetype} · ${large(file.size)}`));
  return h("div", { className: "upload", data: { testid: "file" } }, name,
    file.preview ? h("details", {}, h("summary", {}, "Show it"), h("pre", { tabindex: 0 }, file.preview)) : null);
}

function draw(message, channel, options) {
  const person = names.people.get(message.user);
  const isShown = message.blocks?.length;
  if (message.subtype?.endsWith("_join")) {
    return h("article", { className: "message event", data: { testid: "message", ts: message.ts } },
      avatar(person, true), h("p", {}, mrkdwn(message.text)));
  }
  return h("article", {
    className: message.is_ephemeral ? "message ephemeral" : "message",
    "aria-label": `${person?.name ?? message.user} at ${clock(message.ts)}`,
    data: { testid: options.onThread ? "message" : "reply", ts: message.ts, user: person?.name ?? message.user, ephemeral: message.is_ephemeral ? "true" : "false" },
  },
  avatar(person),
  h("div", { className: "content" },
    message.is_ephemeral ? h("p", { className: "only-you" }, "👁 Only visible to you") : null,
    h("p", { className: "byline" },
      h("strong", {}, person?.name ?? message.user),
      person?.is_bot ? h("span", { className: "badge" }, "APP") : null,
      h("time", { datetime: new Date(seconds(message.ts)).toISOString() }, clock(message.ts))),
    isShown ? h("div", { className: "blocks" }, blocks(message.blocks, messagePlace(message, channel, options.people)))
      : h("div", { className: "text" }, mrkdwn(message.text)),
    message.edited ? h("small", { className: "edited" }, "(edited)") : null,
    message.files?.map(upload),
    message.reactions ? h("div", { className: "reactions" }, message.reactions.map((each) =>
      h("span", { className: "reaction", title: each.users.map((id) => names.people.get(id)?.name).join(", ") },
        EMOJI[each.name] ?? `:${each.name}:`, ` ${each.count}`))) : null,
    message.is_ephemeral ? h("button", { type: "button", className: "linklike", data: { testid: "dismiss" }, onclick: () => act("dismiss", { channel, ts: message.ts }) }, "Dismiss message") : null,
    replyBar(message, options)),
  message.is_ephemeral ? null : tools(message, channel, options));
}

// Whoever has read to the end stays there when the column changes its width or height.
export function stayAtEnd(parent) {
  let atEnd = true;
  const isAtEnd = () => parent.scrollHeight - parent.scrollTop - parent.clientHeight < 60;
  const keep = () => { if (atEnd) parent.scrollTop = parent.scrollHeight; };
  parent.addEventListener("scroll", () => { atEnd = isAtEnd(); });
  new ResizeObserver(keep).observe(parent);
}

// Brings the elements in `parent` in line with `list`, touching only what changed.
export function showMessages(parent, list, channel, options) {
  const before = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  const wanted = [];
  let today = "";
  if (options.intro) wanted.push(["intro", options.intro.key, () => options.intro.build()]);
  for (const message of list) {
    if (options.days && day(message.ts) !== today) {
      today = day(message.ts);
      const label = today;
      wanted.push([`day ${label}`, "", () => h("div", { className: "day", role: "separator" }, h("span", {}, label))]);
    }
    wanted.push([`m ${message.ts} ${channel}`, JSON.stringify(message) + me.id, () => draw(message, channel, options)]);
  }
  if (options.status) wanted.push(["status", options.status, () => h("p", { className: "thinking", role: "status" }, options.status)]);
  const nearEnd = parent.scrollHeight - parent.scrollTop - parent.clientHeight < 120;
  const nodes = wanted.map(([key, signature, build]) => {
    const old = before.get(key);
    if (old && old.signature === signature) return old;
    const node = build();
    node.dataset.key = key;
    node.signature = signature;
    return node;
  });
  place(parent, nodes);
  if (options.jump || nearEnd) parent.scrollTop = parent.scrollHeight;
}

document.addEventListener("click", () => {
  for (const popup of document.querySelectorAll(".popup:not([hidden])")) popup.hidden = true;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const popup of document.querySelectorAll(".popup:not([hidden])")) popup.hidden = true;
});
