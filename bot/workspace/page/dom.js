// Builds the page's elements. Text only ever enters as text nodes, so nothing anybody
// writes can become markup; addresses only become links when they are web or mail addresses.

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name === "className" ? "class" : name, value === true ? "" : value);
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// Makes `nodes` the children of `place` and moves only what must move: a node that stays keeps
// its focus, its open menu and its place for screen readers.
export function place(parent, nodes) {
  const wanted = new Set(nodes);
  const back = focusKey(parent);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let cursor = parent.firstChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
  if (back && !parent.contains(document.activeElement)) {
    [...parent.querySelectorAll(back.selector)].find((each) => back.key === keyOf(each))?.focus();
  }
}

// Builds the children of `parent` anew only when `signature` changed.
export function refresh(parent, signature, build) {
  if (parent.signature === signature) return;
  parent.signature = signature;
  place(parent, [build()].flat(2).filter(Boolean));
}

const keyOf = (node) => JSON.stringify({ ...node.dataset });

function focusKey(parent) {
  const now = document.activeElement;
  if (!now?.dataset?.testid || !parent.contains(now)) return null;
  return { selector: `[data-testid="${now.dataset.testid}"]`, key: keyOf(now) };
}

const LINKABLE = /^(https?:|mailto:|tel:)/i;

export function link(url, label) {
  if (!LINKABLE.test(url)) return h("span", {}, label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

let toastTimer = 0;

export function toast(text) {
  const place = document.getElementById("toasts");
  place.replaceChildren(h("p", {}, text));
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => place.replaceChildren(), 6000);
}

// Asks before something is done: a confirm object of Block Kit, or a text to change.
export function ask({ title, text, confirm = "Yes", deny = "Cancel", style, field }) {
  const dialog = document.getElementById("question");
  return new Promise((resolve) => {
    const input = field === undefined ? null
      : h("textarea", { value: field, "aria-label": title, data: { testid: "question-field" } });
    const done = (answer) => { dialog.onclose = null; dialog.close(); resolve(answer); };
    const yes = h("button", {
      type: "button", className: style === "danger" ? "button danger" : "button primary",
      data: { testid: "question-yes" }, onclick: () => done(input ? input.value : true),
    }, confirm);
    const no = h("button", {
      type: "button", className: "button", data: { testid: "question-no" }, onclick: () => done(null),
    }, deny);
    dialog.replaceChildren(
      h("h2", { id: "question-title" }, title),
      ...(text ? [h("div", { className: "body" }, text)] : []),
      ...(input ? [input] : []),
      h("div", { className: "foot" }, no, yes),
    );
    dialog.onclose = () => resolve(null);
    dialog.showModal();
    (input ?? yes).focus();
  });
}
