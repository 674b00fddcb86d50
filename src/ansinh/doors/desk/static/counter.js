// Keeps the counter's page as the counter is. Without it the page asks anew every two seconds; nothing is sent but by its forms.
"use strict";

(() => {
  const place = document.getElementById("counter");
  const said = document.getElementById("said");
  const lost = document.getElementById("lost");
  const patience = 3; // answers that did not come, before the page forgets as the program has
  let stage = place.querySelector(".counter").dataset.stage;
  let number = place.querySelector(".counter").dataset.number;

  // Nobody tells a page whose program has ended that the person has gone: what it shows would stay for as long as the screen is on.
  const forget = () => {
    place.replaceChildren();
    stage = "";
    number = "";
    said.textContent = "";
  };

  const show = (html) => {
    const active = document.activeElement;
    const kept = active && place.contains(active) ? active.id : "";
    const typed = [...place.querySelectorAll("[data-keep]")].map((each) => [each.id, each.value]);
    const unfolded = [...place.querySelectorAll("details[open]")].map((each) => each.id);
    place.innerHTML = html;
    const now = place.querySelector(".counter").dataset.stage;
    number = place.querySelector(".counter").dataset.number;
    if (now !== stage) {
      stage = now;
      said.textContent = place.querySelector("[data-say]")?.textContent ?? "";
      place.querySelector("[data-focus]")?.focus({ preventScroll: false });
      return;
    }
    for (const [id, value] of typed) {
      const field = document.getElementById(id);
      if (field) field.value = value;
    }
    for (const id of unfolded) {
      const folded = document.getElementById(id);
      if (folded) folded.open = true;
    }
    if (kept) {
      document.getElementById(kept)?.focus({ preventScroll: true });
    }
  };

  const sleep = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

  const asked = async () => {
    try {
      const answer = await fetch(`/counter?since=${number}`, { cache: "no-store" });
      if (answer.status === 200) show(await answer.text());
      return answer.status === 200 || answer.status === 204;
    } catch {
      return false;
    }
  };

  const follow = async () => {
    for (let missed = 0; ;) {
      const isWell = await asked();
      missed = isWell ? 0 : missed + 1;
      lost.hidden = isWell;
      if (missed >= patience) forget();
      if (!isWell) await sleep(1500);
    }
  };

  // Forms are sent without leaving the page, so that a scanner's next keys find the field they are for.
  place.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const button = event.submitter ?? form.querySelector("button");
    if (button) button.disabled = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
      if (answer.type !== "opaqueredirect") form.submit();
    } catch {
      lost.hidden = false;
    } finally {
      if (button) button.disabled = false;
    }
  });

  window.addEventListener("pagehide", forget); // a browser may keep a page that was left, and show it to whoever goes back
  place.querySelector("[data-focus]")?.focus({ preventScroll: true });
  follow();
})();
