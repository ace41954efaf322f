// Taps on names, sent one request after the other, many in one. What could not be sent stays in this browser and is sent
// again with how long it waited; the college keeps of each name the tap that was made last. Without it each tap loads the page.
const form = document.querySelector("form[data-taking]");
const STORE = form && "writing:" + form.dataset.owner + ":attendance:" + location.pathname;
const AT_ONCE = 100;
const PATIENCE = 15000;
const PAUSES = [2000, 5000, 15000, 30000];
let box = [];
let busy = false;
let failures = 0;
let timer = null;

function load() {
  try {
    return (JSON.parse(localStorage.getItem(STORE)) || {}).taps || [];
  } catch (refused) {
    return box;
  }
}

function save() {
  try {
    if (box.length) localStorage.setItem(STORE, JSON.stringify({ page: location.pathname, taps: box }));
    else localStorage.removeItem(STORE);
  } catch (refused) {
    // A private window keeps nothing; the taps last as long as the page.
  }
}

function rowOf(person) {
  return document.getElementById("p-" + person);
}

function show(row, standing) {
  const isThere = standing === "came" || standing === "late";
  const name = row.querySelector("button.taking-name");
  row.dataset.standing = standing;
  row.querySelector("[data-state]").textContent = standing ? JSON.parse(form.dataset.said)[standing] : form.dataset.yet;
  if (!name) return; // The day is over: the page only shows what stands.
  name.value = row.dataset.person + (isThere ? ":absent" : ":came");
  name.setAttribute("aria-pressed", String(isThere));
}

function tell(sentence) {
  const line = document.querySelector("[data-waiting]");
  line.hidden = !sentence && !(failures && box.length);
  line.textContent = sentence || line.dataset.words.replace("{n}", box.length);
  document.querySelectorAll("[data-sending]").forEach((row) => { row.removeAttribute("data-sending"); });
  box.forEach((tap) => { if (rowOf(tap.person)) rowOf(tap.person).setAttribute("data-sending", ""); });
}

async function post(taps) {
  const body = new URLSearchParams({ csrf_token: form.querySelector("[name=csrf_token]").value });
  taps.forEach((tap) => body.append("mark", tap.person + ":" + tap.standing + ":" + Math.max(0, Date.now() - tap.at) / 1000));
  const tooLong = new Promise((resolve, reject) => setTimeout(reject, PATIENCE, new Error("slow")));
  const request = fetch(form.action, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
  const answer = await Promise.race([request, tooLong]);
  if (answer.redirected || [400, 401, 403, 404].includes(answer.status)) return { ended: true };
  if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
  return answer.json();
}

// What was not kept, because the meeting was called off or she is in no list any more, is not shown as if it were.
function taken(said, taps) {
  document.querySelector("[data-count]").textContent = said.count;
  const waiting = box.map((tap) => tap.person);
  taps.forEach((tap) => { said.standings[tap.person] = said.standings[tap.person] || ""; });
  Object.keys(said.standings).forEach((person) => {
    if (!waiting.includes(person) && rowOf(person)) show(rowOf(person), said.standings[person]);
  });
}

async function flush() {
  clearTimeout(timer);
  if (busy || !box.length) return;
  busy = true;
  const taps = box.slice(0, AT_ONCE);
  try {
    const said = await post(taps);
    // Signed out meanwhile, or the page is too old: a new one leads on, and the taps wait here for whoever made them.
    if (said.ended && performance.now() > 3000) { location.reload(); return; }
    if (said.ended) throw new Error("refused");
    const sent = taps.map((tap) => tap.id);
    box = load().filter((tap) => !sent.includes(tap.id));
    save();
    failures = 0;
    if (said.standings) taken(said, taps);
    tell(said.sentence);
    busy = false;
    flush();
  } catch (lost) {
    busy = false;
    failures += 1;
    tell();
    timer = setTimeout(flush, PAUSES[Math.min(failures, PAUSES.length) - 1]);
  }
}

function tapped(event) {
  const button = event.target.closest("[name=mark]");
  if (!button) return;
  event.preventDefault();
  const [person, standing] = button.value.split(":");
  box = load().filter((tap) => tap.person !== person || busy);
  box.push({ id: Date.now() + ":" + Math.random(), person, standing, at: Date.now() });
  save();
  show(rowOf(person), standing === "absent" ? "" : standing);
  tell();
  flush();
}

if (form) {
  box = load();
  box.forEach((tap) => { if (rowOf(tap.person)) show(rowOf(tap.person), tap.standing === "absent" ? "" : tap.standing); });
  form.addEventListener("click", tapped);
  window.addEventListener("online", flush);
  window.addEventListener("college:leaving", flush);
  flush();
}
