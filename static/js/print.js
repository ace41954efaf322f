// Shows the button that prints, where a script can do that; without it the words about the browser's menu stay.
const button = document.querySelector("[data-print]");
const words = document.querySelector("[data-print-else]");

if (button && window.print) {
  button.hidden = false;
  if (words) words.hidden = true;
  button.addEventListener("click", () => window.print());
}
