// Asks the authenticator to make a passkey or to log in with one, and posts its answer with the form.
// Passkeys are the one thing here that does not work without a script, so their forms are hidden until it runs.
"use strict";

async function answerOf(form) {
  if (form.dataset.passkey === "create") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(form.dataset.options));
    return navigator.credentials.create({ publicKey });
  }
  const body = new URLSearchParams({ login: form.elements.login.value, csrf: form.elements.csrf.value });
  const given = await fetch(form.dataset.challenge, { method: "POST", body, redirect: "error" });
  if (!given.ok) throw new Error("no challenge");
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await given.json());
  return navigator.credentials.get({ publicKey });
}

function serve(form) {
  const failed = form.querySelector("[data-failed]");
  const button = form.querySelector("button");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    button.disabled = true;
    try {
      form.elements.credential.value = JSON.stringify(await answerOf(form));
      form.submit();
    } catch {
      failed.hidden = false; // closed by the person, nothing there to choose, or the login is over
      button.disabled = false;
    }
  });
}

if (window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON) {
  document.querySelectorAll("form[data-passkey]").forEach(serve);
}
