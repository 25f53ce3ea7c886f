"use strict";
// Reviewing within the call's page, or on a page of its own: one key each; what was done is said aloud.
(() => {
  const section = document.getElementById("review");
  if (!section || window.warmlineReview) return;
  window.warmlineReview = true;
  const drafts = window.warmlineDrafts;
  const base = location.pathname.replace(/\/review\/?$/, "").replace(/\/$/, "");
  const work = document.getElementById("review-work");
  const alone = section.classList.contains("alone");
  const player = () => window.warmlinePlayer;
  let chosen = null; // { mark, ms } of the mark last worked on
  let spot = null; // the second that corrections are shown for

  const tell = (text) => (document.getElementById("review-told").textContent = text);
  const marks = () => [...section.querySelectorAll(".review-mark")];
  const at = (node) => Number(node.dataset.fromMs) / 1000;

  // The panel is made by the desk: after each deed it is fetched anew, and the focus stays where it was.
  async function load(focus) {
    const asked = `?alone=${alone}` + (spot === null ? "" : `&at=${spot}`);
    drafts.pause(true);
    try {
      const answer = await fetch(`${base}/review/panel${asked}`, { headers: { Accept: "application/json, text/html" } });
      if (answer.status === 401) return drafts.signedOut();
      if (!answer.ok) return tell("The review could not be shown. Load the page again.");
      swap(await answer.text(), focus);
    } catch {
      tell("The desk can't be reached. Try again in a moment.");
    } finally {
      drafts.pause(false);
    }
  }

  function swap(text, focus) {
    const old = document.activeElement;
    const mark = section.contains(old) && old.closest(".review-mark, .is-current");
    const says = old.dataset && old.dataset.says;
    const caret = old.selectionStart;
    const begun = new Map([...work.querySelectorAll("#add-mark [id], #add-comment [id]")].map((one) => [one.id, one.value]));
    const open = new Map([...work.querySelectorAll("details")].map((one) => [one.id, one.open]));
    work.innerHTML = text; // escaped by the desk; no script in it would run
    for (const one of work.querySelectorAll("details")) if (open.has(one.id)) one.open = one.open || open.get(one.id);
    for (const [id, value] of begun) if (document.getElementById(id)) document.getElementById(id).value = value;
    drafts.restore();
    decorate();
    showCorrections();
    showCurrent();
    let now = focus && document.getElementById(focus);
    if (!now && old.id && !old.isConnected) now = document.getElementById(old.id);
    if (!now && mark) {
      const again = mark.matches(".is-current") ? document.getElementById("current-mark") : twin(mark);
      now = again && (again.querySelector(`[data-says="${says}"]`) || again);
    }
    if (now) now.focus({ preventScroll: !focus });
    if (now && caret !== undefined && now.setSelectionRange && now.type !== "number") now.setSelectionRange(caret, caret);
  }

  const twin = (mark) => marks().find((one) => one.dataset.mark === mark.dataset.mark && one.dataset.fromMs === mark.dataset.fromMs);

  // The marks of the transcript show what one said of them.
  function decorate() {
    const said = { agree: "you agree", dispute: "you dispute it", add: "you added it" };
    for (const node of document.querySelectorAll("[data-marker][data-start-ms]")) {
      const own = panelMark(node);
      const verdict = own ? own.dataset.verdict : "";
      node.dataset.verdict = verdict;
      if (verdict) node.setAttribute("aria-description", said[verdict]);
      else node.removeAttribute("aria-description");
    }
  }

  // Words put right are read at once; the machine's is told with them. Of several corrections of a word the latest is first.
  function showCorrections() {
    const seen = new Set();
    for (const one of section.querySelectorAll('[data-corrected="word"]')) {
      const { atMs, before, after } = one.dataset;
      const word = document.querySelector(`#rows .words span[data-start-ms="${atMs}"]`);
      if (!word || seen.has(atMs)) continue;
      const counts = "counts" in one.dataset;
      if (counts) seen.add(atMs);
      word.textContent = counts ? after : before;
      word.classList.toggle("corrected", counts);
      word.title = counts ? `The machine heard “${before}”` : "";
    }
  }

  function listKeys() {
    const keys = document.getElementById("review-keys");
    const list = document.querySelector("#shortcuts .sheet dl");
    if (keys && list) list.append(...keys.content.querySelectorAll("dl > div:not(:first-child)")); // N and P stand there
  }

  const panelMark = (node) =>
    marks().find((one) => one.dataset.mark === node.dataset.marker && Math.abs(Number(one.dataset.fromMs) - Number(node.dataset.startMs)) <= 2);

  // Deeds

  async function act(url, body, form) {
    let answer;
    await drafts.flush();
    try {
      answer = await fetch(url, { method: "POST", headers: { Accept: "application/json", "x-csrftoken": drafts.token() }, body });
    } catch {
      return tell("The desk can't be reached. Nothing was sent; what you typed is kept in this browser.");
    }
    if (answer.status === 401) return drafts.signedOut();
    const said = await answer.json().catch(() => ({}));
    if (answer.ok || answer.status === 409) drafts.forget(form); // refused: the desk keeps it as a draft
    if (answer.ok) for (const field of form.querySelectorAll("textarea, [data-now]")) field.value = "";
    tell(said.said || said.error || "That did not work: look at what the fields hold.");
    await load();
  }

  section.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const body = new URLSearchParams(new FormData(form, event.submitter));
    const mark = form.closest(".review-mark, .is-current");
    if (mark) chosen = mark;
    if (form.id === "look-at") {
      spot = Number(body.get("at"));
      load("wrong-word").then(() => tell(`What there is at ${spot} s can be corrected below.`));
    } else act(form.getAttribute("action"), body, form);
  });

  section.addEventListener("click", (event) => {
    const link = event.target.closest("[data-hear-from]");
    const mark = event.target.closest(".review-mark");
    if (mark) choose(mark);
    if (!link || !player() || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    player().play(Number(link.dataset.hearFrom), Number(link.dataset.hearTo));
  });

  // Who writes without the key means this second all the same.
  section.addEventListener("focusin", (event) => {
    const form = event.target.closest("#add-mark, #add-comment");
    const field = form && form.querySelector("[data-now]");
    if (field && !field.value && player() && event.target !== field) field.value = second();
  });

  // The current mark: the one in focus, the player's, or the one last worked on.

  function current() {
    const focused = document.activeElement.closest(".review-mark, .is-current");
    if (focused) return twin(focused);
    const played = player() && player().mark();
    const found = played && panelMark(played.dataset ? played : { dataset: played });
    return found || (chosen && twin(chosen)) || null;
  }

  function choose(mark) {
    chosen = mark;
    for (const one of marks()) one.removeAttribute("aria-current");
    mark.setAttribute("aria-current", "true");
  }

  // On the call's page the current mark stands above the list, with its buttons.
  function showCurrent() {
    const place = document.getElementById("current-mark");
    const mark = current();
    if (!place || alone) return;
    place.hidden = !mark;
    if (!mark) return;
    const name = `${mark.dataset.mark} ${mark.dataset.fromMs} ${mark.dataset.verdict}`;
    if (place.dataset.shown === name) return;
    place.dataset.shown = name;
    const box = Object.assign(document.createElement("div"), { className: "is-current" });
    Object.assign(box.dataset, mark.dataset);
    box.append(...mark.cloneNode(true).childNodes);
    place.replaceChildren(box);
  }

  function step(by) {
    const all = marks();
    const from = all.indexOf(current());
    const next = all[from < 0 ? (by > 0 ? 0 : all.length - 1) : from + by];
    if (!next) return tell(by > 0 ? "No mark after this." : "No mark before this.");
    choose(next);
    next.focus();
  }

  function judge(says) {
    const mark = current();
    if (!mark) return tell("Choose a mark first: N and P step through them.");
    choose(mark);
    const button = mark.querySelector(says === "none" ? '[value="none"]' : `[data-says="${says}"]`);
    if (!button) return tell(says === "none" ? "You have said nothing of this mark." : "You added this mark yourself.");
    if (says !== "none" && button.value === "none") return tell(says === "agree" ? "You agree already." : "You dispute it already.");
    button.form.requestSubmit(button);
  }

  function second() {
    if (player()) return Math.round(player().now() * 100) / 100;
    const mark = current();
    return mark ? at(mark) : null;
  }

  function here(field, focus) {
    const now = second();
    const input = document.getElementById(field);
    if (!input) return;
    if (input.closest("details")) input.closest("details").open = true;
    if (now !== null) input.value = now;
    document.getElementById(now === null ? field : focus).focus();
  }

  function correctHere() {
    const now = second();
    if (now === null) return here("correct-at", "correct-at");
    spot = now;
    load("wrong-word").then(() => tell(`What there is at ${now} s can be corrected now.`));
  }

  const actions = {
    a: () => judge("agree"),
    d: () => judge("dispute"),
    u: () => judge("none"),
    m: () => here("add-at", "add-marker"),
    c: () => here("comment-at", "comment-text"),
    e: correctHere,
    ...(alone ? { n: () => step(1), p: () => step(-1) } : {}),
  };

  document.addEventListener("keydown", (event) => {
    const letters = document.getElementById("letters");
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if ((letters && !letters.checked) || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    const does = actions[event.key.toLowerCase()];
    if (!does || !document.getElementById("marks")) return;
    event.preventDefault();
    does();
  });

  // The player says nothing when its mark changes: look after each press.
  for (const press of ["click", "keyup"]) document.addEventListener(press, () => setTimeout(showCurrent));

  if (alone) {
    const letters = document.getElementById("letters");
    if (letters) {
      letters.checked = localStorage.getItem("warmline-letters") !== "off";
      letters.addEventListener("change", () => localStorage.setItem("warmline-letters", letters.checked ? "on" : "off"));
    }
    spot = new URLSearchParams(location.search).get("at");
    drafts.restore();
    decorate();
  } else {
    listKeys();
    load();
  }
})();
