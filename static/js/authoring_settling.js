// On the page with two texts: once the college has her decision, her words need not wait in this browser any more.
// They are given a mark, and the page to which she comes back takes them away when it hears the same mark.
const form = document.querySelector("form[data-settles]");

function waiting() {
  return Object.keys(localStorage).filter((key) => key.startsWith("writing:") && key.endsWith(":" + form.dataset.settles));
}

if (form) {
  form.addEventListener("submit", () => {
    try {
      const mark = form.elements.namedItem("settled").value || String(Date.now()) + String(Math.random()).slice(2, 8);
      form.elements.namedItem("settled").value = mark;
      waiting().forEach((key) => {
        const entry = Object.assign(JSON.parse(localStorage.getItem(key)), { settling: mark });
        localStorage.setItem(key, JSON.stringify(entry));
      });
    } catch (refused) {
      // A browser that keeps nothing has nothing to take away.
    }
  });
}
