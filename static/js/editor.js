// The editor of the programme works without this, by its forms. Here a line is dragged, or moved by keys or buttons: all
// three end in send(), and what the server answers is put on the page by settle(). Every word comes from the page.

const editor = document.querySelector(".editor");
const words = editor.dataset;
const news = document.getElementById("editor-news");
const mover = document.getElementById("editor-mover");
const problem = document.getElementById("editor-problem");
const tray = document.getElementById("editor-tray");
const box = document.querySelector(".editor-box");
const columns = [...document.querySelectorAll(".editor-column")];
const listOf = (column) => column.querySelector(".editor-cards");
const STEP = 5; // minutes
const NEAR = 40; // pixels from an edge where the grid scrolls by itself
const FROM = Number(words.from) * 60;
const TO = Number(words.to) * 60;
let taken = null; // what is being moved: { card, minutes, column, starts } with column null in the tray

// --- Words ----------------------------------------------------------------------------------------------------------

const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const titleOf = (card) => card.querySelector(".title a").textContent;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

function placeWords({ column, starts, minutes }) {
  if (!column) return words.inTray;
  return `${column.querySelector("h3").textContent.trim()}, ${clock(starts)}–${clock(Math.min(starts + minutes, 1440))}`;
}

function tell(text) {
  news.textContent = "";
  requestAnimationFrame(() => (news.textContent = text));
}

// --- Taking a line, and where it would go ---------------------------------------------------------------------------

function take(card) {
  if (taken) putBack();
  const column = card.closest(".editor-column");
  const minutes = Number(card.dataset.minutes) || Number(words.usual);
  const starts = Number(card.dataset.starts);
  taken = { card, minutes, column, starts, was: { column, starts, minutes }, mark: document.createElement("li") };
  taken.mark.setAttribute("aria-hidden", "true");
  taken.mark.className = "editor-mark";
  taken.mark.append(document.createElement("span"));
  card.classList.add("is-taken");
  card.querySelector(".grip").setAttribute("aria-pressed", "true");
}

function showPlace() {
  const { column, starts, minutes, mark } = taken;
  tray.classList.toggle("is-over", !column);
  columns.forEach((one) => listOf(one).classList.toggle("is-over", one === column));
  mover.querySelector(".place").textContent = placeWords(taken);
  if (!column) return mark.remove();
  mark.firstElementChild.textContent = drag?.edge ? clock(starts + minutes) : clock(starts);
  mark.style.setProperty("top", `calc(${starts - FROM} * var(--px))`);
  mark.style.setProperty("height", `calc(${Math.max(minutes, 10)} * var(--px))`);
  if (mark.parentElement !== listOf(column)) listOf(column).append(mark);
}

function letGo() {
  const { card, mark } = taken;
  mark.remove();
  card.classList.remove("is-taken");
  card.querySelector(".grip").setAttribute("aria-pressed", "false");
  tray.classList.remove("is-over");
  columns.forEach((one) => listOf(one).classList.remove("is-over"));
  mover.hidden = true;
  const was = taken;
  taken = null;
  return was;
}

function putBack() {
  tell(fill(words.back, { title: titleOf(taken.card) }));
  return letGo().card;
}

function drop(byKeys) {
  const { card, column, starts, minutes, was } = letGo();
  if (column === was.column && (!column || (starts === was.starts && minutes === was.minutes))) {
    tell(fill(words.back, { title: titleOf(card) }));
    if (byKeys) card.querySelector(".grip").focus();
    return;
  }
  const place = { day: "", starts: "" };
  if (column) {
    Object.assign(place, { day: column.dataset.day, starts: clock(starts) });
    if (minutes !== was.minutes) place.minutes = minutes;
    if (column.dataset.room !== undefined && column !== was.column) place.room = column.dataset.room;
  }
  send(card, place, byKeys);
}

// --- Asking the server ----------------------------------------------------------------------------------------------

async function send(card, place, byKeys) {
  const form = new FormData();
  form.set("csrfmiddlewaretoken", words.token);
  form.set("seen", card.dataset.seen);
  Object.entries(place).forEach(([name, value]) => form.set(name, value));
  problem.hidden = true;
  card.classList.add("is-saving");
  try {
    const answer = await fetch(card.dataset.move, { method: "POST", body: form, headers: { Accept: "application/json" } });
    if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) return location.reload(); // signed out
    const found = await answer.json();
    if (answer.ok) settle(card, found, byKeys);
    else refuse(found.error);
  } catch {
    refuse(words.failed);
  } finally {
    card.classList.remove("is-saving");
  }
}

function refuse(text) {
  problem.querySelector("p").textContent = text;
  problem.hidden = false;
  problem.focus();
}

// Put the answer on the page: the new card, every card's place, the clashes. A line that somebody else changed meanwhile
// is on no such answer, so the page is asked for anew.
function settle(card, found, byKeys) {
  const fresh = new DOMParser().parseFromString(found.card, "text/html").querySelector(".editor-card");
  card.replaceWith(fresh);
  showGrip(fresh);
  for (const [key, { of, cards }] of Object.entries(found.columns)) {
    const column = key === "tray" ? tray : columns.find((one) => one.dataset.key === key);
    const list = listOf(column);
    if (of) column.className = column.className.replace(/\bof-\d+/, `of-${of}`);
    let after = null;
    for (const [id, place, seen] of cards) {
      const one = document.getElementById(`line-${id}`);
      if (!one || one.dataset.seen !== seen) return location.reload();
      one.classList.remove(...one.dataset.place.split(" ").filter(Boolean));
      one.classList.add(...place.split(" ").filter(Boolean));
      one.dataset.place = place;
      const next = after ? after.nextElementSibling : list.firstElementChild;
      if (next !== one) list.insertBefore(one, next);
      after = one;
    }
    column.querySelectorAll(".empty-day").forEach((one) => (one.hidden = cards.length > 0));
    column.querySelectorAll(".count").forEach((one) => (one.textContent = cards.length));
  }
  showMarks(found.marks);
  document.getElementById("editor-clashes").outerHTML = found.clashes;
  document.getElementById("editor-clash-count").outerHTML = found.clash_count;
  document.getElementById("editor-undo").outerHTML = found.undo;
  fresh.classList.add("is-new");
  if (byKeys) fresh.querySelector(".grip").focus();
  fresh.scrollIntoView({ block: "nearest", inline: "nearest" });
  tell(found.said);
}

function showMarks(marks) {
  for (const card of document.querySelectorAll(".editor-card")) {
    const mark = card.querySelector(".clash");
    const found = marks[card.dataset.id];
    mark.hidden = !found;
    if (!found) continue;
    mark.classList.toggle("impossible", found.impossible);
    mark.querySelector(".number").textContent = found.number;
    mark.querySelector(".words").textContent = found.words;
  }
}

// --- By keys and buttons --------------------------------------------------------------------------------------------

function earlier(minutes) {
  if (!taken.column) return enterGrid();
  const last = Math.max(FROM, Math.min(TO, 1440) - Math.min(taken.minutes, TO - FROM));
  const starts = minutes > 0 ? Math.floor(taken.starts / STEP) * STEP : Math.ceil(taken.starts / STEP) * STEP;
  taken.starts = Math.min(Math.max(starts + minutes, FROM), last);
}

function across(by) {
  if (!taken.column) return enterGrid();
  const index = columns.indexOf(taken.column) + by;
  if (columns[index]) taken.column = columns[index];
}

function longer(by) {
  if (!taken.column) return enterGrid();
  taken.minutes = Math.min(Math.max(taken.minutes + by, STEP), TO - taken.starts);
}

// From the tray a line comes to its own day and room, or the first one, at the time it had or at nine.
function enterGrid() {
  const { day, room } = taken.card.dataset;
  const own = columns.filter((one) => one.dataset.day === day);
  taken.column = own.find((one) => one.dataset.room === room) || own[0] || columns[0];
  taken.starts = Number(taken.card.dataset.starts) || Math.max(FROM, 540);
}

const ACTS = {
  earlier: () => earlier(-STEP),
  later: () => earlier(STEP),
  "hour-earlier": () => earlier(-60),
  "hour-later": () => earlier(60),
  previous: () => across(-1),
  next: () => across(1),
  longer: () => longer(STEP),
  shorter: () => longer(-STEP),
  tray: () => (taken.column = null),
};
const KEYS = {
  ArrowUp: "earlier", ArrowDown: "later", PageUp: "hour-earlier", PageDown: "hour-later",
  ArrowLeft: "previous", ArrowRight: "next", Delete: "tray", Backspace: "tray",
  "+": "longer", "-": "shorter",
};

function step(name) {
  ACTS[name]();
  showPlace();
  (taken.column ? taken.mark : tray).scrollIntoView({ block: "nearest", inline: "nearest" });
  tell(placeWords(taken));
}

function takeByKeys(card) {
  take(card);
  mover.querySelector(".what").textContent = titleOf(card);
  mover.hidden = false;
  showPlace();
  tell(fill(words.taken, { title: titleOf(card), place: placeWords(taken) }));
}

editor.addEventListener("click", (event) => {
  const grip = event.target.closest(".grip");
  if (!grip) return;
  event.preventDefault();
  if (taken?.card === grip.closest(".editor-card")) drop(true);
  else takeByKeys(grip.closest(".editor-card"));
});

mover.addEventListener("click", (event) => {
  const name = event.target.closest("button")?.dataset.act;
  if (!name || !taken) return;
  if (name === "drop") drop(true);
  else if (name === "cancel") putBack().querySelector(".grip").focus();
  else step(name);
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !taken) {
    const undo = document.querySelector("#editor-undo button");
    if (undo) event.preventDefault(), undo.click();
    return;
  }
  if (!taken || mover.hidden) return;
  if (event.key === "Escape") putBack().querySelector(".grip").focus();
  else if (KEYS[event.key] && !event.ctrlKey && !event.altKey && !event.metaKey) step(KEYS[event.key]);
  else return;
  event.preventDefault();
});

// --- By dragging ----------------------------------------------------------------------------------------------------

let drag = null; // { card, x, y, grabbed, edge, ghost, at, over }: edge where the end is dragged and not the line

editor.addEventListener("pointerdown", (event) => {
  const card = event.target.closest(".can-move .editor-card");
  const grip = event.target.closest(".grip");
  if (!card || event.button !== 0 || event.target.closest(".clash")) return;
  if (event.pointerType === "touch" && !grip) return; // a finger on a line scrolls the page
  const edge = event.target.closest(".edge");
  drag = { card, edge, x: event.clientX, y: event.clientY, grabbed: event.clientY - card.getBoundingClientRect().top };
});

document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  if (!drag.ghost) {
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 5) return;
    beginDrag();
  }
  drag.at = event;
  follow();
});

function beginDrag() {
  const { card } = drag;
  take(card);
  const { width, height } = card.getBoundingClientRect();
  drag.ghost = drag.edge ? document.createElement("div") : card.cloneNode(true);
  drag.ghost.removeAttribute("id");
  drag.ghost.className = drag.edge ? "" : `editor-card editor-ghost ${[...card.classList].filter((one) => one.startsWith("kind-")).join(" ")}`;
  drag.ghost.style.setProperty("width", `${Math.min(width, 280)}px`);
  drag.ghost.style.setProperty("height", `${Math.min(height, 160)}px`);
  drag.grabbed = Math.min(drag.grabbed, 150);
  document.body.append(drag.ghost);
  document.body.classList.add("is-dragging");
  drag.scrolling = setInterval(scrollNear, 30);
}

function follow() {
  const { clientX: x, clientY: y } = drag.at;
  drag.ghost.style.setProperty("left", `${x + 8}px`);
  drag.ghost.style.setProperty("top", `${y - drag.grabbed}px`);
  if (drag.edge) return stretch(y);
  const under = document.elementFromPoint(x, y);
  const column = under?.closest(".editor-column");
  drag.over = Boolean(column || under?.closest("#editor-tray"));
  if (column) {
    const list = listOf(column).getBoundingClientRect();
    const minutes = FROM + ((y - drag.grabbed - list.top) / list.height) * (TO - FROM);
    taken.column = column;
    taken.starts = Math.min(Math.max(Math.round(minutes / STEP) * STEP, FROM), TO - STEP);
  } else if (drag.over) taken.column = null;
  showPlace();
}

// The end of a line follows the pointer.
function stretch(y) {
  const list = listOf(taken.column).getBoundingClientRect();
  const ends = FROM + ((y - list.top) / list.height) * (TO - FROM);
  taken.minutes = Math.min(Math.max(Math.round((ends - taken.starts) / STEP) * STEP, STEP), TO - taken.starts);
  drag.over = true;
  showPlace();
}

function scrollNear() {
  if (!drag?.at) return;
  const { clientX: x, clientY: y } = drag.at;
  const { left, right, top, bottom } = box.getBoundingClientRect();
  const inside = x > left && x < right;
  const speed = (near, far) => (near < NEAR ? -12 : far < NEAR ? 12 : 0);
  if (inside) box.scrollBy(speed(x - left, right - x), y > top && y < bottom ? speed(y - top, bottom - y) : 0);
  scrollBy(0, speed(y, innerHeight - y));
  follow();
}

function endDrag(dropped) {
  if (!drag) return;
  const { ghost, over, scrolling } = drag;
  drag = null;
  if (!ghost) return;
  clearInterval(scrolling);
  ghost.remove();
  document.body.classList.remove("is-dragging");
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 50);
  if (dropped && over) drop(false);
  else putBack();
}

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

document.addEventListener("pointerup", () => endDrag(true));
document.addEventListener("pointercancel", () => endDrag(false));
document.addEventListener("keydown", (event) => event.key === "Escape" && endDrag(false));
editor.addEventListener("dragstart", (event) => event.preventDefault()); // the browser's own dragging of a link

// --- Ready ----------------------------------------------------------------------------------------------------------

const showGrip = (card) => card.querySelectorAll(".grip").forEach((grip) => (grip.hidden = false));
document.querySelectorAll(".editor-card").forEach(showGrip);
// Open the grid where the day begins, or where the line that was just saved stands.
if (box && !location.hash) {
  const first = document.querySelector(".editor-column .editor-card");
  if (first) box.scrollTop = Math.max(0, first.offsetTop - 24);
}
