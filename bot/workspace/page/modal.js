// Modals: the topmost view in a dialog. What is entered goes to the workspace as it is typed, so
// an update of the view by the app keeps it, as Slack does.

import { blocks } from "./blocks.js";
import { h } from "./dom.js";
import { act } from "./server.js";

const dialog = document.getElementById("modal");
let shown = null; // The view on the screen.
let signature = "";
let values = {};
let timer = 0;

// What was typed and is not with the workspace yet, in the shape the workspace gives it.
const asEntry = (value) => ({
  value, selected_option: { value }, selected_user: value, selected_date: value, selected_time: value,
  selected_options: Array.isArray(value) ? value.map((each) => ({ value: each })) : [],
});

export function viewPlace(view, people) {
  return {
    people: () => people,
    isInput: (block) => block.type === "input",
    entered: (block, element) => {
      const pending = values[block.block_id]?.[element.action_id];
      return pending === undefined
        ? view.state.values[block.block_id]?.[element.action_id] : asEntry(pending);
    },
    error: (block) => view.errors?.[block.block_id],
    keep: (block, element, value) => {
      (values[block.block_id] ??= {})[element.action_id] = value;
      clearTimeout(timer);
      timer = setTimeout(() => flush(view), 150);
    },
    press: async (block, element, value) => {
      await flush(view);
      return act("press", { view: view.id, block_id: block.block_id, action_id: element.action_id, value });
    },
  };
}

async function flush(view) {
  clearTimeout(timer);
  if (!Object.keys(values).length) return;
  const given = values;
  values = {};
  await act("enter", { view: view.id, values: given });
}

export function showModal(stack, people) {
  const view = stack.at(-1);
  if (!view) {
    if (dialog.open) dialog.close();
    shown = null;
    signature = "";
    return;
  }
  const now = JSON.stringify([view.id, view.hash, view.errors]);
  if (now !== signature) {
    const same = shown?.id === view.id;
    const focus = same ? focused() : null;
    const top = same ? dialog.querySelector(".body")?.scrollTop : 0;
    if (!same) values = {};
    signature = now;
    shown = view;
    draw(view, stack.length, people);
    if (!dialog.open) dialog.showModal();
    // What was in use is still there: stay. Else it is another step, read from its top.
    const stays = refocus(focus);
    dialog.querySelector(".body").scrollTop = stays ? top : 0;
  }
}

const CONTROLS = "[data-testid=action]";

function focused() {
  const control = document.activeElement?.closest?.(CONTROLS);
  return control && dialog.contains(control)
    ? { action: control.dataset.actionId, block: control.dataset.blockId, value: document.activeElement.value } : null;
}

function refocus(focus) {
  const wrong = dialog.querySelector("[aria-invalid] input, [aria-invalid]");
  // An input of the same name in another block is another input: the view is at another step.
  const same = focus && [...dialog.querySelectorAll(CONTROLS)].find((each) =>
    each.dataset.actionId === focus.action && (each.matches("button") || each.dataset.blockId === focus.block));
  const inside = same?.querySelector?.(`input[value="${CSS.escape(focus.value ?? "")}"]`);
  // Without an input Enter does what the view is for, and not whatever button comes first.
  const first = dialog.querySelector(".body input, .body select, .body textarea")
    ?? dialog.querySelector("[type=submit]") ?? dialog.querySelector(".body button");
  const target = wrong ?? inside ?? same ?? first ?? dialog.querySelector("button");
  target?.focus({ preventScroll: target !== wrong });
  if (target?.matches("input[type=text], textarea")) target.setSelectionRange(target.value.length, target.value.length);
  return Boolean(wrong ?? same);
}

function draw(view, depth, people) {
  const close = async (whole) => {
    await flush(view);
    return act("close", { view: view.id, whole_stack: whole });
  };
  const submit = async (event) => {
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    if (button.disabled) return;
    button.disabled = true;
    await flush(view);
    await act("submit", { view: view.id });
    button.disabled = false;
  };
  const form = h("form", { novalidate: true, onsubmit: submit },
    h("header", {},
      depth > 1 ? h("button", { type: "button", className: "icon", "aria-label": "Back", data: { testid: "modal-back" }, onclick: () => close(false) }, "←") : null,
      h("h2", { id: "modal-title" }, view.title?.text ?? ""),
      h("button", { type: "button", className: "icon", "aria-label": "Close", data: { testid: "modal-cross" }, onclick: () => close(true) }, "✕")),
    h("div", { className: "body" }, blocks(view.blocks, viewPlace(view, people))),
    h("div", { className: "foot" },
      h("button", { type: "button", className: "button", data: { testid: "modal-close" }, onclick: () => close(false) }, view.close?.text ?? "Cancel"),
      view.submit ? h("button", { type: "submit", className: "button primary", data: { testid: "modal-submit" } }, view.submit.text) : null));
  dialog.oncancel = (event) => { event.preventDefault(); close(false); };
  dialog.dataset.view = view.id;
  dialog.replaceChildren(form);
}
