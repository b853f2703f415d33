// The interactive elements of Block Kit. What a person does with one goes to `where`: an object
// that presses (tell the app now) or keeps (an input, told with the submission), and that knows
// what is entered so far.

import { ask, h, link } from "./dom.js";
import { mrkdwn, plain } from "./mrkdwn.js";

export const text = (object) =>
  object ? (object.type === "mrkdwn" ? mrkdwn(object.text) : plain(object.text)) : [];

let count = 0;
const fresh = () => `field-${(count += 1)}`;

async function agreed(confirm) {
  if (!confirm) return true;
  return ask({
    title: confirm.title.text, text: text(confirm.text), confirm: confirm.confirm.text,
    deny: confirm.deny.text, style: confirm.style,
  });
}

const about = (block, element) => ({
  actionId: element.action_id, blockId: block.block_id,
});

function button(block, element, where) {
  const kind = element.style ? `button ${element.style}` : "button";
  const press = async () => {
    if (!(await agreed(element.confirm))) return;
    node.classList.add("busy");
    await where.press(block, element, element.value);
    node.classList.remove("busy");
  };
  const props = {
    className: kind, "aria-label": element.accessibility_label,
    data: { testid: "action", ...about(block, element), value: element.value ?? "" },
  };
  let node;
  if (element.url) {
    node = link(element.url, plain(element.text.text));
    node.className = kind;
    Object.assign(node.dataset, props.data);
    node.addEventListener("click", () => where.press(block, element, element.value));
  } else {
    node = h("button", { type: "button", onclick: press, ...props }, plain(element.text.text));
  }
  return node;
}

function feedback(block, element, where) {
  const side = (given, sign) => h("button", {
    type: "button", className: "icon", "aria-label": given.accessibility_label ?? given.text.text,
    title: given.text.text, data: { testid: "action", ...about(block, element), value: given.value },
    onclick: (event) => {
      for (const each of event.currentTarget.parentNode.children) each.classList.remove("on");
      event.currentTarget.classList.add("on");
      where.press(block, element, given.value);
    },
  }, sign);
  return h("span", { className: "feedback", role: "group", "aria-label": "Feedback" },
    side(element.positive_button, "👍"), side(element.negative_button, "👎"));
}

function used(block, element, where, value) {
  if (where.isInput(block)) where.keep(block, element, value);
  if (!where.isInput(block) || block.dispatch_action) where.press(block, element, value);
}

function menu(block, element, where, label, several) {
  const entered = where.entered(block, element);
  const now = several ? (entered?.selected_options ?? []).map((o) => o.value) : [entered?.selected_option?.value];
  const option = (each) => h("option", {
    value: each.value, selected: now.includes(each.value),
  }, plain(each.text.text));
  const groups = element.option_groups?.map((group) =>
    h("optgroup", { label: group.label.text }, group.options.map(option)));
  const change = async (event) => {
    if (!(await agreed(element.confirm))) return;
    const chosen = [...event.target.selectedOptions].map((each) => each.value).filter(Boolean);
    used(block, element, where, several ? chosen : chosen[0] ?? null);
  };
  return h("select", {
    className: "menu", multiple: several, onchange: change, "aria-label": label ? null : element.placeholder?.text ?? "Choose",
    id: label, data: { testid: "action", ...about(block, element) },
  }, several || (now[0] && !block.optional) ? null : h("option", { value: "" }, element.placeholder?.text ?? "Choose an option"),
  groups ?? element.options.map(option));
}

function people(block, element, where, label) {
  const list = [...where.people()].map((person) => ({
    value: person.id, text: { type: "plain_text", text: person.real_name } }));
  const chosen = where.entered(block, element)?.selected_user;
  const option = (each) => h("option", { value: each.value, selected: each.value === chosen }, each.text.text);
  return h("select", {
    className: "menu", id: label, data: { testid: "action", ...about(block, element) },
    onchange: (event) => used(block, element, where, event.target.value || null),
  }, h("option", { value: "" }, element.placeholder?.text ?? "Choose somebody"), list.map(option));
}

function choices(block, element, where, _label, kind) {
  const several = kind === "checkbox";
  const entered = where.entered(block, element);
  const now = several ? (entered?.selected_options ?? []).map((o) => o.value) : [entered?.selected_option?.value];
  const name = fresh();
  const change = async (event) => {
    const box = event.target;
    if (!(await agreed(element.confirm))) { box.checked = !box.checked; return; }
    const group = box.closest(".choices");
    const chosen = [...group.querySelectorAll("input:checked")].map((each) => each.value);
    used(block, element, where, several ? chosen : chosen[0] ?? null);
  };
  return h("div", {
    className: "choices", role: several ? "group" : "radiogroup",
    "aria-label": block.label?.text ?? (block.text?.text ?? "Choose"), data: { testid: "action", ...about(block, element) },
  }, element.options.map((each) => h("label", {},
    h("input", { type: kind, name, value: each.value, checked: now.includes(each.value), onchange: change }),
    h("span", {}, h("span", {}, text(each.text)),
      each.description ? h("small", {}, text(each.description)) : null))));
}

function overflow(block, element, where) {
  const list = h("div", { className: "popup", role: "menu", hidden: true }, element.options.map((each) =>
    h("button", {
      type: "button", role: "menuitem", data: { testid: "action", ...about(block, element), value: each.value },
      onclick: async () => {
        list.hidden = true;
        if (await agreed(element.confirm)) where.press(block, element, each.value);
      },
    }, plain(each.text.text))));
  const opener = h("button", {
    type: "button", className: "button", "aria-haspopup": "menu", "aria-label": "More actions",
    data: { testid: "overflow", ...about(block, element) },
    onclick: (event) => { event.stopPropagation(); list.hidden = !list.hidden; },
  }, "⋯");
  return h("span", { className: "overflow" }, opener, list);
}

function typed(block, element, where, label, type) {
  const entered = where.entered(block, element);
  const tag = element.multiline ? "textarea" : "input";
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  return h(tag, {
    id: label, type: tag === "input" ? type : null, rows: tag === "textarea" ? 4 : null,
    value: entered?.value ?? "", placeholder: element.placeholder?.text, autocomplete: "off",
    minlength: element.min_length, maxlength: element.max_length, autofocus: element.focus_on_load,
    data: { testid: "action", ...about(block, element) },
    oninput: (event) => {
      where.keep(block, element, event.target.value);
      if (block.dispatch_action && on.includes("on_character_entered")) where.press(block, element, event.target.value);
    },
    onkeydown: (event) => {
      if (event.key === "Enter" && block.dispatch_action && on.includes("on_enter_pressed") && !element.multiline) {
        event.preventDefault();
        where.press(block, element, event.target.value);
      }
    },
  });
}

function picked(block, element, where, label, type, key) {
  return h("input", {
    id: label, type, value: where.entered(block, element)?.[key] ?? "",
    data: { testid: "action", ...about(block, element) },
    onchange: (event) => used(block, element, where, event.target.value || null),
  });
}

const KINDS = {
  button,
  icon_button: (block, element, where) =>
    button(block, { ...element, text: { type: "plain_text", text: `🗑️ ${element.text.text}` } }, where),
  feedback_buttons: feedback,
  static_select: (b, e, w, l) => menu(b, e, w, l, false),
  multi_static_select: (b, e, w, l) => menu(b, e, w, l, true),
  users_select: people,
  radio_buttons: (b, e, w, l) => choices(b, e, w, l, "radio"),
  checkboxes: (b, e, w, l) => choices(b, e, w, l, "checkbox"),
  overflow,
  plain_text_input: (b, e, w, l) => typed(b, e, w, l, "text"),
  email_text_input: (b, e, w, l) => typed(b, e, w, l, "email"),
  url_text_input: (b, e, w, l) => typed(b, e, w, l, "url"),
  number_input: (b, e, w, l) => typed(b, e, w, l, "number"),
  datepicker: (b, e, w, l) => picked(b, e, w, l, "date", "selected_date"),
  timepicker: (b, e, w, l) => picked(b, e, w, l, "time", "selected_time"),
};

export function element(block, given, where, label) {
  const build = KINDS[given.type];
  return build ? build(block, given, where, label)
    : h("span", { className: "unknown" }, `${given.type} is not shown by this page`);
}
