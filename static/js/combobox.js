// A text box with a list of what the server finds for it: the pickers of forms and the search box of the top bar.
// Without this file both work by sending their form. Roles and keys are those of the ARIA combobox with a list box.
const PAUSE = 180; // ms after the last key
let count = 0;

const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
};

const words = (option) => [option.label, ...(option.detail ? [make("span", { class: "picker-detail" }, option.detail)] : [])];

// `address(text)` says where to ask, `choose(option)` what becomes of a choice; with `takesAll` the list ends with all.
const combobox = (input, { address, choose, takesFirst, takesAll }) => {
  const id = `options-${++count}`;
  const list = make("ul", { id, role: "listbox", class: "picker-options", hidden: "" });
  const status = make("p", { role: "status", class: "visually-hidden" });
  const label = input.labels?.[0]?.textContent.trim() || input.getAttribute("aria-label") || input.placeholder;
  list.setAttribute("aria-label", label);
  input.after(list, status);
  const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" };
  Object.entries(roles).forEach(([name, value]) => input.setAttribute(name, value));
  let options = [];
  let active = -1;
  let waiting = 0;
  let asked = null;

  const rows = () => [...list.querySelectorAll("[role=option]")];
  const isOpen = () => !list.hidden;
  const mark = (index) => {
    active = index;
    rows().forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
    const row = rows()[index];
    if (!row) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    clearTimeout(waiting);
    asked?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const take = (option) => {
    close();
    (option.all ? option.all : [option]).forEach(choose);
  };
  const show = (found) => {
    options = takesAll && found.options.length > 1 ? [...found.options, { label: found.all, all: found.options }] : found.options;
    let group = "";
    list.replaceChildren();
    options.forEach((option, at) => {
      if (option.group && option.group !== group) list.append(make("li", { role: "presentation", class: "picker-group" }, option.group));
      group = option.group;
      const row = make("li", { id: `${id}-${at}`, role: "option", "aria-selected": "false" }, ...words(option));
      row.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
      row.addEventListener("click", () => take(option));
      list.append(row);
    });
    list.append(make("li", { role: "presentation", class: "picker-status" }, found.status));
    status.textContent = found.status;
    list.hidden = document.activeElement !== input;
    input.setAttribute("aria-expanded", String(isOpen()));
    mark(-1);
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(address(input.value.trim()), { signal: asked.signal, headers: { Accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch {
      // Aborted, offline or signed out: sending the form still searches.
    }
  };
  const askSoon = (pause = PAUSE) => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, pause);
  };
  const keys = {
    ArrowDown: () => (isOpen() ? mark((active + 1) % options.length || 0) : askSoon(0)),
    ArrowUp: () => (isOpen() ? mark((active <= 0 ? options.length : active) - 1) : askSoon(0)),
    Enter: () => (active < 0 && takesFirst && options.length ? mark(0) : take(options[active])),
    Escape: close,
  };
  input.addEventListener("input", () => askSoon());
  input.addEventListener("click", () => isOpen() || askSoon(0));
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.isComposing) return;
    if (!isOpen() && (event.key === "Enter" || event.key === "Escape")) return;
    if (event.key === "Enter" && active < 0 && !(takesFirst && options.length)) return;
    event.preventDefault();
    act();
  });
};

// A picker sends the key of the row chosen; text without a key is searched by the server.
document.querySelectorAll("[data-picker]").forEach((picker) => {
  const name = picker.dataset.picker;
  const several = "several" in picker.dataset;
  const input = picker.querySelector("input[type=text]");
  const searched = picker.querySelector("[data-for]");
  const detail = picker.querySelector("[data-detail]");
  let chosen = several ? "" : searched.value;

  const filters = picker.closest("form.filter-bar");
  const tell = () => {
    picker.dispatchEvent(new Event("change", { bubbles: true }));
    filters?.requestSubmit(); // a filter applies once it is chosen
  };
  // The address of a list holds the key; the text is for those without script.
  filters?.addEventListener("formdata", (event) => {
    if (!input.value.trim() || event.formData.has(name)) [`${name}-q`, `${name}-for`].forEach((each) => event.formData.delete(each));
  });
  const setKey = (key) => {
    picker.querySelectorAll("[data-key], [data-found]").forEach((element) => element.remove());
    if (key) picker.prepend(make("input", { type: "hidden", name, value: key, "data-key": "" }));
  };
  const chooseOne = (option) => {
    setKey(option.key);
    chosen = input.value = searched.value = option.label;
    detail.textContent = option.detail || "";
    detail.hidden = !option.detail;
    tell();
  };
  const chooseAnother = (option) => {
    const list = picker.querySelector("[data-chosen]");
    const known = [...list.querySelectorAll("input")].find((box) => box.value === option.key);
    if (known) known.checked = true;
    else {
      const box = make("input", { type: "checkbox", name, value: option.key });
      box.checked = true;
      list.append(make("li", {}, make("label", {}, box, make("span", {}, ...words(option)))));
    }
    input.value = searched.value = "";
    tell();
  };
  const all = picker.querySelector("[data-all]");
  if (all) {
    // Who takes all chooses no single ones.
    const hide = () => picker.classList.toggle("picker--all", all.checked);
    all.addEventListener("change", hide);
    hide();
  }
  input.addEventListener("input", () => {
    if (several || input.value.trim() === chosen) return;
    setKey("");
    detail.hidden = true;
    chosen = "";
    if (!input.value) tell();
  });
  combobox(input, {
    choose: several ? chooseAnother : chooseOne,
    takesFirst: true,
    takesAll: several,
    address: (text) => {
      const url = new URL(picker.dataset.address || location.href, location.href);
      const other = picker.dataset.dependsOn;
      url.searchParams.set("pick", name);
      url.searchParams.set("typed", text === chosen ? "" : text);
      if (other) url.searchParams.set(other, picker.closest("form").elements[other]?.value || "");
      url.hash = "";
      return url;
    },
  });
});

// The search box of the top bar opens what is chosen. "/" leads to it.
document.querySelectorAll("[data-search]").forEach((input) => {
  combobox(input, {
    choose: (option) => location.assign(option.url),
    address: (text) => `${input.dataset.search}?q=${encodeURIComponent(text)}`,
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable], dialog");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!input.offsetParent) return;
    event.preventDefault();
    input.focus();
  });
});
