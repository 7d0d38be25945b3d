// The question box: Enter sends, the answer is watched as it comes, and the box is ready for the next question.

// crypto.randomUUID exists only on https and localhost; a province's first server may be neither.
function freshToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function watchInstead(form) {
  if (form.elements.live) return;
  const live = document.createElement("input");
  live.type = "hidden";
  live.name = "live";
  live.value = "1";
  form.append(live);
}

function enhance(form) {
  watchInstead(form);
  const box = form.querySelector("textarea");
  if (!box) return;
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form || !event.detail.successful) return;
    form.querySelector("#ask-error").replaceChildren();
    box.value = "";
    form.elements.token.value = freshToken();
    document.querySelector("#turns > :last-child")?.scrollIntoView({ block: "start" });
  });
}

document.querySelectorAll("form[data-ask]").forEach(enhance);
// Questions to ask instead come with an answer.
document.addEventListener("congvu:shown", (event) => event.detail.querySelectorAll("form[data-ask]").forEach(enhance));

// Back from the answer to this page: the stored page still holds the old token, which would show the old answer again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const token of document.querySelectorAll("form[data-ask] input[name=token]")) token.value = freshToken();
});
