// Files are dragged onto a field or photographed, beside those chosen before; what is chosen is listed below it.
document.querySelectorAll("[data-drop]").forEach((area) => {
  const [input, photograph] = area.querySelectorAll("input[type=file]");
  const list = area.querySelector("ul[aria-live]");
  const camera = area.querySelector("[data-camera]");
  const isTouched = matchMedia("(pointer: coarse)").matches;
  const add = (files) => {
    const together = new DataTransfer();
    [...input.files, ...files].forEach((file) => together.items.add(file));
    input.files = together.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const mark = (isOver) => area.classList.toggle("drop--over", isOver);
  camera.hidden = !isTouched;
  area.querySelector(".drop-hint").hidden = isTouched;
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  area.addEventListener("dragleave", (event) => mark(area.contains(event.relatedTarget)));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    add(event.dataTransfer.files);
  });
  camera.addEventListener("click", () => photograph.click());
  photograph.addEventListener("change", () => {
    add(photograph.files);
    photograph.value = "";
  });
  input.addEventListener("change", () => {
    const names = [...input.files].map((file) => Object.assign(document.createElement("li"), { textContent: file.name }));
    list.replaceChildren(...names);
  });
});
