// A rich_text block as elements.

import { h, link } from "./dom.js";
import { EMOJI } from "./emoji.js";
import { mention, names } from "./mrkdwn.js";

function styled(node, style = {}) {
  let done = node;
  if (style.code) done = h("code", {}, done);
  if (style.strike) done = h("s", {}, done);
  if (style.italic) done = h("em", {}, done);
  if (style.bold) done = h("strong", {}, done);
  return done;
}

function piece(given) {
  switch (given.type) {
    case "text": return styled(given.text, given.style);
    case "link": return styled(link(given.url, given.text ?? given.url), given.style);
    case "emoji": return EMOJI[given.name] ?? `:${given.name}:`;
    case "user": return mention(given.user_id);
    case "channel": return h("span", { className: "mention" }, `#${names.channels.get(given.channel_id) ?? given.channel_id}`);
    case "broadcast": return h("span", { className: "mention mine" }, `@${given.range}`);
    default: return given.text ?? given.fallback ?? "";
  }
}

function part(given) {
  const inside = given.elements ?? [];
  switch (given.type) {
    case "rich_text_list":
      return h(given.style === "ordered" ? "ol" : "ul", { className: `indent-${given.indent ?? 0}`, start: given.offset ? given.offset + 1 : null },
        inside.map((each) => h("li", {}, (each.elements ?? []).map(piece))));
    case "rich_text_quote": return h("blockquote", {}, inside.map(piece));
    case "rich_text_preformatted": return h("pre", {}, inside.map(piece));
    default: return h("p", {}, inside.map(piece));
  }
}

export const richText = (block) => (block.elements ?? []).map(part);
