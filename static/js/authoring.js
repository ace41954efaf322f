// Saving as one types. Words are kept in this browser the moment they are typed, sent a moment later, and leave the
// browser only when the college has answered that it has them. One request at a time; the latest words win.
// Without this script the button of the form keeps them.
const STORE = "writing:";
const PAUSE = 1500;
const PATIENCE = 20000;
const WAITS = [2000, 5000, 15000, 30000, 60000];
const STOPS = ["ended", "both", "refused"];
const writings = [];

const store = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch (refused) {
      return null;
    }
  },
  write(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch (refused) {
      return false;
    }
  },
};

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const isChoice = (field) => field.type === "checkbox" || field.type === "radio";

// The token and the mark of what she saw are no words of hers.
function fieldsOf(form) {
  return Array.from(form.elements).filter((field) => field.name && !field.disabled
    && !["csrf_token", "base"].includes(field.name)
    && !["submit", "button", "reset", "image", "file", "fieldset"].includes(field.type));
}

// What a person filled in, as pairs of name and value.
function wordsOf(form) {
  return fieldsOf(form).filter((field) => !isChoice(field) || field.checked)
    .map((field) => [field.name, field.value.replace(/\r\n?/g, "\n")]);
}

// Put words back into their fields. Fields that the page does not have any more are sent along unseen; say whether
// there were any, for then the page must be loaded anew once they have arrived.
function putBack(form, pairs) {
  const left = pairs.slice();
  const take = (name, wanted) => {
    const at = left.findIndex((pair) => pair[0] === name && (wanted === undefined || pair[1] === wanted));
    return at < 0 ? undefined : left.splice(at, 1)[0][1];
  };
  fieldsOf(form).forEach((field) => {
    const words = take(field.name, isChoice(field) ? field.value : undefined);
    if (isChoice(field)) field.checked = words !== undefined;
    else if (words !== undefined) field.value = words;
  });
  left.forEach((pair) => {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = pair[0];
    field.value = pair[1];
    form.appendChild(field);
  });
  form.dispatchEvent(new CustomEvent("college:put-back", { bubbles: true }));
  return left.length > 0;
}

function loadPhoneAnew() {
  const frame = document.querySelector("iframe[data-phone]");
  if (!frame) return;
  try {
    const at = frame.contentWindow.scrollY;
    frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, at), { once: true });
    frame.contentWindow.location.replace(frame.contentWindow.location.href);
  } catch (elsewhere) {
    // A browser's own page about a lost line stands there: begin anew.
    frame.src = frame.src;
  }
}

// The page once more: a token that lives, or null when she has been signed out, or "" when it is not hers any more.
async function freshToken() {
  const answer = await fetch(location.pathname + location.search, { credentials: "same-origin", cache: "no-store" });
  if (answer.status >= 500) throw new Error(String(answer.status));
  if (answer.redirected && new URL(answer.url).pathname !== location.pathname) return null;
  if (!answer.ok) return "";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const field = page.querySelector("form[data-writing] [name=csrf_token]");
  return field ? field.value : "";
}

class Writing {
  constructor(form) {
    this.form = form;
    this.panel = form.querySelector("[data-saving]") || document.querySelector("[data-saving]");
    this.key = STORE + this.panel.dataset.owner + ":" + new URL(form.action).pathname;
    this.known = this.current();
    this.sent = null;
    this.stopped = "";
    this.isSafe = true;
    this.isBusy = false;
    this.failures = 0;
    this.timer = null;
    form.setAttribute("autocomplete", "off");
    form.addEventListener("input", () => this.touched());
    form.addEventListener("change", () => this.touched());
    this.followSubmit();
    this.giveBack();
  }

  current() { return JSON.stringify(wordsOf(this.form)); }

  get isUnsent() { return this.sent !== null || this.current() !== this.known; }

  get base() { return this.form.elements.namedItem("base"); }

  // What is not with the college yet, kept in this browser under the person, the lesson and the piece.
  keepHere() {
    const entry = {
      words: wordsOf(this.form), base: this.base.value, sent: this.sent, page: location.pathname, at: Date.now(),
    };
    this.isSafe = store.write(this.key, this.isUnsent ? entry : null);
  }

  giveBack() {
    const entry = store.read(this.key);
    if (!entry) return;
    const settled = new URLSearchParams(location.search).get("settled");
    if (settled && entry.settling === settled) {
      store.write(this.key, null);
      history.replaceState(null, "", location.pathname);
    } else if (JSON.stringify(entry.words) === this.known || (entry.submitted && this.holds(entry.words))) {
      store.write(this.key, null);
    } else {
      this.base.value = entry.base;
      this.sent = entry.sent;
      this.isAnew = putBack(this.form, entry.words);
      if (!entry.submitted) this.show("back", this.panel.dataset.backWords);
      this.send();
    }
  }

  // What a button of the form brought stands in the page that answers it, perhaps at another place.
  holds(pairs) {
    const there = wordsOf(this.form).map((pair) => pair[1]);
    return pairs.every((pair) => !pair[1] || there.includes(pair[1]));
  }

  touched() {
    if (this.stopped === "unread") this.stopped = "";
    this.keepHere();
    if (this.isUnsent) this.later(PAUSE);
  }

  later(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), ms);
  }

  // Words whose answer never came go first, as they were: the college then knows them again, and says what stands there.
  async send() {
    clearTimeout(this.timer);
    if (this.isBusy || this.isPassing || STOPS.includes(this.stopped) || !this.isUnsent) return;
    const words = this.sent === null ? this.current() : this.sent;
    this.sent = words;
    this.isBusy = true;
    this.keepHere();
    this.say(this.panel.dataset.savingWords);
    try {
      await this.heed(await this.post(words), words);
    } catch (lost) {
      this.say(this.isSafe ? this.panel.dataset.awayWords : this.panel.dataset.heldWords);
      this.later(WAITS[Math.min(this.failures, WAITS.length - 1)]);
      this.failures += 1;
    }
    this.isBusy = false;
  }

  async post(words, isLast) {
    const body = new URLSearchParams(JSON.parse(words));
    body.set("base", this.base.value);
    body.set("csrf_token", this.form.elements.namedItem("csrf_token").value);
    const stop = typeof AbortController === "function" ? new AbortController() : null;
    const tooLong = new Promise((done, fail) => setTimeout(() => { fail(new Error("slow")); if (stop) stop.abort(); }, PATIENCE));
    const request = fetch(this.form.action, {
      method: "POST", body, credentials: "same-origin", keepalive: Boolean(isLast),
      headers: { Accept: "application/json" }, signal: stop ? stop.signal : undefined,
    });
    const answer = await Promise.race([request, tooLong]);
    if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new Error(String(answer.status));
    const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    const says = isJson ? await Promise.race([answer.json(), tooLong]) : {};
    return { status: answer.redirected ? 303 : answer.status, says };
  }

  async heed(answer, words) {
    const says = answer.says;
    if (answer.status === 200 && says.base) this.kept(says, words);
    else if (answer.status === 409 && says.at) this.stop("both", this.filled("bothWords", says.by || this.panel.dataset.someone, says.at));
    else if (answer.status === 422) this.unread(says, words);
    else await this.renew();
  }

  kept(says, words) {
    this.base.value = says.base;
    this.known = words;
    this.sent = null;
    this.failures = 0;
    this.hasRenewed = false;
    this.keepHere();
    this.say(this.filled("keptWords", "", says.kept_at));
    loadPhoneAnew();
    if (this.isUnsent) this.later(PAUSE);
    else if (this.isAnew) location.reload();
  }

  unread(says, words) {
    this.sent = null;
    this.keepHere();
    this.stopped = "unread";
    this.say(says.problem || this.panel.dataset.unreadWords);
    if (this.current() !== words) this.touched();
  }

  // The answer was none of those that a form gives: a token that died, a session that ended, a text that is gone.
  async renew() {
    const token = this.hasRenewed ? "" : await freshToken();
    if (token) {
      document.querySelectorAll("[name=csrf_token]").forEach((field) => { field.value = token; });
      this.hasRenewed = true;
      this.later(0);
    } else if (token === null) {
      this.stop("ended", this.panel.dataset.endedWords);
    } else {
      this.stop("refused", this.panel.dataset.refusedWords);
    }
  }

  stop(why, words) {
    this.stopped = why;
    this.sent = why === "both" ? null : this.sent;
    this.keepHere();
    this.say(words);
    if (why === "both") this.show("both", words);
    else this.show(why);
  }

  // Back on the line, or back from signing in elsewhere: try at once.
  again() {
    if (this.stopped === "ended") this.stopped = "";
    if (!this.stopped && this.isUnsent) {
      this.hide("ended");
      this.send();
    }
  }

  // Send now and wait until it is over, so many milliseconds at most.
  async flush(ms) {
    const end = Date.now() + ms;
    this.send();
    while (this.isUnsent && !this.stopped && Date.now() < end) {
      await pause(50);
      if (!this.isBusy && !this.failures) this.send();
    }
    return !this.isUnsent;
  }

  // The button that keeps sends by script too. Other buttons of the form go the plain way once nothing is under way.
  followSubmit() {
    let pressed = null;
    this.form.addEventListener("click", (event) => { pressed = event.target.closest("button, input[type=submit]"); });
    this.form.addEventListener("submit", (event) => {
      const button = pressed;
      pressed = null;
      if (this.isPassing) return;
      const isPlain = button && (button.name || button.hasAttribute("formaction") || button.closest("[data-both]"));
      if (!isPlain && !["both", "unread", "refused"].includes(this.stopped)) {
        event.preventDefault();
        this.failures = 0;
        this.again();
        if (!this.isUnsent) this.touched();
        return;
      }
      if (!this.isBusy) {
        this.pass();
        return;
      }
      event.preventDefault();
      this.flush(PATIENCE).then(() => {
        this.pass();
        if (button) button.click();
        else this.form.submit();
      });
    });
  }

  // The words leave with the form itself: until the next page says what became of them, they count as on their way.
  pass() {
    clearTimeout(this.timer);
    this.isPassing = true;
    if (!this.isUnsent) return;
    store.write(this.key, {
      words: wordsOf(this.form), base: this.base.value, sent: this.current(), submitted: true, page: location.pathname,
    });
  }

  leave() {
    if (!this.isUnsent || this.isBusy || this.stopped || this.isPassing) return;
    this.sent = this.sent === null ? this.current() : this.sent;
    this.keepHere();
    this.post(this.sent, true).catch(() => {});
  }

  filled(name, who, time) { return this.panel.dataset[name].replace("{name}", who).replace("{time}", time); }

  say(words) { this.panel.querySelector("[data-line]").textContent = words; }

  show(name, words) {
    const box = this.panel.querySelector("[data-" + name + "]");
    if (!box) return;
    if (words) box.querySelector("p").textContent = words;
    if (name === "both") this.say("");
    box.hidden = false;
  }

  hide(name) { this.panel.querySelector("[data-" + name + "]").hidden = true; }
}

document.querySelectorAll("form[data-writing]").forEach((form) => {
  if (form.querySelector("[data-saving]") || document.querySelector("[data-saving]")) writings.push(new Writing(form));
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-after-keeping]");
  const waiting = writings.filter((each) => each.isUnsent && !each.stopped);
  if (!link || !waiting.length || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  Promise.all(waiting.map((each) => each.flush(4000))).then(() => location.assign(link.href));
});
["online", "focus", "college:leaving"].forEach((name) => {
  window.addEventListener(name, () => writings.forEach((each) => each.again()));
});
document.addEventListener("visibilitychange", () => {
  writings.forEach((each) => (document.hidden ? each.send() : each.again()));
});
document.addEventListener("college:ended", () => {
  writings.filter((each) => !each.stopped).forEach((each) => each.stop("ended", each.panel.dataset.endedWords));
});
window.addEventListener("pagehide", () => writings.forEach((each) => each.leave()));
window.addEventListener("pageshow", (event) => {
  if (event.persisted) writings.forEach((each) => { each.isPassing = false; each.again(); });
});
window.addEventListener("beforeunload", (event) => {
  if (!writings.some((each) => each.isUnsent && !each.isSafe && !each.isPassing)) return;
  event.preventDefault();
  event.returnValue = "";
});
