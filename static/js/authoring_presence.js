// Says every 20 seconds that this page is open, and shows who else writes here and what they changed meanwhile.
const EVERY = 20000;
const place = document.querySelector("[data-presence]");
let shown = place ? place.innerHTML.trim() : "";

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
  place.innerHTML = html;
}

// A line that is gone, or a token that died: the words' own script says so, and this one tries again.
function quietly() {
  beat().catch(() => {});
}

if (place) {
  quietly();
  setInterval(quietly, EVERY);
  document.addEventListener("visibilitychange", quietly);
}
