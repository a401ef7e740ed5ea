// Of the numbers that identify an organisation and of the regions, show only those of the delegation that is chosen.
// Without this script all are there, and the server says what does not fit.
const sides = document.querySelectorAll("input[name=side]");
const region = document.querySelector("select[name=region]");
const groups = region ? [...region.querySelectorAll("optgroup")] : [];

function showSide() {
  const chosen = document.querySelector("input[name=side]:checked");
  if (!chosen) return;
  for (const box of document.querySelectorAll("[data-side]")) {
    box.hidden = box.dataset.side !== chosen.value;
    for (const input of box.querySelectorAll("input")) input.disabled = box.hidden;
  }
  // The groups stand in the order of the sides' radio buttons.
  const order = [...sides].map((side) => side.value);
  groups.forEach((group, index) => {
    const other = order[index] !== chosen.value;
    group.hidden = group.disabled = other;
    if (other && region.selectedOptions[0]?.parentElement === group) region.value = "";
  });
}

for (const side of sides) side.addEventListener("change", showSide);
showSide();
