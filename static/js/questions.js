// Of the questions of a session, show those that the answers above them lead to.
// Without this script all are there, with a note when to answer them, and the server keeps only what applies.
const rows = [...document.querySelectorAll("[data-depends-on]")];

function chosen(name) {
  const picked = document.querySelector(`[name="${name}"]:checked, select[name="${name}"]`);
  return picked && !picked.closest("[data-depends-on][hidden]") ? picked.value : "";
}

function showQuestions() {
  // In the order of the page: a question that is hidden hides what depends on it.
  for (const row of rows) row.hidden = chosen(row.dataset.dependsOn) !== row.dataset.value;
}

for (const note of document.querySelectorAll(".only-if")) note.hidden = true;
document.addEventListener("change", showQuestions);
showQuestions();
