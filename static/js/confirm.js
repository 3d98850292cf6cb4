// Asks before an act that cannot be undone, and sends the answer along. Without scripts the server asks on a page.
const dialog = document.getElementById("confirm");
const [act] = dialog.querySelectorAll("button");
let asked = null; // the form and the button that was pressed

const question = (form, button) => button?.dataset.confirm || form.dataset.confirm;

const ask = (form, button) => {
  const [, heading, text] = /^([^?]*\??)\s*([^]*)$/.exec(question(form, button));
  dialog.querySelector("#confirm-question").textContent = heading;
  dialog.querySelector("#confirm-text").textContent = text;
  act.textContent = button.textContent;
  act.classList.toggle("button--danger", button.classList.contains("button--danger"));
  asked = { form, button };
  dialog.returnValue = "no";
  dialog.showModal();
};

const answer = (form) => {
  const mark = Object.assign(document.createElement("input"), { type: "hidden", name: "confirmed", value: "yes" });
  form.append(mark);
  return mark;
};

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.method !== "post" || form.elements.confirmed || !submitter || !question(form, submitter)) return;
  event.preventDefault();
  ask(form, submitter);
});

dialog.addEventListener("close", () => {
  if (dialog.returnValue !== "yes") return;
  const mark = answer(asked.form);
  asked.form.requestSubmit(asked.button);
  mark.remove(); // the page may be shown again by the browser's way back
});
