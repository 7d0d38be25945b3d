// <answer-stream>: watches an answer being made. Evidence first, then words; at the end the server's own rendering
// takes the place of what was streamed, so that there is one way to draw an answer. A reconnect replays from the start.

const GIVE_UP_AFTER = 5;
const STOP_SHOWN_AFTER_MS = 1500;

class AnswerStream extends HTMLElement {
  connectedCallback() {
    this.failures = 0;
    this.open();
    this.querySelector("[data-again]").addEventListener("click", () => {
      this.failures = 0;
      this.open();
    });
    const stop = this.querySelector("[data-stop]");
    stop.addEventListener("submit", (event) => {
      event.preventDefault();
      stop.hidden = true;
      fetch(stop.action, { method: "POST", body: new FormData(stop), redirect: "manual" }).catch(() => {
        stop.hidden = false;
      });
    });
  }

  disconnectedCallback() {
    clearTimeout(this.patience);
    this.source?.close();
  }

  open() {
    this.source?.close();
    this.querySelector("[data-failure]").hidden = true;
    this.querySelector("[data-status]").hidden = false;
    // Most answers are there before anybody could want to stop them.
    clearTimeout(this.patience);
    this.patience = setTimeout(() => {
      this.querySelector("[data-stop]").hidden = false;
    }, STOP_SHOWN_AFTER_MS);
    const source = new EventSource(this.dataset.src);
    this.source = source;
    source.onopen = () => this.clear();
    source.onerror = () => this.interrupted();
    const on = (name, handle) => source.addEventListener(name, (event) => handle.call(this, JSON.parse(event.data)));
    on("evidence", this.showEvidence);
    on("delta", this.addWords);
    on("block", this.closeBlock);
    on("done", this.finish);
    on("failed", this.fail);
  }

  clear() {
    this.querySelector("[data-body]").replaceChildren();
    this.querySelector("[data-evidence]").replaceChildren();
  }

  block(number) {
    const body = this.querySelector("[data-body]");
    let block = body.querySelector(`[data-block="${number}"]`);
    if (!block) {
      block = document.createElement("p");
      block.dataset.block = number;
      body.append(block);
    }
    return block;
  }

  showEvidence({ items }) {
    const list = this.querySelector("[data-evidence]");
    list.replaceChildren(...items.slice(0, 5).map(sourceItem));
    this.say(this.dataset.found);
  }

  addWords({ block, text }) {
    this.block(block).append(text);
  }

  closeBlock({ block, kind, text }) {
    const paragraph = this.block(block);
    paragraph.textContent = text;
    paragraph.classList.add(kind === "quote" ? "is-quote" : `answer__${kind}`);
  }

  async finish() {
    this.source.close();
    try {
      const response = await fetch(this.dataset.answer, { headers: { "HX-Request": "true" } });
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const finished = page.body.firstElementChild;
      announce(this.dataset.ready);
      this.replaceWith(finished);
      window.htmx?.process(finished);
      document.dispatchEvent(new CustomEvent("congvu:shown", { detail: finished }));
    } catch {
      this.fail({ message: this.dataset.gone, hint: this.dataset.goneHint, retry: true });
    }
  }

  interrupted() {
    this.failures += 1;
    if (this.source.readyState === EventSource.CLOSED || this.failures >= GIVE_UP_AFTER) {
      this.fail({ message: this.dataset.gone, hint: this.dataset.goneHint, retry: true });
    } else {
      this.say(this.dataset.lost);
    }
  }

  fail({ message, hint, retry }) {
    this.source.close();
    clearTimeout(this.patience);
    this.querySelector("[data-stop]").hidden = true;
    this.querySelector("[data-status]").hidden = true;
    this.querySelector("[data-body]").removeAttribute("aria-busy");
    this.querySelector("[data-message]").textContent = message;
    this.querySelector("[data-hint]").textContent = hint;
    this.querySelector("[data-again]").hidden = !retry;
    this.querySelector("[data-failure]").hidden = false;
  }

  say(text) {
    this.querySelector("[data-status-text]").textContent = text;
    announce(text);
  }
}

function announce(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

function sourceItem(item) {
  const row = document.createElement("li");
  row.className = "source";
  const link = document.createElement("a");
  link.className = "source__unit";
  link.href = item.url;
  link.textContent = item.unit || item.document.title;
  const title = document.createElement("p");
  title.className = "source__title";
  title.textContent = [item.document.title, item.document.number].filter(Boolean).join(" · ");
  row.append(link, title);
  return row;
}

customElements.define("answer-stream", AnswerStream);
