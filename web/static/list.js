"use strict";
// Moving through the list by keys.
(() => {
  const links = [...document.querySelectorAll("#lines .open")];

  function step(by) {
    const at = links.indexOf(document.activeElement.closest(".line")?.querySelector(".open"));
    const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by];
    if (next) next.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    const does = { j: () => step(1), k: () => step(-1), "/": () => document.getElementById("words").focus() }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });
})();
