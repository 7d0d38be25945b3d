// "Copy with sources": needs a script, so the button is hidden until this one has come.
async function put(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const box = document.createElement("textarea"); // plain http has no clipboard object
  box.value = text;
  box.className = "visually-hidden";
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
}

function show(root) {
  for (const button of root.querySelectorAll("[data-copy][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await put(button.dataset.copy);
      button.focus();
      button.querySelector("[data-label]").textContent = button.dataset.done;
      const live = document.getElementById("live");
      if (live) live.textContent = button.dataset.done;
    });
  }
}

show(document);
document.addEventListener("congvu:shown", (event) => show(event.detail));
