// The step and its practice, made quicker: nothing here is needed, every form also works by itself.
// What could not be sent stays in this tab and is sent again; the server counts it once.

const BOX = "lesson-outbox";
const PATIENCE = 8000;
const PAUSES = [3000, 10000, 30000];

let box = load();
let sending = null;
let failures = 0;
let retry = null;

function load() {
  try {
    return JSON.parse(sessionStorage.getItem(BOX)) || [];
  } catch (error) {
    return [];
  }
}

function save() {
  try {
    sessionStorage.setItem(BOX, JSON.stringify(box));
  } catch (error) {
    // A private window keeps nothing; the list in memory lasts as long as the page.
  }
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// Give the server's answer; throw when the line or the server is gone.
async function post(item, token) {
  const body = new URLSearchParams(item.fields);
  body.set("csrf_token", token);
  body.set("waited", String(Math.max(0, Date.now() - item.at) / 1000));
  const tooLong = new Promise((resolve, reject) => setTimeout(reject, PATIENCE, new Error("slow")));
  const request = fetch(item.url, {
    method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" },
  });
  const answer = await Promise.race([request, tooLong]);
  if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
  return answer.ok && !answer.redirected ? answer.json() : { refused: true };
}

// Send what waits for this reader, oldest first; give the answers by id. Stop at the first that fails.
async function sendAll(owner, token) {
  const answers = {};
  for (const item of box.filter((each) => each.owner === owner)) {
    answers[item.id] = await post(item, token);
    box = box.filter((each) => each.id !== item.id);
    save();
  }
  return answers;
}

function flush(form) {
  const token = form.querySelector("[name=csrf_token]").value;
  const before = sending || Promise.resolve();
  sending = before.then(() => sendAll(form.dataset.owner, token)).then(
    (answers) => { failures = 0; return answers; },
    () => {
      clearTimeout(retry);
      retry = setTimeout(() => flush(form), PAUSES[Math.min(failures, PAUSES.length - 1)]);
      failures += 1;
      return {};
    },
  );
  return sending;
}

function keep(form, fields) {
  const item = { id: newId(), owner: form.dataset.owner, url: form.action, fields, at: Date.now() };
  box.push(item);
  save();
  return item;
}

// Words in the page's language; on an English page the app's own labels are marked as Chinese.
function show(element, text) {
  if (text !== undefined) {
    const parts = document.documentElement.lang === "en" ? text.split(/([\u3400-\u9fff]+)/) : [text];
    element.textContent = "";
    parts.forEach((part, at) => {
      const piece = at % 2 ? document.createElement("span") : document.createTextNode("");
      piece.textContent = part;
      if (at % 2) piece.lang = "zh-CN";
      element.appendChild(piece);
    });
  }
  element.hidden = false;
}

// 下一步: keep the step, then go on; when the line is gone, say so and keep trying.
function followStep(form) {
  const slow = document.querySelector("[data-saving]");
  const lost = document.querySelector("[data-lost]");
  let waiting = null;
  let busy = false;

  async function go() {
    if (busy) return;
    busy = true;
    lost.hidden = true;
    const timer = setTimeout(() => show(slow), 1000);
    if (!waiting) waiting = keep(form, {});
    const mine = (await flush(form))[waiting.id];
    clearTimeout(timer);
    slow.hidden = true;
    busy = false;
    if (!mine && box.some((each) => each.id === waiting.id)) show(lost);
    else if (mine && mine.next) location.assign(mine.next);
    else if (mine && mine.refused) location.reload();
    else form.submit();
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
  lost.addEventListener("click", go);
  window.addEventListener("pageshow", () => { waiting = null; });
}

// A tap on the drawn phone: say at once whether it was right, and send it in the background.
function followPractice(form) {
  const words = document.querySelector("[data-words]");
  const gentle = JSON.parse(form.dataset.gentle);
  let tries = Number(form.elements.tries.value);
  let done = false;

  function tell(text, isRight) {
    words.className = isRight ? "lesson-words lesson-right" : "lesson-words lesson-wrong";
    show(words, text);
    const place = words.getBoundingClientRect();
    if (place.top < 0 || place.bottom > window.innerHeight * 0.8) document.getElementById("task").scrollIntoView();
  }

  function ring() {
    const target = form.querySelector('[name=tap][value="' + form.dataset.target + '"]');
    if (target) target.classList.add("app-ringed");
  }

  function tapped(target) {
    if (done) return;
    done = target === form.dataset.target;
    if (form.method === "post") {
      keep(form, { tap: target, at: form.elements.at.value, tries: String(tries), client_id: newId() });
      flush(form);
    }
    if (!done) tries += 1;
    form.elements.tries.value = String(tries);
    tell(done ? form.dataset.right : gentle[target] || gentle["*"], done);
    if (done || tries >= Number(form.dataset.patience)) ring();
    document.querySelectorAll(done ? "[data-after], a[data-again]" : "a[data-again]").forEach((each) => { each.hidden = false; });
  }

  // 从头再练一遍 on the first screen: the link leads to this very page, so nothing would happen by itself.
  function startAgain(event) {
    event.preventDefault();
    tries = 0;
    done = false;
    form.elements.tries.value = "0";
    words.hidden = true;
    form.querySelectorAll(".app-ringed").forEach((each) => { each.classList.remove("app-ringed"); });
    document.querySelectorAll("[data-after], a[data-again]").forEach((each) => { each.hidden = true; });
    document.getElementById("task").scrollIntoView();
  }

  const again = document.querySelector("a[data-again]");
  if (again) again.addEventListener("click", startAgain);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[name=tap]");
    if (!button) return;
    event.preventDefault();
    tapped(button.value);
  });
}

const steps = document.querySelector("form[data-step]");
const practice = document.querySelector("form[data-target]");
if (steps) followStep(steps);
if (practice) followPractice(practice);

const sender = [practice, steps].find((form) => form && form.method === "post");
if (sender) {
  if (box.length) flush(sender);
  window.addEventListener("online", () => flush(sender));
}
