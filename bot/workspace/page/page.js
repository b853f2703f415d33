// The page: which conversation is open, and what everything around the messages shows.

import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { h, refresh } from "./dom.js";
import { avatar, showMessages, stayAtEnd } from "./messages.js";
import { showModal, viewPlace } from "./modal.js";
import { mrkdwn, names } from "./mrkdwn.js";
import { act, listen, me } from "./server.js";

const $ = (id) => document.getElementById(id);
const open = { channel: "", thread: "", tab: "messages", seen: {}, jump: true };
let state = null;

const main = composer({
  id: "composer", testid: "composer", label: "Message", offers,
  onSend: async (text) => {
    open.jump = true;
    await act("say", { channel: open.channel, text });
  },
});
const reply = composer({
  id: "thread-composer", testid: "thread-composer", label: "Reply…", offers,
  onSend: async (text) => {
    open.jump = true;
    await act("say", { channel: open.channel, text, thread_ts: open.thread });
  },
});
for (const id of ["messages", "replies"]) stayAtEnd($(id));
$("composer-place").append(main);
$("thread-composer-place").append(reply);

function offers(start) {
  const begins = (name) => name.toLowerCase().startsWith(start.slice(1).toLowerCase());
  if (start.startsWith("/")) {
    return [...state.commands, { name: "/invite", description: "Bring somebody into this channel", usage_hint: "@name" }]
      .filter((each) => each.name.startsWith(start))
      .map((each) => ({ text: each.name, hint: `${each.usage_hint} ${each.description}`.trim() }));
  }
  if (start.startsWith("#")) {
    return state.channels.filter((each) => each.kind !== "im" && begins(each.name)).map((each) => ({ text: `#${each.name}` }));
  }
  const order = [...state.people].sort((a, b) => Number(b.is_bot) - Number(a.is_bot));
  return order.filter((each) => each.id !== "USLACKBOT" && begins(each.name))
    .map((each) => ({ text: `@${each.name}`, hint: each.is_bot ? "App" : each.real_name }));
}

const direct = () => state.channels.find((each) => each.kind === "im");
const current = () => state.channels.find((each) => each.id === open.channel);

function go(channel, tab = "messages") {
  Object.assign(open, { channel, tab, thread: "", jump: true });
  document.body.dataset.screen = "main";
  if (state.channels.find((each) => each.id === channel)?.kind === "im") act("home", { tab });
  show();
  if (matchMedia("(min-width: 761px)").matches && tab === "messages") $("composer").focus();
}

function openThread(message) {
  open.thread = message.thread_ts ?? message.ts;
  open.jump = true;
  document.body.dataset.screen = "thread";
  show();
  if (matchMedia("(min-width: 761px)").matches) $("thread-composer").focus();
}

function closeThread() {
  open.thread = "";
  document.body.dataset.screen = "main";
  show();
}

function intro(channel) {
  const isDirect = channel.kind === "im";
  const build = () => h("section", { className: "intro" },
    isDirect ? avatar(names.people.get(state.bot.id)) : h("span", { className: "hash", "aria-hidden": "true" }, "#"),
    h("h3", {}, isDirect ? `This is you and ${state.bot.name}` : `This is #${channel.name}`),
    h("p", {}, channel.has_bot ? mrkdwn(state.welcome) : `${state.bot.name} is not in this channel. Mention it to see what happens, or type /invite @${state.bot.name}`),
    channel.has_bot && state.tries.length ? h("ul", { className: "tries", "aria-label": "Things to try" }, state.tries.map((text) => {
      const said = isDirect ? text.replace(new RegExp(`^@${state.bot.name}\\s*`), "") : text;
      return h("li", {}, h("button", { type: "button", className: "try", data: { testid: "try" }, onclick: () => main.fill(said) }, said));
    })) : null,
    isDirect && (state.prompts[channel.id] ?? []).length ? h("ul", { className: "tries", "aria-label": "Suggested by the app" },
      state.prompts[channel.id].map((each) => h("li", {}, h("button", { type: "button", className: "try", data: { testid: "prompt" }, onclick: () => main.fill(each.message) }, each.title)))) : null);
  return { key: JSON.stringify([channel, state.prompts[channel.id], me.id]), build };
}

function isUnread(channel) {
  const last = state.messages[channel.id].at(-1)?.ts ?? "0";
  if (channel.id === open.channel) open.seen[channel.id] = last;
  return last > (open.seen[channel.id] ??= last);
}

function row(channel) {
  const unread = isUnread(channel);
  const isDirect = channel.kind === "im";
  const name = isDirect ? state.bot.name : channel.name;
  return h("li", {}, h("button", {
    type: "button", className: unread ? "channel unread" : "channel", onclick: () => go(channel.id),
    "aria-current": channel.id === open.channel ? "page" : null,
    data: { testid: "channel", channel: isDirect ? "direct" : channel.name, channelId: channel.id },
  }, isDirect ? avatar(names.people.get(state.bot.id), true) : h("span", { className: "hash", "aria-hidden": "true" }, "#"),
  h("span", {}, name), unread ? h("span", { className: "dot", role: "img", "aria-label": "unread" }) : null));
}

function sidebar() {
  $("team").textContent = state.team;
  document.title = `${state.team} · local workspace`;
  refresh($("person"), JSON.stringify([state.members, me.id]), () => state.members.map((id) =>
    h("option", { value: id, selected: id === me.id }, names.people.get(id).real_name)));
  const rooms = state.channels.filter((each) => each.kind !== "im");
  const signed = (list) => JSON.stringify([open.channel, me.id, list.map((each) => [each.id, isUnread(each)])]);
  refresh($("channels"), signed(rooms), () => rooms.map(row));
  refresh($("apps"), signed([direct()]), () => [row(direct())]);
  const anywhere = state.shortcuts.filter((each) => each.kind === "global");
  refresh($("global-shortcuts"), JSON.stringify(anywhere), () => anywhere.map((each) => h("button", {
    type: "button", className: "channel", data: { testid: "shortcut" }, onclick: () => act("shortcut", { callback_id: each.callback_id }),
  }, h("span", { className: "hash", "aria-hidden": "true" }, "⚡"), each.name)));
  connection(state.connection.ok, state.connection.ok
    ? `${state.bot.name} is connected over ${state.connection.over === "socket" ? "Socket Mode" : "HTTP"}`
    : `${state.bot.name} is not connected`);
}

function connection(ok, text) {
  $("connection").className = ok ? "ok" : "lost";
  if ($("connection").textContent !== text) $("connection").replaceChildren(text);
}

function header(channel) {
  const isDirect = channel.kind === "im";
  $("channel-name").textContent = isDirect ? state.bot.name : `# ${channel.name}`;
  $("channel-topic").textContent = isDirect ? "Direct message" : channel.topic;
  $("tabs").hidden = !isDirect || !state.has_home;
  for (const tab of ["messages", "home"]) $(`tab-${tab}`).setAttribute("aria-selected", String(open.tab === tab));
  main.relabel(isDirect ? `Message ${state.bot.name}` : `Message #${channel.name}`);
}

function home(isShown) {
  $("home").hidden = !isShown;
  $("messages").hidden = isShown;
  $("composer-place").hidden = isShown;
  if (!isShown) return;
  const signature = state.home ? me.id + state.home.id + state.home.hash : me.id;
  refresh($("home"), signature, () => state.home
    ? h("div", { className: "homeview" }, blocks(state.home.blocks, viewPlace(state.home, state.people)))
    : h("p", { className: "nothing" }, `${state.bot.name} has not published a Home tab.`));
}

function thread(channel) {
  const said = state.messages[channel.id];
  const root = said.find((each) => each.ts === open.thread);
  $("thread").hidden = !root;
  document.body.classList.toggle("with-thread", Boolean(root));
  if (!root) return;
  $("thread-where").textContent = channel.kind === "im" ? state.bot.name : `# ${channel.name}`;
  const list = [{ ...root, reply_count: 0 }, ...said.filter((each) => each.thread_ts === root.ts && each.ts !== root.ts)];
  const status = state.statuses.find(([where, ts]) => where === channel.id && ts === root.ts)?.[2];
  showMessages($("replies"), list, channel.id, {
    people: state.people, shortcuts: state.shortcuts, jump: open.jump, status: status ? `${state.bot.name} ${status}` : "" });
}

function show() {
  if (!state) return;
  if (!current()) open.channel = state.channels[0].id;
  const channel = current();
  sidebar();
  header(channel);
  home(channel.kind === "im" && open.tab === "home");
  const roots = state.messages[channel.id].filter((each) => !each.thread_ts || each.thread_ts === each.ts || each.reply_broadcast);
  showMessages($("messages"), roots, channel.id, {
    people: state.people, shortcuts: state.shortcuts, onThread: openThread, days: true, intro: intro(channel), jump: open.jump });
  thread(channel);
  showModal(state.views, state.people);
  open.jump = false;
}

function receive(now) {
  state = now;
  me.id = state.you;
  localStorage.setItem("person", me.id);
  names.me = me.id;
  names.people = new Map(state.people.map((each) => [each.id, each]));
  names.channels = new Map(state.channels.map((each) => [each.id, each.name]));
  show();
}

function start() {
  listen(receive, () => connection(false, "The workspace does not answer"));
}

$("person").addEventListener("change", (event) => {
  me.id = event.target.value;
  Object.assign(open, { thread: "", jump: true, seen: {} });
  if (current()?.kind === "im") open.channel = "";
  start();
});
$("back").addEventListener("click", () => { document.body.dataset.screen = "sidebar"; });
$("close-thread").addEventListener("click", closeThread);
$("tab-messages").addEventListener("click", () => go(open.channel, "messages"));
$("tab-home").addEventListener("click", () => go(open.channel, "home"));
$("tabs").addEventListener("keydown", (event) => {
  if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const other = open.tab === "home" ? "messages" : "home";
  go(open.channel, other);
  $(`tab-${other}`).focus();
});
$("thread").addEventListener("keydown", (event) => { if (event.key === "Escape") closeThread(); });
start();
