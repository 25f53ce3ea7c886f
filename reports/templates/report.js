"use strict";
// The page works from disk: no request leaves it. Times in seconds.
(() => {
  const element = (id) => document.getElementById(id);
  const page = JSON.parse(element("page-data").textContent);
  const audio = element("sound");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const number = (node, name) => Number(node.dataset[name]);
  const byTime = (selector, name) =>
    [...document.querySelectorAll(selector)]
      .map((node) => ({ node, at: number(node, name) }))
      .sort((a, b) => a.at - b.at);
  const words = byTime("#rows span[data-t]", "t");
  const rows = byTime("#rows > li", "begin");
  const marks = byTime("#rows .tag", "from");
  const isGone = audio.getAttribute("src") === ""; // by retention: reports/withdraw.py
  const GONE = "The sound of this call was deleted when its time was over; words and marks can still be read.";
  let stopAt = null; // where a mark being played ends
  let currentWord = null;
  let currentRow = null;
  let frame = 0;

  audio.removeAttribute("controls"); // they were for a browser without script

  // Playing

  function seek(seconds) {
    stopAt = null;
    audio.currentTime = Math.min(Math.max(0, seconds), page.duration);
    show();
  }

  function play() {
    if (isGone) return say(GONE);
    if (graph) graph.resume();
    audio.play().catch(() => say("The browser did not start the sound; press play once more."));
  }

  function toggle() {
    stopAt = null;
    if (audio.paused) play();
    else audio.pause();
  }

  function playStretch(from, to) {
    seek(from);
    stopAt = Math.max(to, from + 1); // a key lasts a tenth of a second: too short to be heard alone
    play();
  }

  function stepMark(direction) {
    const now = audio.currentTime;
    const ahead = marks.filter((mark) => mark.at > now + 0.05);
    const behind = marks.filter((mark) => mark.at < now - (audio.paused ? 0.05 : 1));
    const mark = direction > 0 ? ahead[0] : behind[behind.length - 1];
    if (!mark) return say(direction > 0 ? "No mark after this." : "No mark before this.");
    seek(mark.at);
    keepInView(mark.node.closest("li"));
    say(`${mark.node.textContent.trim()}, ${clock(mark.at)}`);
  }

  function advance() {
    const now = audio.currentTime;
    if (stopAt !== null && now >= stopAt) {
      stopAt = null;
      audio.pause();
    } else if (stopAt === null && isOn("skip") && !audio.paused) {
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

  function lastBefore(list, seconds) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle].at <= seconds) low = middle + 1;
      else high = middle;
    }
    return low ? list[low - 1].node : null;
  }

  function show() {
    const now = audio.currentTime;
    const said = clock(now);
    element("head").style.left = `${(100 * now) / Math.max(page.duration, 0.001)}%`;
    if (element("now").textContent !== said) {
      element("now").textContent = said;
      element("strip").setAttribute("aria-valuenow", now.toFixed(1));
      element("strip").setAttribute("aria-valuetext", said);
      keepHeadInPane();
    }
    const started = now > 0 || !audio.paused;
    const near = started ? lastBefore(rows, now + 0.05) : null;
    const row = near && now <= number(near, "finish") + 0.5 ? near : null;
    const word = started ? lastBefore(words, now + 0.05) : null;
    const spoken = word && now <= number(word.closest("li"), "finish") + 0.5 ? word : null;
    if (row !== currentRow) currentRow = moveClass(currentRow, row, "now");
    if (spoken !== currentWord) {
      currentWord = moveClass(currentWord, spoken, "now");
      if (isOn("follow") && !audio.paused) keepInView(spoken || row);
    }
  }

  function moveClass(from, to, name) {
    if (from) from.classList.remove(name);
    if (to) to.classList.add(name);
    return to;
  }

  function keepInView(node, gently = !calm.matches) {
    if (!node) return;
    const top = barHeight();
    const box = node.getBoundingClientRect();
    const room = innerHeight - top;
    if (box.top > top + 24 && box.bottom < innerHeight - room * 0.15) return;
    const far = Math.abs(box.top) > 2 * innerHeight;
    scrollBy({ top: box.top - top - room * 0.3, behavior: gently && !far ? "smooth" : "auto" });
  }

  // What stays at the top of the window: the whole dock, only the player on a small screen.
  function barHeight() {
    const bar = [element("dock"), element("player")].find((node) => getComputedStyle(node).position === "sticky");
    return bar ? bar.offsetHeight : 0;
  }

  function keepHeadInPane() {
    const pane = element("pane");
    const at = element("head").offsetLeft;
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
    element("pane").scrollLeft = element("head").offsetLeft - element("pane").clientWidth / 2;
  }

  function link() {
    const hash = `#t=${audio.currentTime.toFixed(1)}`;
    history.replaceState(null, "", hash);
    say(`The address bar now links to ${clock(audio.currentTime)}.`);
  }

  function openAtHash() {
    const asked = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash);
    if (!asked) return;
    seek(Number(asked[1]));
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
    skip: () => flip("skip"),
    follow: () => flip("follow"),
    link,
    "zoom-in": () => zoomBy(2),
    "zoom-out": () => zoomBy(0.5),
  };
  const letters = { n: "next", p: "previous", s: "skip", f: "follow", l: "link" };

  document.addEventListener("click", (event) => {
    const stretch = event.target.closest("[data-from]");
    const moment = event.target.closest("[data-t]");
    const button = event.target.closest("button");
    if (stretch) {
      playStretch(number(stretch, "from"), number(stretch, "to"));
      keepInView(currentWord || currentRow);
    } else if (moment) seek(number(moment, "t"));
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
    const field = event.target.closest("select, input");
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
  audio.addEventListener("error", () => say(isGone ? GONE : "This browser can't play the sound (Ogg Opus)."));
  addEventListener("hashchange", openAtHash);

  function showPlaying(on) {
    element("play").setAttribute("aria-label", on ? "Pause" : "Play");
    element("play-icon").setAttribute("href", on ? "#i-pause" : "#i-play");
  }

  function fitFocus() {
    document.documentElement.style.setProperty("--dock", `${barHeight()}px`);
  }

  addEventListener("resize", fitFocus);
  fitFocus();
  openAtHash();
})();
