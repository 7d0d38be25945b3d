// Brings the highlighted words into view and to the reader's attention; the address's #anchor does nearly the same.
const mark = document.getElementById("trich-dan");

function attend() {
  mark.scrollIntoView({ block: "center", behavior: "instant" });
  mark.focus({ preventScroll: true });
}

if (mark) {
  attend();
  // The browser goes to the #anchor once more when the page is complete, and takes the focus away again.
  if (document.readyState !== "complete") window.addEventListener("load", () => setTimeout(attend));
}

for (const button of document.querySelectorAll("[data-print][hidden]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// On a narrow screen the table of contents closes once it has led somewhere.
document.querySelector(".toc")?.addEventListener("click", (event) => {
  if (event.target.closest("a") && matchMedia("(max-width: 63.99rem)").matches) {
    event.currentTarget.querySelector(":scope > details").open = false;
  }
});
