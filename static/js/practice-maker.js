// Says below each field how long its words are while they are typed.

function say(field) {
  const line = document.getElementById(field.dataset.count);
  line.textContent = line.dataset.words.replace("{n}", String(Array.from(field.value).length));
}

document.querySelectorAll("[data-count]").forEach((field) => {
  field.addEventListener("input", () => say(field));
});
