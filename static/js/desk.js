// The desk works without this: here a document's progress bar moves by itself, and a tick keeps its place on the screen.

const EVERY = 1500; // milliseconds between two questions
const news = document.getElementById("news");

// Ask how far a document is; once its state is another, take its line from the page as it is now.
async function follow(line) {
  const answer = await fetch(line.dataset.status, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (answer.redirected || !answer.ok) return location.reload(); // signed out, or gone
  const now = await answer.json();
  if (now.state !== line.dataset.state) return renew(line);
  const bar = line.querySelector("progress");
  const words = line.querySelector(".words");
  if (!bar) return later(line); // work of one step
  bar.value = now.percent;
  bar.textContent = `${now.percent}%`;
  words.lastElementChild.textContent = `${now.percent}%`;
  if (now.words) words.firstElementChild.textContent = now.words;
  later(line);
}

async function renew(line) {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const fresh = page.getElementById(line.id);
  if (!fresh) return location.reload();
  const had = line.contains(document.activeElement);
  line.replaceWith(fresh);
  if (had) fresh.querySelector("a, button")?.focus();
  if (news) news.textContent = `${fresh.querySelector("h4").textContent}: ${fresh.querySelector(".state").textContent}`;
  if (fresh.dataset.status) later(fresh);
}

function later(line) {
  setTimeout(() => follow(line).catch(() => later(line)), EVERY); // a network that fails is asked again
}

document.querySelectorAll("[data-status]").forEach(later);

// A tick on a list whose filter takes the row away has no row to come back to: come back to the same height.
const ticking = document.querySelector("form[data-keep-place]");
if (ticking) {
  const kept = sessionStorage.getItem("desk-place");
  sessionStorage.removeItem("desk-place");
  if (kept && !location.hash) scrollTo(0, Number(kept));
  ticking.addEventListener("submit", () => sessionStorage.setItem("desk-place", scrollY));
}
