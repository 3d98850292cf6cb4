// Files are dragged onto a field, beside those chosen before; what is chosen is listed below it.
document.querySelectorAll("[data-drop]").forEach((area) => {
  const input = area.querySelector("input[type=file]");
  const list = area.querySelector("ul[aria-live]");
  area.querySelector(".drop-hint").hidden = !matchMedia("(pointer: fine)").matches;
  const mark = (isOver) => area.classList.toggle("drop--over", isOver);
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  area.addEventListener("dragleave", (event) => mark(area.contains(event.relatedTarget)));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    const together = new DataTransfer();
    [...input.files, ...event.dataTransfer.files].forEach((file) => together.items.add(file));
    input.files = together.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => {
    const names = [...input.files].map((file) => Object.assign(document.createElement("li"), { textContent: file.name }));
    list.replaceChildren(...names);
  });
});
