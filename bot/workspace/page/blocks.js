// The blocks of Block Kit as elements.

import { h, link } from "./dom.js";
import { element, text } from "./elements.js";
import { markdown } from "./markdown.js";
import { richText } from "./rich_text.js";

let count = 0;

function picture(block) {
  return h("span", { className: "picture", role: "img", "aria-label": block.alt_text },
    "🖼 ", block.image_url ? link(block.image_url, block.alt_text || "Image") : block.alt_text || "Image");
}

function accessory(block, where) {
  if (!block.accessory) return null;
  return h("div", { className: "accessory" },
    block.accessory.type === "image" ? picture(block.accessory) : element(block, block.accessory, where));
}

function section(block, where) {
  const wide = ["radio_buttons", "checkboxes"].includes(block.accessory?.type);
  return h("div", { className: wide ? "section wide" : "section" },
    h("div", { className: "words" },
      block.text ? h("div", {}, text(block.text)) : null,
      block.fields ? h("div", { className: "fields" }, block.fields.map((each) => h("div", {}, text(each)))) : null),
    accessory(block, where));
}

function input(block, where) {
  count += 1;
  const id = `input-${count}`;
  const error = where.error(block);
  const group = ["radio_buttons", "checkboxes"].includes(block.element.type);
  const control = element(block, block.element, where, id);
  if (error) {
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", `${id}-error`);
  }
  const label = [text(block.label), block.optional ? h("span", { className: "optional" }, " (optional)") : null];
  return h("div", { className: error ? "input wrong" : "input", data: { testid: "field", blockId: block.block_id } },
    group ? h("span", { className: "label" }, label) : h("label", { className: "label", for: id }, label),
    control,
    error ? h("p", { className: "error", id: `${id}-error`, role: "alert", data: { testid: "field-error" } }, error) : null,
    block.hint ? h("p", { className: "hint" }, text(block.hint)) : null);
}

function table(block) {
  const cell = (given) =>
    given.type === "rich_text" ? richText(given) : String(given.text ?? given.value ?? "");
  return h("div", { className: "tablebox", tabindex: 0, role: "region", "aria-label": "Table" },
    h("table", {}, h("tbody", {}, block.rows.map((row, index) =>
      h("tr", {}, row.map((each) => h(index ? "td" : "th", {}, cell(each))))))));
}

const KINDS = {
  section,
  input,
  table,
  divider: () => h("hr"),
  header: (block) => h("h3", {}, text(block.text)),
  context: (block) => h("div", { className: "context" }, block.elements.map((each) =>
    h("span", {}, each.type === "image" ? picture(each) : text(each)))),
  actions: (block, where) =>
    h("div", { className: "actions" }, block.elements.map((each) => element(block, each, where))),
  context_actions: (block, where) =>
    h("div", { className: "actions small" }, block.elements.map((each) => element(block, each, where))),
  image: (block) => h("figure", {}, block.title ? h("figcaption", {}, text(block.title)) : null, picture(block)),
  rich_text: (block) => h("div", {}, richText(block)),
  markdown: (block) => h("div", { className: "markdown" }, markdown(block.text)),
  alert: (block) => h("div", { className: `alert ${block.level ?? "default"}` }, text(block.text)),
};

export function blocks(list, where) {
  return list.map((block) => {
    const build = KINDS[block.type];
    const node = build ? build(block, where)
      : h("p", { className: "unknown" }, `A ${block.type} block, which this page does not show`);
    node.classList.add("block", `block-${block.type}`);
    node.dataset.blockId = block.block_id ?? "";
    return node;
  });
}
