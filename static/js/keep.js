// Keeps what staff write in this tab until it was sent, so that a session that ended meanwhile loses no word.
const WRITTEN = "written:";
const SENT = "sent:";
const main = document.getElementById("main");
const boxes = Array.from(document.querySelectorAll("form[method=post] textarea"));

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

try {
  settle();
  boxes.forEach(giveBack);
  boxes.forEach(watch);
  document.querySelectorAll("form[action$='/sign-out']").forEach((form) => {
    form.addEventListener("submit", () => sessionStorage.clear());
  });
} catch (refused) {
  // A browser that keeps nothing for a tab works as one without scripts does.
}
