// Asks every two seconds whether something changed that this page shows, and then loads the page that comes next.
// Pages work without it: their links and buttons do the same.
"use strict";

const EVERY_MS = 2000;

function watch(part) {
  const again = () => setTimeout(ask, EVERY_MS);
  async function ask() {
    let mark;
    try {
      const answer = await fetch(part.dataset.poll, { cache: "no-store" });
      if (!answer.ok) return again();
      mark = (await answer.json()).mark;
    } catch {
      return again();
    }
    if (mark === part.dataset.mark) return again();
    const over = mark === "over" && document.getElementById(part.dataset.over);
    if (!over) return location.replace(part.dataset.next);
    part.hidden = true; // somebody may be typing: the rest of the page stays
    over.hidden = false;
  }
  again();
}

document.querySelectorAll("[data-poll]").forEach(watch);
