// Keys of the page on which a sheet is answered. They serve nobody who types in a field, and can be switched off.
const FIELDS = "input:not([type=checkbox]), select, textarea, [contenteditable]";
const OFF = "answering-keys-off";
const legend = document.getElementById("keys");
const status = document.querySelector("[data-keys-status]");
const use = legend.querySelector("[data-keys]");
const rows = [...document.querySelectorAll("[data-answered-row]")];
let current = null;

const answerOf = (row) => row.querySelector("select");
const reasonOf = (row) => row.querySelector("input[type=text]");
const say = (words) => (status.textContent = words);

const go = (row) => {
  current = row;
  row.closest("details")?.setAttribute("open", "");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "center" });
};

// After the current row, then from the top; what is answered is passed over.
const next = () => {
  const looked = rows.filter((row) => row.closest("#looked-at"));
  const from = looked.indexOf(current) + 1;
  const left = [...looked.slice(from), ...looked.slice(0, from)].find((row) => row !== current && !answerOf(row).value);
  if (left) go(left);
  else say(status.dataset.none);
};

const choose = (answer) => {
  if (!current) return false;
  answerOf(current).value = answer;
  return true;
};

const keys = {
  n: next,
  a: () => choose("accept") && say(status.dataset.accepted),
  r: () => choose("return") && reasonOf(current).focus(),
  "?": () => {
    legend.open = !legend.open;
    legend.querySelector("summary").focus();
  },
};

document.addEventListener("focusin", ({ target }) => {
  current = target.closest("[data-answered-row]") ?? current;
});

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (target.matches("[data-answered-row] input[type=text]") && (key === "Enter" || key === "Escape")) {
    event.preventDefault(); // the reason is written; the form is sent by its button
    go(target.closest("[data-answered-row]"));
  } else if (use.checked && !target.matches(FIELDS) && !document.querySelector("dialog[open]") && keys[key.toLowerCase()]) {
    event.preventDefault();
    keys[key.toLowerCase()]();
  }
});

use.checked = !localStorage.getItem(OFF);
use.addEventListener("change", () => (use.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "yes")));
legend.hidden = false;
