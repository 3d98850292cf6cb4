// Small comforts. Every page works without this file: the server asks, counts and refuses by itself.
(() => {
  "use strict";
  document.documentElement.classList.add("js");
  // A second click on a button that is already at work does nothing.
  const rest = (form, busy) => {
    form.querySelectorAll("button:not([type=button])").forEach((button) => {
      button.disabled = busy;
      button.toggleAttribute("aria-busy", busy);
      if (busy) button.setAttribute("aria-busy", "true");
    });
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (event.submitter?.formTarget) return; // another window answers; this page stays as it is
    // After the browser has read the button's own value, and where no question stopped it.
    setTimeout(() => event.defaultPrevented || rest(form, true));
  });

  window.addEventListener("pageshow", () => document.querySelectorAll("form[method=post]").forEach((form) => rest(form, false)));

  // Files that are too large together are told before they are sent, and not kept in the form: the rest of what was typed stays.
  document.querySelectorAll("input[type=file][data-most-bytes]").forEach((input) => {
    input.addEventListener("change", () => {
      input.parentElement.querySelector(".errorlist")?.remove();
      const bytes = [...input.files].reduce((sum, file) => sum + file.size, 0);
      const isTooLarge = bytes > Number(input.dataset.mostBytes);
      input.closest(".field")?.classList.toggle("field--wrong", isTooLarge);
      if (!isTooLarge) return;
      const errors = Object.assign(document.createElement("ul"), { className: "errorlist", role: "alert" });
      errors.append(Object.assign(document.createElement("li"), { textContent: input.dataset.tooLarge }));
      input.before(errors);
      input.value = "";
    });
  });

  // Menus close with a click elsewhere or Escape.
  const closeMenus = (except) =>
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!except || !menu.contains(except)) menu.open = false;
    });
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.activeElement.closest("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // A filter applies once it is chosen; what is typed applies with Enter.
  document.querySelectorAll("form.filter-bar select").forEach((choice) => {
    choice.addEventListener("change", () => choice.form.requestSubmit());
  });

  // The bulk bar ticks a page and says how many rows are chosen.
  document.querySelectorAll("[data-bulk]").forEach((bar) => {
    const page = bar.querySelector("[data-bulk-page]");
    const all = bar.querySelector("[data-bulk-all]");
    const whole = bar.querySelector("[data-bulk-whole]");
    const count = bar.querySelector("[data-bulk-count]");
    const boxes = [...bar.closest("form").querySelectorAll("tbody input[type=checkbox]")];
    const tell = () => {
      const chosen = boxes.filter((box) => box.checked).length;
      all.checked = chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
      count.hidden = chosen === 0;
      const words = whole?.checked ? count.dataset.whole : count.dataset.words;
      count.textContent = words.replace("{chosen}", chosen).replace("{all}", boxes.length);
    };
    const tick = (checked) => boxes.forEach((box) => (box.checked = checked));
    page.querySelectorAll("[data-words]").forEach((words) => {
      words.textContent = words.dataset.words.replace("{all}", boxes.length);
    });
    page.hidden = boxes.length === 0;
    bar.closest("form").addEventListener("change", ({ target }) => {
      if (target === all || target === whole) tick(target.checked);
      else if (whole) whole.checked = false; // one row more or less is not the whole list
      if (target === all && whole) whole.checked = false;
      tell();
    });
    tell();
  });

  // Long lists of boxes: found by typing, with or without marks; what is ticked stays ticked while hidden.
  const LONG = 12;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  document.querySelectorAll("[data-choices]").forEach((tools) => {
    const boxes = [...tools.parentElement.querySelectorAll("input[type=checkbox]")];
    if (boxes.length <= LONG) return;
    const lines = boxes.map((box) => [box, box.closest("label").parentElement, plain(box.closest("label").textContent)]);
    const [search, tickShown, status] = tools.children;
    const tell = () => {
      const chosen = boxes.filter((box) => box.checked).length;
      status.textContent = status.dataset.words.replace("{chosen}", chosen).replace("{all}", boxes.length);
    };
    const find = () => lines.forEach(([, line, words]) => (line.hidden = !words.includes(plain(search.value.trim()))));
    tools.parentElement.classList.add("choices--long");
    tools.hidden = false;
    search.addEventListener("input", find);
    search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    tickShown.addEventListener("click", () => {
      lines.forEach(([box, line]) => (box.checked = box.checked || !line.hidden));
      tell();
    });
    tools.parentElement.addEventListener("change", tell);
    tell();
  });

  // Of neighbouring lists that scroll sideways, the current one is in sight.
  const here = document.querySelector("nav.button-row [aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft;

  // Text to be sent elsewhere. Without a clipboard it is marked, to be copied by hand.
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const text = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", () => {
      text.select();
      navigator.clipboard?.writeText(text.value).then(() => (button.textContent = button.dataset.done));
    });
  });

  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  const wrong = document.querySelector("form[method=post] [data-focus]");
  if (wrong) wrong.focus();
})();
