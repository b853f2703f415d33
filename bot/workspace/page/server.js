// Talks to the workspace: acts go there, the whole state comes back after every change.

import { toast } from "./dom.js";

export const me = { id: localStorage.getItem("person") ?? "" };

let source = null;

export function listen(onState, onLost) {
  source?.close();
  source = new EventSource(`/live?as=${encodeURIComponent(me.id)}`);
  source.onmessage = (event) => onState(JSON.parse(event.data));
  source.onerror = onLost;
}

const EXPLAINED = {
  operation_timeout: "The app did not answer within three seconds.",
  dispatch_failed: "The app could not be reached, or refused.",
  not_found: "That is no longer open.",
};

export async function act(name, given) {
  try {
    const response = await fetch(`/act/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: me.id, ...given }),
    });
    const answer = await response.json();
    if (answer.error) toast(EXPLAINED[answer.error] ?? answer.error);
    return answer;
  } catch {
    toast("The workspace does not answer. Is it still running?");
    return { error: "unreachable" };
  }
}
