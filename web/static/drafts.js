"use strict";
// What is typed is kept as it is typed: at the desk, and in this browser until the desk has it.
window.warmlineDrafts = (() => {
  const WAIT_MS = 600;
  const AGAIN_MS = 5000;
  const section = document.getElementById("review");
  const alert = document.getElementById("drafts-told");
  const prefix = `warmline-draft:${section.dataset.user}:`;
  const timers = new Map(); // by place
  let paused = false;
  let trouble = null; // why the desk has not got everything: "out" or "away"

  const holderOf = (node) => node.closest("[data-draft], [data-draft-form]");
  const placeOf = (holder) => holder.dataset.draft || holder.dataset.draftForm;
  const holders = (within) => [...within.querySelectorAll("[data-draft], [data-draft-form]")];

  function textOf(holder) {
    if (holder.dataset.draft) return holder.value;
    const fields = Object.fromEntries([...new FormData(holder)].filter(([name]) => name === "note" || name.startsWith("q_")));
    return JSON.stringify({ version: Number(holder.elements.version.value), fields });
  }

  function fill(holder, text) {
    if (holder.dataset.draft) return void (holder.value = text);
    for (const [name, value] of Object.entries(JSON.parse(text).fields)) {
      const field = holder.elements[name];
      if (field) field.value = value; // of radio buttons too: the list of them takes the value
    }
  }

  function token() {
    const found = document.cookie.split("; ").find((pair) => pair.startsWith("csrftoken="));
    return found ? decodeURIComponent(found.slice("csrftoken=".length)) : "";
  }

  async function send(place) {
    clearTimeout(timers.get(place));
    timers.delete(place);
    const text = localStorage.getItem(prefix + place);
    if (text === null) return true;
    if (paused) return later(place);
    let answer;
    try {
      const headers = { Accept: "application/json", "x-csrftoken": token() };
      const body = new URLSearchParams({ place, text, user: section.dataset.user });
      answer = await fetch("/drafts", { method: "POST", headers, body });
    } catch {
      return tell("away", place);
    }
    if (!answer.ok) return tell(answer.status === 401 ? "out" : "away", place);
    if (localStorage.getItem(prefix + place) === text) localStorage.removeItem(prefix + place);
    if (trouble) over();
    return true;
  }

  function later(place, wait = WAIT_MS) {
    clearTimeout(timers.get(place));
    timers.set(place, setTimeout(() => send(place), wait));
    return false;
  }

  function tell(why, place) {
    if (place) later(place, AGAIN_MS);
    if (trouble === why) return false;
    trouble = why;
    alert.hidden = false;
    alert.textContent =
      why === "out"
        ? "Your session is over. What you type is kept in this browser; it is sent as soon as you are signed in again. "
        : "The desk can't be reached. What you type is kept in this browser and sent as soon as it can be. ";
    if (why === "out") {
      const link = Object.assign(document.createElement("a"), { href: "/sign-in?next=/account", target: "_blank", rel: "noopener" });
      link.textContent = "Sign in (opens a new tab)";
      alert.append(link);
    }
    return false;
  }

  function over() {
    if (unsent().length) return;
    trouble = null;
    alert.hidden = true;
    document.getElementById("review-told").textContent = "What you typed has reached the desk.";
  }

  const unsent = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));

  // What the desk has not got yet goes back into the fields it was typed in.
  function restore() {
    for (const holder of holders(section)) {
      const text = localStorage.getItem(prefix + placeOf(holder));
      if (text !== null) fill(holder, text);
    }
    unsent().forEach((place) => later(place));
  }

  function keep(holder, text) {
    localStorage.setItem(prefix + placeOf(holder), text);
    later(placeOf(holder));
  }

  function forget(form) {
    for (const holder of [...holders(form), ...(form.matches("[data-draft-form]") ? [form] : [])]) {
      clearTimeout(timers.get(placeOf(holder)));
      localStorage.removeItem(prefix + placeOf(holder));
    }
  }

  section.addEventListener("input", (event) => {
    const holder = holderOf(event.target);
    if (!holder) return;
    keep(holder, textOf(holder));
    const second = holder.closest("form").querySelector("[data-now][data-draft]");
    if (second && second !== holder) keep(second, holder.value && second.value); // a text's second goes with it
  });
  addEventListener("focus", () => unsent().forEach(send)); // back from signing in
  addEventListener("pagehide", () => unsent().forEach(send));

  return {
    token,
    restore,
    forget,
    signedOut: () => tell("out"),
    flush: () => Promise.all(unsent().map(send)),
    pause: (on) => (paused = on),
  };
})();
