// A passkey is made and used by the browser: ask the portal for a challenge, let the browser answer it, send the answer.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button");
  const said = form.querySelector(".passkey-said");
  const making = form.dataset.passkey === "make";
  const parse = window.PublicKeyCredential
    && (making ? PublicKeyCredential.parseCreationOptionsFromJSON : PublicKeyCredential.parseRequestOptionsFromJSON);
  if (!parse) {
    said.hidden = false;
    said.textContent = form.dataset.unknown;
    continue;
  }
  button.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    button.disabled = true;
    said.hidden = true;
    try {
      const token = form.elements.csrfmiddlewaretoken.value;
      const asked = await fetch(form.dataset.begin, { method: "POST", headers: { "X-CSRFToken": token } });
      if (!asked.ok) throw new Error(asked.status);
      const publicKey = parse.call(PublicKeyCredential, (await asked.json()).publicKey);
      const made = await (making ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
      form.elements.answer.value = JSON.stringify(made.toJSON());
      form.submit();
    } catch {
      said.hidden = false;
      said.textContent = form.dataset.failed;
      button.disabled = false;
    }
  });
}
