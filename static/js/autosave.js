// What is typed is saved at once, one save after the other. Until it is saved it stays in its field, is sent again by
// itself, and the browser asks before the page is left.
const PAUSE = 700;
const AGAIN = 5000;
const unsaved = new Set();

async function send(form) {
  const answer = await fetch(form.action, {
    method: "POST", body: new FormData(form), headers: { Accept: "application/json" },
  });
  if (answer.redirected) return { words: form.dataset.signedOut };
  const told = await answer.json();
  if (!answer.ok) return { words: told.error };
  form.elements.revision.value = told.revision;
  return { words: form.dataset.saved, isSaved: true };
}

document.querySelectorAll("form[data-autosave]").forEach((form) => {
  const status = form.querySelector("[role=status]");
  let waiting = null;
  let isSaving = false;
  const save = async () => {
    if (isSaving) return saveIn(PAUSE);
    waiting = null;
    isSaving = true;
    try {
      const { words, isSaved } = await send(form);
      status.textContent = words;
      if (isSaved && !waiting) unsaved.delete(form);
    } catch {
      status.textContent = form.dataset.offline;
      saveIn(AGAIN);
    }
    isSaving = false;
  };
  const saveIn = (pause) => {
    clearTimeout(waiting);
    waiting = setTimeout(save, pause);
  };
  form.addEventListener("input", () => {
    unsaved.add(form);
    saveIn(PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    saveIn(0);
  });
  window.addEventListener("online", () => unsaved.has(form) && saveIn(0));
});

window.addEventListener("beforeunload", (event) => unsaved.size && event.preventDefault());
