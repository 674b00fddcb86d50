// Keeps the counter's page as the counter is. Without it the page asks anew every two seconds; nothing is sent but by its forms.
"use strict";

(() => {
  const place = document.getElementById("counter");
  const said = document.getElementById("said");
  const lost = document.getElementById("lost");
  let stage = place.querySelector(".counter").dataset.stage;

  const show = (html) => {
    const active = document.activeElement;
    const kept = active && place.contains(active) ? active.id : "";
    const typed = [...place.querySelectorAll("[data-keep]")].map((each) => [each.id, each.value]);
    place.innerHTML = html;
    const now = place.querySelector(".counter").dataset.stage;
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
    if (kept) {
      document.getElementById(kept)?.focus({ preventScroll: true });
    }
  };

  const sleep = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

  const follow = async () => {
    for (;;) {
      try {
        const number = place.querySelector(".counter").dataset.number;
        const answer = await fetch(`/counter?since=${number}`, { cache: "no-store" });
        const isWell = answer.status === 200 || answer.status === 204;
        if (answer.status === 200) show(await answer.text());
        lost.hidden = isWell;
        if (!isWell) await sleep(1500);
      } catch {
        lost.hidden = false;
        await sleep(1500);
      }
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

  place.querySelector("[data-focus]")?.focus({ preventScroll: true });
  follow();
})();
