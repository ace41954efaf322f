// Says with every letter how much more fits into a step on a phone; the server counts the same way.
const HAN = "[\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff]";
const LATIN = /[A-Za-z0-9]+(?:['’.,:-][A-Za-z0-9]+)*/g;
const LABEL = new RegExp(HAN + "(?:[0-9 、，,。：；！？·/（）()《》“”…-]{0,3}" + HAN + ")*", "g");

function plain(words) {
  return words.replace(/\]\([^)\n]*\)/g, "]").replace(/[*_`#>|]/g, " ");
}

function count(words, lang) {
  const text = plain(words);
  const latin = (each) => (each.match(LATIN) || []).length;
  if (lang === "zh") return (text.match(new RegExp(HAN, "g")) || []).length + latin(text);
  return (text.match(LABEL) || []).length + latin(text.replace(LABEL, " "));
}

function show(line) {
  const boxes = Array.from(document.querySelectorAll("[data-counts=" + line.dataset.room + "]"));
  const left = Number(line.dataset.limit) - count(boxes.map((box) => box.value).join("\n"), line.dataset.room);
  const said = (left < 0 ? line.dataset.over : line.dataset.left).replace("{n}", String(Math.abs(left)));
  if (line.textContent !== said) line.textContent = said;
  line.classList.toggle("write-room-over", left < 0);
}

const lines = Array.from(document.querySelectorAll("[data-room]"));
function showAll() { lines.forEach(show); }
if (lines.length) {
  document.addEventListener("input", showAll);
  document.addEventListener("college:put-back", showAll);
  showAll();
}
