// Files can be dropped on the form, and the chosen ones are listed; without this the file button alone does the work.
const zone = document.querySelector("[data-dropzone]");
const input = zone?.querySelector("input[type=file]");
const list = zone?.querySelector("[data-chosen]");

function listChosen() {
  list.replaceChildren(
    ...Array.from(input.files, (file) => {
      const row = document.createElement("li");
      row.textContent = file.name;
      return row;
    }),
  );
}

if (input && list) {
  input.addEventListener("change", listChosen);
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    listChosen();
  });
}
