// Says with every letter how much more fits into a step on a phone; the server counts the same way.
const HAN = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/g;
const LATIN = /[A-Za-z0-9]+(?:['’.,:-][A-Za-z0-9]+)*/g;
const LABEL = new RegExp(HAN.source + "(?:[0-9 、，,。：；！？·/（）()《》“”…-]{0,3}" + HAN.source + ")*", "g");

function count(words, lang) {
  const text = words.replace(/\]\([^)\n]*\)/g, "]").replace(/[*_`#>|]/g, " ");
  const found = (sign, where) => (where.match(sign) || []).length;
  return lang === "zh" ? found(HAN, text) + found(LATIN, text) : found(LABEL, text) + found(LATIN, text.replace(LABEL, " "));
}

function show() {
  document.querySelectorAll("[data-room]").forEach((line) => {
    const lang = line.dataset.room;
    const words = Array.from(document.querySelectorAll("[data-counts=" + lang + "]"), (box) => box.value);
    const left = line.dataset.limit - count(words.join("\n"), lang);
    const said = (left < 0 ? line.dataset.over : line.dataset.left).replace("{n}", Math.abs(left));
    if (line.textContent !== said) line.textContent = said;
    line.classList.toggle("write-room-over", left < 0);
  });
}

document.addEventListener("input", show);
document.addEventListener("college:put-back", show);
show();
