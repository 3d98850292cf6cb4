// The theme changes at once; the answer only keeps it for the next page.
document.querySelectorAll("[data-theme-switch]").forEach((form) =>
  form.addEventListener("submit", (event) => {
    const chosen = event.submitter;
    event.preventDefault();
    if (chosen.value) document.documentElement.dataset.theme = chosen.value;
    else delete document.documentElement.dataset.theme;
    form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", button === chosen));
    fetch(form.action, { method: "POST", body: new FormData(form, chosen), redirect: "manual" });
  }),
);
