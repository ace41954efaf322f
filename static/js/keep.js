// Keeps what staff write in this tab until it was sent, so that a session that ended meanwhile loses no word.
const WRITTEN = "written:";
const SENT = "sent:";
const main = document.getElementById("main");
// Forms that are kept as one types have their own script (authoring.js).
const boxes = Array.from(document.querySelectorAll("form[method=post]:not([data-writing]) textarea"));
const UNSENT = "writing:" + main.dataset.owner + ":";
const PATIENCE = 5000;

function placeOf(box) {
  return new URL(box.form.action).pathname + ":" + box.name;
}

function placesMarked(mark) {
  return Object.keys(sessionStorage)
    .filter((key) => key.startsWith(mark))
    .map((key) => key.slice(mark.length));
}

function forget(place) {
  sessionStorage.removeItem(WRITTEN + place);
  sessionStorage.removeItem(SENT + place);
}

// Who is asked to sign in has sent nothing: the words wait for her. Elsewhere what was sent has arrived, or stands
// in its box again beside what is wrong with it.
function settle() {
  if (main.dataset.signedIn !== "yes") {
    placesMarked(SENT).forEach((place) => sessionStorage.removeItem(SENT + place));
  } else {
    placesMarked(SENT).forEach(forget);
  }
}

function giveBack(box) {
  const words = sessionStorage.getItem(WRITTEN + placeOf(box));
  if (!words || box.value) return;
  box.value = words;
  const said = document.createElement("p");
  said.className = "notice notice-good";
  said.setAttribute("role", "status");
  said.textContent = main.dataset.kept;
  box.form.parentNode.insertBefore(said, box.form);
}

function watch(box) {
  box.addEventListener("input", () => sessionStorage.setItem(WRITTEN + placeOf(box), box.value));
  box.form.addEventListener("submit", () => {
    sessionStorage.setItem(WRITTEN + placeOf(box), box.value);
    sessionStorage.setItem(SENT + placeOf(box), "yes");
  });
}

function unsent() {
  return Object.keys(localStorage).filter((key) => key.startsWith(UNSENT));
}

function warn(form) {
  const said = document.createElement("div");
  const link = document.createElement("a");
  said.className = "notice notice-care";
  said.setAttribute("role", "alert");
  said.textContent = main.dataset.unsent;
  link.className = "button";
  link.href = (JSON.parse(localStorage.getItem(unsent()[0])) || {}).page || "/";
  link.textContent = main.dataset.unsentLink;
  said.appendChild(document.createElement("p")).appendChild(link);
  main.insertBefore(said, main.firstChild);
  form.dataset.warned = "yes";
}

// Who signs out leaves nothing on a computer that others use. Words of hers that have not arrived are sent first;
// when that is not possible she is told, and the second press takes them away.
async function leave(form) {
  window.dispatchEvent(new CustomEvent("college:leaving"));
  for (let waited = 0; waited < PATIENCE && unsent().length; waited += 100) {
    await new Promise((done) => setTimeout(done, 100));
  }
  if (unsent().length) warn(form);
  else form.submit();
}

function followSignOut(form) {
  form.addEventListener("submit", (event) => {
    sessionStorage.clear();
    if (form.dataset.warned === "yes") {
      unsent().forEach((key) => localStorage.removeItem(key));
    } else if (unsent().length) {
      event.preventDefault();
      leave(form);
    }
  });
}

try {
  settle();
  boxes.forEach(giveBack);
  boxes.forEach(watch);
  document.querySelectorAll("form[action$='/sign-out']").forEach(followSignOut);
} catch (refused) {
  // A browser that keeps nothing for a tab works as one without scripts does.
}
