// The field to write in: Enter sends, @ and / offer names and commands.

import { h } from "./dom.js";

export function composer({ id, testid, label, onSend, offers }) {
  let offered = [];
  let chosen = 0;
  const list = h("ul", { className: "offers", role: "listbox", id: `${id}-offers`, "aria-label": "Suggestions", hidden: true });
  const field = h("textarea", {
    id, rows: 1, placeholder: label, "aria-label": label, "aria-autocomplete": "list",
    "aria-controls": `${id}-offers`, autocomplete: "off", data: { testid },
    oninput: () => { grow(); offer(); },
    onkeydown: key,
    onblur: () => setTimeout(hide, 150),
  });
  const send = h("button", { type: "submit", className: "send", "aria-label": "Send", data: { testid: `${testid}-send` } }, "➤");
  const at = h("button", {
    type: "button", className: "icon", "aria-label": "Mention somebody",
    onclick: () => { insert(/(^|\s)$/.test(field.value) ? "@" : " @"); },
  }, "@");
  const form = h("form", {
    className: "composer",
    onsubmit: (event) => { event.preventDefault(); submit(); },
  }, list, field, h("div", { className: "row" }, at, h("span", { className: "tip" }, "Enter to send, Shift + Enter for a new line"), send));

  function grow() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 180)}px`;
    send.disabled = !field.value.trim();
  }

  function submit() {
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    grow();
    hide();
    onSend(text);
  }

  function word() {
    const before = field.value.slice(0, field.selectionStart);
    return before.match(/(?:^|\s)([@#][\w.-]*)$/)?.[1] ?? before.match(/^(\/\w*)$/)?.[1] ?? "";
  }

  function offer() {
    const start = word();
    offered = start ? offers(start).slice(0, 8) : [];
    chosen = 0;
    show();
  }

  function show() {
    list.hidden = !offered.length;
    list.replaceChildren(...offered.map((each, index) => h("li", {
      role: "option", id: `${id}-offer-${index}`, "aria-selected": String(index === chosen),
      onmousedown: (event) => { event.preventDefault(); take(each); },
    }, h("strong", {}, each.text), h("span", {}, each.hint ?? ""))));
    if (offered.length) field.setAttribute("aria-activedescendant", `${id}-offer-${chosen}`);
    else field.removeAttribute("aria-activedescendant");
  }

  function hide() { offered = []; show(); }

  function take(each) {
    const start = word();
    const cursor = field.selectionStart;
    const before = field.value.slice(0, cursor - start.length);
    field.value = `${before}${each.text} ${field.value.slice(cursor)}`;
    const place = before.length + each.text.length + 1;
    field.setSelectionRange(place, place);
    grow();
    hide();
    field.focus();
  }

  function insert(text) {
    field.focus();
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    grow();
    offer();
  }

  function key(event) {
    if (event.isComposing) return;
    if (offered.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : offered.length - 1)) % offered.length;
      show();
    } else if (offered.length && (event.key === "Tab" || (event.key === "Enter" && word() !== offered[chosen].text))) {
      event.preventDefault();
      take(offered[chosen]);
    } else if (event.key === "Escape" && offered.length) {
      event.stopPropagation();
      hide();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  }

  form.fill = (text) => { field.value = text; grow(); field.focus(); };
  form.relabel = (text) => { field.placeholder = text; field.setAttribute("aria-label", text); };
  grow();
  return form;
}
