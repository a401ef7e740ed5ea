// The translators' page works without this: here what was typed and not saved outlives a lost sign-in or a closed page.

const form = document.querySelector("form[data-keep]");

function start() {
  const store = `translations ${form.dataset.keep}`;
  const fields = [...form.querySelectorAll("textarea")];
  const seenOf = (field) => form.elements[field.name.replace(/-words$/, "-seen")].value;
  let sending = false;

  // What was typed is kept with what was seen then: beside another original it would be another text's translation.
  const read = () => JSON.parse(sessionStorage.getItem(store) || "{}");
  function keep(field) {
    const kept = read();
    if (field.value === field.defaultValue) delete kept[field.name];
    else kept[field.name] = { seen: seenOf(field), words: field.value };
    sessionStorage.setItem(store, JSON.stringify(kept));
  }

  function bringBack() {
    const kept = read();
    let found = 0;
    for (const field of fields) {
      const one = kept[field.name];
      if (one && one.seen === seenOf(field) && one.words !== field.value) {
        field.value = one.words;
        found += 1;
      } else delete kept[field.name];
    }
    sessionStorage.setItem(store, JSON.stringify(kept));
    if (found) document.getElementById("kept").textContent = form.dataset.kept;
  }

  for (const field of fields) {
    field.addEventListener("input", () => keep(field));
    const take = field.closest(".tr-text").querySelector("[data-take]");
    if (!take) continue;
    take.hidden = false;
    take.addEventListener("click", () => {
      field.value = field.closest(".tr-text").querySelector("[data-original]").innerText.trim();
      keep(field);
      field.focus();
    });
  }
  form.addEventListener("submit", () => { sending = true; });
  addEventListener("beforeunload", (event) => {
    if (!sending && fields.some((field) => field.value !== field.defaultValue)) event.preventDefault();
  });
  bringBack();
}

if (form) start();
