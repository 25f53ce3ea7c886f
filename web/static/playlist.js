"use strict";
// Moments and stretches of calls, one after another. Without script each link opens its sound or its call.
(() => {
  const READ_MS = 1500; // to read why one is left out
  const sound = document.getElementById("sound");
  const player = document.getElementById("player");
  const now = document.getElementById("now");
  let list = [];
  let at = -1;
  let from = 0;
  let until = Infinity;
  let skipping = 0;

  const linksOf = (node) => [...node.closest(".playlist").querySelectorAll(".play")];

  function mark(link) {
    document.querySelectorAll(".playing").forEach((row) => row.classList.remove("playing"));
    document.querySelectorAll(".play[aria-current]").forEach((other) => other.removeAttribute("aria-current"));
    if (!link) return;
    link.closest("li, tr").classList.add("playing");
    link.setAttribute("aria-current", "true");
  }

  function begin(index) {
    clearTimeout(skipping);
    const link = list[index];
    if (!link) return;
    at = index;
    from = Number(link.dataset.start || 0);
    until = link.dataset.end ? Number(link.dataset.end) : Infinity;
    player.hidden = false;
    mark(link);
    now.textContent = link.dataset.name;
    const wanted = new URL(link.dataset.sound, location.href).href;
    if (sound.src !== wanted) sound.src = wanted;
    else if (sound.readyState) sound.currentTime = from;
    sound.play().catch(() => {});
  }

  function onwards() {
    if (at + 1 < list.length) begin(at + 1);
    else { sound.pause(); now.textContent = "That was the last one."; mark(null); }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".play");
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      list = linksOf(link);
      begin(list.indexOf(link));
    }
    const all = event.target.closest(".play-all");
    if (all) {
      list = linksOf(document.querySelector(`.playlist[data-name="${all.dataset.list}"]`).firstElementChild);
      begin(0);
    }
  });
  document.getElementById("previous").addEventListener("click", () => begin(Math.max(0, at - 1)));
  document.getElementById("next").addEventListener("click", onwards);
  sound.addEventListener("loadedmetadata", () => { if (from) sound.currentTime = from; });
  sound.addEventListener("ended", onwards);
  sound.addEventListener("timeupdate", () => {
    if (sound.currentTime < until || sound.paused) return;
    until = Infinity;
    onwards();
  });
  sound.addEventListener("error", () => {
    if (!sound.src) return;
    now.textContent = "This sound can't be played: it was deleted when its time was over, or the desk can't be reached.";
    if (at + 1 < list.length) skipping = setTimeout(onwards, READ_MS);
  });
  document.querySelectorAll(".play-all").forEach((button) => { button.hidden = false; });
})();
