// Keys for the review desk. The page does all of this without a script too; nothing is sent but by its forms and links.
"use strict";

(() => {
  const form = document.getElementById("finding");
  const choices = [...form.querySelectorAll("input[data-key]")];
  const line = document.querySelector(".keys");
  if (!choices.length || !line) return;

  const button = line.querySelector("button");
  const words = { on: button.dataset.on, off: button.textContent };
  let isOn = sessionStorage.getItem("review-keys") !== "off";
  const show = () => { button.textContent = isOn ? words.off : words.on; };
  button.addEventListener("click", () => {
    isOn = !isOn;
    sessionStorage.setItem("review-keys", isOn ? "on" : "off");
    show();
  });
  line.hidden = false;
  show();

  const writes = (element) => element.matches("textarea, select, input:not([type=radio]), button, a, summary");

  document.addEventListener("keydown", (event) => {
    if (!isOn || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.matches("textarea, select, input:not([type=radio])")) return; // a field takes its own keys
    const key = event.key.toLowerCase();
    const choice = choices.find((each) => each.dataset.key === key);
    if (choice) {
      event.preventDefault();
      choice.checked = true;
      choice.focus({ preventScroll: true });
      return;
    }
    if (key === "j" || key === "k") {
      document.querySelector(key === "j" ? "a[rel=next]" : "a[rel=prev]")?.click();
    } else if (key === "enter" && !writes(document.activeElement)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
})();
