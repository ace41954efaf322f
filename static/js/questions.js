// The help button and the box for words, made quicker: every form also works by itself.
// What could not be sent stays in this tab and is sent again; the server counts it once.

const CALLS = "help-calls";
const PATIENCE = 8000;
const PAUSE = 800;
const RETRIES = [3000, 10000, 30000];

function remembered(key, otherwise) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key));
    return kept === null ? otherwise : kept;
  } catch (error) {
    return otherwise;
  }
}

function remember(key, value) {
  try {
    if (value === null || value.length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch (error) {
    // A private window keeps nothing; what is in memory lasts as long as the page.
  }
}

// Give the server's answer, {refused: true} when it said no ({later: true} too when signing in anew may help);
// throw when line or server is gone.
async function post(url, fields, token) {
  const body = new URLSearchParams(fields);
  body.set("csrf_token", token);
  const tooLong = new Promise((resolve, reject) => setTimeout(reject, PATIENCE, new Error("slow")));
  const request = fetch(url, {
    method: "POST", body, credentials: "same-origin", keepalive: true, headers: { Accept: "application/json" },
  });
  const answer = await Promise.race([request, tooLong]);
  if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
  if (answer.ok && !answer.redirected) return answer.json();
  return { refused: true, later: answer.redirected || answer.status === 400 || answer.status === 403 };
}

function tokenOf(form) {
  return form.querySelector("[name=csrf_token]").value;
}

function show(element, isShown) {
  if (element) element.hidden = !isShown;
}

// Press → send by script, go where the server says. No line: say that it is kept, and try again on the next press.
function sendByScript(form, fields, { before, kept }) {
  const slow = form.querySelector("[data-saving]");
  const lost = form.querySelector("[data-lost]");
  let busy = false;

  async function go() {
    if (busy) return;
    busy = true;
    show(lost, false);
    const timer = setTimeout(show, 1000, slow, true);
    before();
    try {
      const answer = await post(form.action, fields(), tokenOf(form));
      kept(answer);
      if (answer.next) location.assign(answer.next);
      else form.submit();
    } catch (error) {
      show(lost, true);
    }
    clearTimeout(timer);
    show(slow, false);
    busy = false;
  }

  lost.addEventListener("click", go);
  window.addEventListener("online", () => { if (!lost.hidden) go(); });
  return go;
}

// 我不会，帮帮我: kept with one tap, also when the line is gone and she leaves this step.
function followHelp(form) {
  const owner = form.dataset.owner;
  const names = ["client_id", "course", "lesson", "step"];
  const item = { owner, at: 0, fields: {} };
  names.forEach((name) => { item.fields[name] = form.elements[name].value; });
  const same = (each) => each.fields.client_id === item.fields.client_id;
  const without = () => remembered(CALLS, []).filter((each) => !same(each));
  const waited = (each) => Object.assign({}, each.fields, { waited: String(Math.max(0, Date.now() - each.at) / 1000) });

  const go = sendByScript(form, () => waited(item), {
    before() {
      if (!item.at) item.at = Date.now();
      remember(CALLS, without().concat([item]));
    },
    kept(answer) {
      if (!answer.later) remember(CALLS, without());
    },
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); go(); });

  // Calls of steps that she has left meanwhile.
  async function flush() {
    for (const each of remembered(CALLS, []).filter((one) => one.owner === owner && !same(one))) {
      const answer = await post(form.action, waited(each), tokenOf(form));
      if (answer.later) return;
      remember(CALLS, remembered(CALLS, []).filter((one) => one.fields.client_id !== each.fields.client_id));
    }
  }
  const quietly = () => flush().catch(() => setTimeout(quietly, RETRIES[2]));
  quietly();
}

// The box for words: kept while she types, on this phone at once and at the college a moment later.
function followWords(form) {
  const box = form.elements.text;
  const here = "words-" + form.dataset.words;
  const kept = form.querySelector("[data-kept]");
  const away = form.querySelector("[data-away]");
  let atCollege = box.value;
  let timer = null;
  let failures = 0;
  let saving = null;
  let gone = false;

  const older = remembered(here, null);
  if (older !== null && older !== box.value) box.value = older;

  async function save() {
    clearTimeout(timer);
    if (gone || saving || box.value === atCollege) return;
    const text = box.value;
    saving = text;
    try {
      const answer = await post(form.dataset.draft, { text }, tokenOf(form));
      failures = 0;
      if (answer.kept) {
        atCollege = text;
        if (box.value === text) remember(here, null);
      }
      show(kept, Boolean(answer.kept));
      show(away, false);
    } catch (error) {
      show(kept, false);
      show(away, true);
      timer = setTimeout(save, RETRIES[Math.min(failures, RETRIES.length - 1)]);
      failures += 1;
    }
    const again = saving !== box.value && failures === 0;
    saving = null;
    if (again) timer = setTimeout(save, PAUSE);
  }

  box.addEventListener("input", () => {
    remember(here, box.value);
    show(kept, false);
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  if (box.value !== atCollege) save();

  const go = sendByScript(form, () => ({ text: box.value }), {
    before() {
      clearTimeout(timer);
      show(away, false);
    },
    kept(answer) {
      gone = true;
      if (answer.next) remember(here, null);
    },
  });
  form.querySelector("[data-later]").addEventListener("click", () => { gone = true; });
  form.addEventListener("submit", (event) => {
    if (gone) return;
    event.preventDefault();
    go();
  });
}

document.querySelectorAll("form[data-help]").forEach(followHelp);
document.querySelectorAll("form[data-words]").forEach(followWords);
