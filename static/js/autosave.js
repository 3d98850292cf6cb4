// What is typed is saved at once. Without a connection it stays in its field and is sent when there is one again.
const PAUSE = 700;

document.querySelectorAll("form[data-autosave]").forEach((form) => {
  const status = form.querySelector("[role=status]");
  let waiting;
  const save = async () => {
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" },
      });
      const told = await answer.json();
      if (answer.ok) form.elements.revision.value = told.revision;
      status.textContent = answer.ok ? form.dataset.saved : told.error;
    } catch {
      status.textContent = form.dataset.offline;
      window.addEventListener("online", save, { once: true });
    }
  };
  const saveSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  };
  form.addEventListener("input", saveSoon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    save();
  });
});
