// A wide table scrolls in its own box: let the keyboard reach the box where there is something to scroll.
for (const box of document.querySelectorAll(".table-box")) {
  const reachable = () => {
    const wide = box.scrollWidth > box.clientWidth;
    box.toggleAttribute("tabindex", wide);
    if (wide) box.tabIndex = 0;
    const caption = box.querySelector("caption");
    if (caption && caption.id) {
      box.setAttribute("role", "region");
      box.setAttribute("aria-labelledby", caption.id);
    }
  };
  reachable();
  window.addEventListener("resize", reachable);
}

// After a form came back with mistakes, begin reading at the list of them.
const summary = document.querySelector(".form-summary");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
}
