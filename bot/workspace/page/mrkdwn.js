// Slack's mrkdwn as elements. Covers bold, italic, strike, code, quotes, links, mentions, emoji
// and the three escapes; anything else is text.

import { h, link } from "./dom.js";
import { EMOJI } from "./emoji.js";

// Set by the page with every state, so that mentions show names.
export const names = { people: new Map(), channels: new Map(), me: "" };

export const unescape = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export function mrkdwn(text) {
  const parts = text.split(/```([\s\S]+?)```/);
  return parts.flatMap((part, index) =>
    index % 2 ? [h("pre", {}, unescape(part.replace(/^\n/, "")))] : lines(part));
}

function lines(text) {
  const done = [];
  let quoted = [];
  const endQuote = () => {
    if (quoted.length) done.push(h("blockquote", {}, joined(quoted)));
    quoted = [];
  };
  const rows = text.split("\n");
  let plain = [];
  const endPlain = () => {
    if (plain.length) done.push(...joined(plain));
    plain = [];
  };
  for (const row of rows) {
    const quote = row.match(/^(?:&gt;|>) ?(.*)$/);
    if (quote) { endPlain(); quoted.push(quote[1]); } else { endQuote(); plain.push(row); }
  }
  endQuote();
  endPlain();
  return done;
}

const joined = (rows) =>
  rows.flatMap((row, index) => (index ? [h("br"), ...inline(row)] : inline(row)));

const BEFORE = String.raw`(^|[\s.,;:!?"'()\[\]{}<>/\-–—•|*_~])`;
const AFTER = String.raw`(?=$|[\s.,;:!?"'()\[\]{}<>/\-–—•|*_~])`;
const span = (mark) =>
  new RegExp(`${BEFORE}\\${mark}(?=\\S)([^\\n\\${mark}]*?\\S)\\${mark}${AFTER}`);

const RULES = [
  [/()`([^`\n]+)`/, (match) => h("code", {}, unescape(match[2]))],
  [/()<([^<>\n]+)>/, (match) => reference(match[2])],
  [span("*"), (match) => h("strong", {}, inline(match[2]))],
  [span("_"), (match) => h("em", {}, inline(match[2]))],
  [span("~"), (match) => h("s", {}, inline(match[2]))],
  [/():([a-z0-9_+'-]+):/, (match) => emoji(match[2])],
  [/(^|[\s(])(https?:\/\/[^\s<>|]*[^\s<>|.,:;!?"')\]])/, (match) => link(unescape(match[2]), unescape(match[2]))],
];

// Takes the rule that matches first; on a tie the one listed first.
function inline(text) {
  const done = [];
  let rest = text;
  for (let best = first(rest); best; best = first(rest)) {
    if (best.start) done.push(unescape(rest.slice(0, best.start)));
    done.push(best.build(best.match) ?? unescape(rest.slice(best.start, best.end)));
    rest = rest.slice(best.end);
  }
  return rest ? [...done, unescape(rest)] : done;
}

function first(text) {
  let best = null;
  for (const [pattern, build] of RULES) {
    const match = text.match(pattern);
    const start = match ? match.index + match[1].length : Infinity;
    if (match && (!best || start < best.start)) best = { start, end: match.index + match[0].length, match, build };
  }
  return best;
}

function emoji(name) {
  return EMOJI[name] ? h("span", { role: "img", "aria-label": name, className: "emoji" }, EMOJI[name]) : null;
}

export function plain(text) {
  return text.split(/:([a-z0-9_+'-]+):/).map((part, index) =>
    index % 2 ? emoji(part) ?? `:${part}:` : part);
}

export function mention(id) {
  const person = names.people.get(id);
  const mine = id === names.me ? " mine" : "";
  return h("span", { className: `mention${mine}` }, `@${person?.name ?? id}`);
}

function reference(inside) {
  const [target, label] = inside.split(/\|(.*)/s);
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#")) {
    const name = names.channels.get(target.slice(1)) ?? label ?? target.slice(1);
    return h("span", { className: "mention" }, `#${name}`);
  }
  if (target.startsWith("!date")) return unescape(label ?? "");
  if (target.startsWith("!")) {
    return h("span", { className: "mention mine" }, label ?? `@${target.slice(1)}`);
  }
  return link(unescape(target), unescape(label ?? target.replace(/^mailto:/, "")));
}
