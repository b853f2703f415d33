// The markdown block: standard Markdown, as much of it as messages use.

import { h, link } from "./dom.js";
import { plain } from "./mrkdwn.js";

const RULES = [
  [/`([^`\n]+)`/, (match) => h("code", {}, match[1])],
  [/\[([^\]\n]+)\]\(([^)\s]+)\)/, (match) => link(match[2], inline(match[1]))],
  [/\*\*(\S(?:[^\n]*?\S)?)\*\*/, (match) => h("strong", {}, inline(match[1]))],
  [/~~(\S(?:[^\n]*?\S)?)~~/, (match) => h("s", {}, inline(match[1]))],
  [/(?<![\w*])[*_](\S(?:[^*_\n]*?\S)?)[*_](?![\w*])/, (match) => h("em", {}, inline(match[1]))],
];

function inline(text) {
  let best = null;
  for (const [pattern, build] of RULES) {
    const match = text.match(pattern);
    if (match && (!best || match.index < best.match.index)) best = { match, build };
  }
  if (!best) return plain(text);
  const end = best.match.index + best.match[0].length;
  return [...plain(text.slice(0, best.match.index)), best.build(best.match), ...inline(text.slice(end))];
}

export function markdown(source) {
  return source.split(/```\w*\n?([\s\S]+?)```/).flatMap((part, index) =>
    index % 2 ? [h("pre", {}, part)] : paragraphs(part));
}

const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;

function paragraphs(source) {
  return source.split(/\n{2,}/).filter((each) => each.trim()).map((each) => {
    const rows = each.trim().split("\n");
    const heading = rows[0].match(/^(#{1,6})\s+(.*)$/);
    if (heading && rows.length === 1) return h("h3", {}, inline(heading[2]));
    if (rows.every((row) => ITEM.test(row))) {
      const ordered = rows[0].match(ITEM)[1];
      return h(ordered ? "ol" : "ul", {}, rows.map((row) => h("li", {}, inline(row.match(ITEM)[2]))));
    }
    if (rows.every((row) => row.startsWith(">"))) {
      return h("blockquote", {}, rows.flatMap((row) => [...inline(row.replace(/^> ?/, "")), h("br")]));
    }
    return h("p", {}, rows.flatMap((row, index) => (index ? [h("br"), ...inline(row)] : inline(row))));
  });
}
