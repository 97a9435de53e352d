// Search the terms of one language, and copy an IRI. Without scripts the index does the same work.
"use strict";

const MOST = 30;
const fold = (text) =>
  text.normalize("NFKC").toLowerCase().replace(/[\u3041-\u3096]/g, (c) =>
    String.fromCharCode(c.charCodeAt(0) + 0x60));

// TERMS holds rows of label, name, kind, page and definition, in the order of labels.
const rows = TERMS.map(([label, name, kind, page, definition]) => ({
  label, name, kind, page, definition,
  keys: [fold(label), fold(name), fold(definition)],
}));

// The smaller the better: the whole label, its beginning, inside label or name, in the definition.
function rank(row, words) {
  const ranks = words.map((word) => {
    const [label, name, definition] = row.keys;
    if (label === word || name === word) return 0;
    if (label.startsWith(word) || name.startsWith(word)) return 1;
    if (label.includes(word) || name.includes(word)) return 2;
    return definition.includes(word) ? 3 : Infinity;
  });
  return Math.max(...ranks);
}

function find(text) {
  const words = fold(text).split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  return rows.map((row) => [rank(row, words), row])
    .filter(([place]) => place < Infinity)
    .sort((a, b) => a[0] - b[0])
    .map(([, row]) => row);
}

function item(row, up) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  const label = document.createElement("b");
  const more = document.createElement("small");
  link.href = up + row.page;
  label.textContent = row.label;
  more.textContent = `${row.kind} · ${row.definition}`;
  link.append(label, more);
  line.append(link);
  return line;
}

function prepareSearch(form) {
  const input = form.querySelector("input");
  const hits = form.querySelector(".hits");
  const said = form.querySelector(".said");
  const show = () => {
    const found = find(input.value);
    hits.replaceChildren(...found.slice(0, MOST).map((row) => item(row, form.dataset.up)));
    said.textContent = !input.value.trim() ? ""
      : found.length ? form.dataset.found.replace("%", found.length) : form.dataset.none;
  };
  const clear = () => { input.value = ""; show(); };
  const move = (step) => {
    const places = [input, ...hits.querySelectorAll("a")];
    const next = places.indexOf(document.activeElement) + step;
    places[Math.min(Math.max(next, 0), places.length - 1)].focus();
  };
  input.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    hits.querySelector("a")?.click();
  });
  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      clear();
      input.focus();
    }
  });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) clear(); });
  form.hidden = false;
}

function prepareCopy(button) {
  const source = document.getElementById(button.dataset.copy);
  const word = button.textContent;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = word; }, 2000);
    } catch {
      getSelection().selectAllChildren(source);
    }
  });
  button.hidden = false;
}

document.querySelectorAll("form.search").forEach(prepareSearch);
document.querySelectorAll("button.copy").forEach(prepareCopy);
