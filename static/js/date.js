// A typed date is shown as dd/mm/yyyy, and a button opens the calendar of the browser. What is typed counts.
const DAY = /^\s*(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{4})\s*$/;
const DIGITS = /^\s*(\d{2})(\d{2})(\d{4})\s*$/;

const parts = (text) => (DIGITS.exec(text) || DAY.exec(text) || []).slice(1).map((part) => part.padStart(2, "0"));

const enhance = (field) => {
  const [typed, open, native] = field.children;
  typed.addEventListener("change", () => {
    if (parts(typed.value).length) typed.value = parts(typed.value).join("/");
  });
  if (!native.showPicker) return;
  open.hidden = native.hidden = false;
  open.addEventListener("click", () => {
    native.value = parts(typed.value).reverse().join("-");
    native.showPicker();
  });
  native.addEventListener("change", () => {
    if (!native.value) return;
    typed.value = native.value.split("-").reverse().join("/");
    typed.dispatchEvent(new Event("change", { bubbles: true }));
    typed.focus();
  });
};

document.querySelectorAll("[data-date]").forEach(enhance);
