// Keeps the progress of long work fresh while the page is open; without it, the page's own link does the same.
const EVERY_MS = 2000;

async function refresh() {
  const shown = document.getElementById("job");
  if (!shown || shown.dataset.over === "yes") return;
  try {
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("job");
      if (!fresh) {
        window.location.reload();
        return;
      }
      shown.replaceWith(document.importNode(fresh, true));
    }
  } catch (lost) {
    // The line is gone for a moment: the next round asks again.
  }
  window.setTimeout(refresh, EVERY_MS);
}

window.setTimeout(refresh, EVERY_MS);
