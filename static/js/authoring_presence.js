// Says every 20 seconds that this page is open, and shows who else writes here and what they changed meanwhile.
const EVERY = 20000;
const place = document.querySelector("[data-presence]");
let shown = "";

async function beat() {
  if (document.hidden) return;
  const token = document.querySelector("[name=csrf_token]");
  const body = new URLSearchParams({ part: place.dataset.part, version: place.dataset.version, csrf_token: token.value });
  const answer = await fetch(place.dataset.presence, {
    method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" },
  });
  if (answer.redirected) {
    document.dispatchEvent(new CustomEvent("college:ended"));
    return;
  }
  if (!answer.ok) return;
  const html = (await answer.json()).html.trim();
  if (html === shown) return;
  shown = html;
  const read = new DOMParser().parseFromString(html, "text/html").body;
  place.textContent = "";
  while (read.firstChild) place.appendChild(read.firstChild);
}

// What went wrong, the words' own script says.
function quietly() {
  beat().catch(() => {});
}

if (place) {
  quietly();
  setInterval(quietly, EVERY);
  document.addEventListener("visibilitychange", quietly);
}
