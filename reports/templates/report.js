"use strict";
// A call's page, from disk (no request leaves it) or at the desk. Times in seconds; attributes hold milliseconds.
(() => {
  const element = (id) => document.getElementById(id);
  const page = JSON.parse(element("page-data").textContent);
  const audio = element("sound");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const start = (node) => Number(node.dataset.startMs) / 1000;
  const end = (node) => Number(node.dataset.endMs) / 1000;
  const byTime = (selector, within = document) =>
    [...within.querySelectorAll(selector)].map((node) => ({ node, at: start(node) })).sort((a, b) => a.at - b.at);
  const rows = byTime("#rows > li");
  const marks = byTime("#rows .tag");
  const isGone = audio.getAttribute("src") === ""; // by retention: reports/withdraw.py
  const GONE = "The sound of this call was deleted when its time was over; words and marks can still be read.";
  let stretch = null; // { from, to } of what is played alone
  let mark = null; // the one last played or stepped to
  let currentWord = null;
  let currentRow = null;
  let frame = 0;

  audio.removeAttribute("controls"); // they were for a browser without script

  // Playing

  function seek(seconds) {
    stretch = null;
    audio.currentTime = Math.min(Math.max(0, seconds), page.duration);
    show();
  }

  function play() {
    if (isGone) return say(GONE);
    if (graph) graph.resume();
    audio.play().catch(() => say("The browser did not start the sound; press play once more."));
  }

  function toggle() {
    if (!isOn("loop")) stretch = null;
    if (audio.paused) play();
    else audio.pause();
  }

  function playStretch(from, to) {
    seek(from);
    stretch = { from, to: Math.max(to, from + 1) }; // a key lasts a tenth of a second: too short to be heard alone
    play();
  }

  function choose(node) {
    if (mark) mark.removeAttribute("aria-current");
    mark = node;
    mark.setAttribute("aria-current", "true");
  }

  // The mark being heard goes round; without one, the last that has begun by now.
  function loop() {
    turn("loop", !isOn("loop"));
    if (!isOn("loop")) return (stretch = null);
    if (!stretch) {
      const node = lastBefore(marks, audio.currentTime + 0.05) || (marks[0] && marks[0].node);
      if (!node) return turn("loop", false), say("There is no mark to loop.");
      choose(node);
      playStretch(start(node), end(node));
    }
    say(`Looping from ${clock(stretch.from)}.`);
  }

  function stepMark(direction) {
    const now = audio.currentTime;
    const ahead = marks.filter((mark) => mark.at > now + 0.05);
    const behind = marks.filter((mark) => mark.at < now - (audio.paused ? 0.05 : 1));
    const next = direction > 0 ? ahead[0] : behind[behind.length - 1];
    if (!next) return say(direction > 0 ? "No mark after this." : "No mark before this.");
    seek(next.at);
    choose(next.node);
    keepInView(next.node.closest("li"));
    say(`${next.node.textContent.trim()}, ${clock(next.at)}`);
  }

  function advance() {
    const now = audio.currentTime;
    if (stretch && now >= stretch.to) {
      if (isOn("loop")) audio.currentTime = stretch.from;
      else audio.pause(), (stretch = null);
    } else if (!stretch && isOn("skip") && !audio.paused) {
      const dull = page.skips.find(([from, to]) => from <= now && now < to);
      if (dull) audio.currentTime = dull[1];
    }
    show();
  }

  function everyFrame() {
    advance();
    frame = audio.paused ? 0 : requestAnimationFrame(everyFrame);
  }

  // Showing where we are

  function clock(seconds) {
    const whole = Math.floor(seconds);
    const two = (value) => String(value).padStart(2, "0");
    const hours = Math.floor(whole / 3600);
    const minutes = Math.floor(whole / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  }

  const lastBefore = (list, seconds) => list[countBefore(list, seconds) - 1]?.node ?? null;

  function countBefore(list, seconds) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle].at <= seconds) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // Words are looked up in the rows that have begun last (people talk at once): an hour has ten thousand.
  const wordsOfRow = new Map();
  function wordBefore(seconds) {
    const count = countBefore(rows, seconds);
    let latest = null;
    for (const { node } of rows.slice(Math.max(0, count - 5), count)) {
      if (!wordsOfRow.has(node)) wordsOfRow.set(node, byTime(".words span", node));
      const word = lastBefore(wordsOfRow.get(node), seconds);
      if (word && (!latest || start(word) >= start(latest))) latest = word;
    }
    return latest;
  }

  function show() {
    const now = audio.currentTime;
    const said = clock(now);
    element("head").style.transform = `translateX(${100 * share()}%)`;
    if (element("now").textContent !== said) {
      element("now").textContent = said;
      element("strip").setAttribute("aria-valuenow", now.toFixed(1));
      element("strip").setAttribute("aria-valuetext", said);
      keepHeadInPane();
    }
    showVoice(now);
    const started = now > 0 || !audio.paused;
    const near = started ? lastBefore(rows, now + 0.05) : null;
    const row = near && now <= end(near) + 0.5 ? near : null;
    const word = started ? wordBefore(now + 0.05) : null;
    const spoken = word && now <= end(word.closest("li")) + 0.5 ? word : null;
    if (row !== currentRow) currentRow = moveClass(currentRow, row, "now");
    if (spoken !== currentWord) {
      currentWord = moveClass(currentWord, spoken, "now");
      if (isOn("follow") && !audio.paused) keepInView(spoken || row);
    }
  }

  const share = () => audio.currentTime / Math.max(page.duration, 0.001);

  // The agent's voice at this moment, beside its lanes: how far from its own median.
  function showVoice(now) {
    if (!page.voice) return;
    const at = Math.floor(now / page.voice.step_s);
    for (const [id, values] of [["pitch-now", page.voice.semitones], ["loudness-now", page.voice.loudness_db]]) {
      const value = values[at];
      const told = value === null || value === undefined ? "" : value.toFixed(0).replace(/^-0$/, "0");
      const text = told === "" || told === "0" || told[0] === "-" ? told.replace("-", "−") : `+${told}`;
      if (element(id).textContent !== text) element(id).textContent = text;
    }
  }

  function moveClass(from, to, name) {
    if (from) from.classList.remove(name);
    if (to) to.classList.add(name);
    return to;
  }

  function keepInView(node, gently = !calm.matches, tries = 5) {
    if (!node) return;
    const top = barHeight();
    const box = node.getBoundingClientRect();
    const room = innerHeight - top;
    if (box.top > top + 24 && box.bottom < innerHeight - room * 0.15) return;
    const far = Math.abs(box.top) > 2 * innerHeight;
    scrollBy({ top: box.top - top - room * 0.3, behavior: gently && !far ? "smooth" : "auto" });
    // Rows on the way were not laid out yet and may take more or less room than was thought.
    if (far && tries) requestAnimationFrame(() => keepInView(node, false, tries - 1));
  }

  // What stays at the top of the window: the whole dock, only the player on a small screen.
  function barHeight() {
    const bar = [element("dock"), element("player")].find((node) => getComputedStyle(node).position === "sticky");
    return bar ? bar.offsetHeight : 0;
  }

  function keepHeadInPane() {
    const pane = element("pane");
    const at = share() * element("strip").offsetWidth;
    if (at < pane.scrollLeft || at > pane.scrollLeft + pane.clientWidth - 30) pane.scrollLeft = at - pane.clientWidth / 4;
  }

  function say(text) {
    element("status").textContent = text;
  }

  // Switches

  const isOn = (id) => element(id).getAttribute("aria-pressed") === "true";
  const turn = (id, on) => element(id).setAttribute("aria-pressed", String(on));

  function flip(id) {
    turn(id, !isOn(id));
    if (id === "follow" && isOn(id)) keepInView(currentWord || currentRow);
  }

  let zoom = 1;
  function zoomBy(factor) {
    zoom = Math.min(32, Math.max(1, zoom * factor));
    element("strip").style.width = `${zoom * 100}%`;
    element("pane").scrollLeft = share() * element("strip").offsetWidth - element("pane").clientWidth / 2;
  }

  function link() {
    const address = new URL(location.href);
    const second = audio.currentTime.toFixed(1);
    if (page.desk) {
      address.searchParams.delete("play");
      address.searchParams.set("t", second);
    } else address.hash = `t=${second}`;
    history.replaceState(null, "", address);
    say(`The address bar now links to ${clock(audio.currentTime)}.`);
  }

  // #t=83.5, or at the desk ?t=83.5 too, with &play=1 to hear it at once where the browser lets a page do so.
  function openAtSecond() {
    const asked = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash) || (page.desk && /[?&]t=(\d+(?:\.\d+)?)(?:&|$)/.exec(location.search));
    if (!asked) return;
    seek(Number(asked[1]));
    if (page.desk && /[?&]play=1(?:&|$)/.test(location.search)) play();
    keepInView(currentWord || currentRow, false); // buttons that still glide away are missed by a quick click
  }

  // Muting a side: the sound runs through a graph only once that is asked for. `straight` carries a channel to its own
  // ear, `crossed` to the other one while that side is muted.
  let graph = null;
  const muted = [false, false];
  const straight = [];
  const crossed = [];

  function mute(side, on) {
    muted[side] = on;
    if (!graph) buildGraph();
    graph.resume();
    for (const i of [0, 1]) {
      straight[i].gain.value = muted[i] ? 0 : 1;
      crossed[i].gain.value = !muted[i] && muted[1 - i] ? 1 : 0;
    }
  }

  function buildGraph() {
    graph = new AudioContext();
    const splitter = graph.createChannelSplitter(2);
    const merger = graph.createChannelMerger(2);
    graph.createMediaElementSource(audio).connect(splitter);
    for (const i of [0, 1]) {
      straight[i] = graph.createGain();
      crossed[i] = graph.createGain();
      splitter.connect(straight[i], i).connect(merger, 0, i);
      splitter.connect(crossed[i], i).connect(merger, 0, 1 - i);
    }
    merger.connect(graph.destination);
  }

  // What people do

  const actions = {
    play: toggle,
    back: () => seek(audio.currentTime - 5),
    forward: () => seek(audio.currentTime + 5),
    previous: () => stepMark(-1),
    next: () => stepMark(1),
    loop,
    skip: () => flip("skip"),
    follow: () => flip("follow"),
    link,
    "zoom-in": () => zoomBy(2),
    "zoom-out": () => zoomBy(0.5),
  };
  const letters = { n: "next", p: "previous", r: "loop", s: "skip", f: "follow", l: "link" };

  document.addEventListener("click", (event) => {
    const proof = event.target.closest(".tag, .proof, #strip .mark");
    const word = event.target.closest("#rows .words span");
    const at = event.target.closest("#rows .at");
    const button = event.target.closest("button");
    if (proof) {
      if (proof.matches(".tag")) choose(proof);
      playStretch(start(proof), end(proof));
      keepInView(currentWord || currentRow);
    } else if (word) seek(start(word));
    else if (at) seek(start(at.closest("li")));
    else if (button && button.dataset.side) {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      mute(Number(button.dataset.side), on);
    } else if (button && actions[button.id]) actions[button.id]();
    else if (event.target.closest("#strip")) {
      const box = element("strip").getBoundingClientRect();
      seek((page.duration * (event.clientX - box.left)) / box.width);
    }
    if (button && event.detail > 0) button.blur(); // so that Space plays again after a click
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.target.closest("select, input, textarea, [contenteditable]");
    const control = event.target.closest("button, summary, a[href]");
    let action = null;
    if (event.key === " " && !field && !control) action = "play";
    else if (event.key === "ArrowLeft" && !field) action = "back";
    else if (event.key === "ArrowRight" && !field) action = "forward";
    else if (!field && element("letters").checked) {
      if (event.key === "?") element("shortcuts").open = !element("shortcuts").open;
      action = letters[event.key.toLowerCase()];
    }
    if (event.key === "Escape") element("shortcuts").open = false;
    if (["PageUp", "PageDown", "Home", "End"].includes(event.key)) turn("follow", false);
    if (!action) return;
    event.preventDefault();
    actions[action]();
  });

  // Who scrolls the words away wants to read there.
  for (const gesture of ["wheel", "touchmove"]) {
    addEventListener(gesture, (event) => event.target.closest("#transcript") && turn("follow", false), { passive: true });
  }

  element("speed").addEventListener("change", (event) => {
    audio.playbackRate = Number(event.target.value);
    event.target.blur();
  });
  audio.addEventListener("play", () => {
    showPlaying(true);
    if (!frame) frame = requestAnimationFrame(everyFrame);
  });
  audio.addEventListener("pause", () => showPlaying(false));
  audio.addEventListener("timeupdate", advance); // frames stop in a hidden tab, this goes on
  audio.addEventListener("seeked", show);
  audio.addEventListener("error", sayWhy);
  addEventListener("hashchange", openAtSecond);

  async function sayWhy() {
    if (isGone) return say(GONE);
    const told = page.desk ? await fetch(audio.src, { headers: { accept: "application/json", range: "bytes=0-0" } }) : null;
    if (!told || told.ok) return say("This browser can't play the sound (Ogg Opus).");
    say((await told.json()).error);
  }

  function showPlaying(on) {
    element("play").setAttribute("aria-label", on ? "Pause" : "Play");
    element("play-icon").setAttribute("href", on ? "#i-pause" : "#i-play");
  }

  function fitFocus() {
    document.documentElement.style.setProperty("--dock", `${barHeight()}px`);
  }

  addEventListener("resize", fitFocus);
  fitFocus();
  openAtSecond();

  // What other scripts of the desk may do with the player. `play` without arguments goes on; `mark` is the chosen one.
  window.warmlinePlayer = {
    now: () => audio.currentTime,
    seek,
    play: (from, to) => {
      if (to !== undefined) return playStretch(from, to);
      if (from !== undefined) seek(from);
      play();
    },
    mark: () => mark,
  };
})();
