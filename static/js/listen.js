// 朗读: a step is read by the lecturer's recording, else by the phone's own voice; where neither sounds, nothing is shown.

const PACE = "pace";
const START_WITHIN = 5000;

function rememberedPace() {
  try {
    return Number(localStorage.getItem(PACE)) || 1;
  } catch (error) {
    return 1;
  }
}

function rememberPace(pace) {
  try {
    localStorage.setItem(PACE, String(pace));
  } catch (error) {
    // A private window keeps nothing; the pace lasts as long as the page.
  }
}

// Both kinds of reading have the same three deeds; tell("stop" | "play" | "again" | "lost") says what the button is for now.
function recordingOf(root, tell) {
  const shown = root.querySelector("audio");
  const sound = shown || new Audio();
  if (!root.dataset.sound || !sound.canPlayType(root.dataset.type)) return null;
  let isLost = false;
  if (shown) {
    sound.hidden = true;
  } else {
    sound.preload = "none";
    sound.src = root.dataset.sound;
  }
  sound.addEventListener("ended", () => tell("again"));
  sound.addEventListener("pause", () => { if (!sound.ended) tell("play"); });
  sound.addEventListener("error", () => { isLost = true; tell("lost"); });
  return {
    play(pace) {
      if (isLost) sound.load();
      isLost = false;
      sound.defaultPlaybackRate = pace;
      sound.playbackRate = pace;
      const begun = sound.play();
      if (begun) begun.catch((error) => { if (error.name === "NotAllowedError") tell("play"); });
    },
    stop() { sound.pause(); },
    change(pace) { sound.playbackRate = pace; },
  };
}

// Only a voice that lies on the phone itself: the others need servers that are not reached everywhere.
function voiceFor(lang) {
  const spoken = window.speechSynthesis && window.SpeechSynthesisUtterance ? speechSynthesis.getVoices() : [];
  const fits = lang === "en" ? /^en/i : /^(zh|cmn)(?!.*(HK|MO|yue))/i;
  const mine = spoken.filter((voice) => voice.localService && fits.test(voice.lang));
  return mine.find((voice) => /CN|US/i.test(voice.lang)) || mine[0];
}

// Sentence by sentence: then stopping goes on where it stopped, and no browser falls silent after 15 seconds.
function phoneVoice(root, voice, tell) {
  const pieces = root.dataset.listen.match(/[^\n。！？!?]+[。！？!?]*/g) || [];
  let at = 0;
  let pace = 1;
  let turn = 0;
  let saying = null;

  function say() {
    const mine = turn;
    saying = new SpeechSynthesisUtterance(pieces[at]);
    saying.voice = voice;
    saying.lang = voice.lang;
    saying.rate = pace;
    const lose = () => { if (mine === turn) { stop(); tell("lost"); } };
    const timer = setTimeout(lose, START_WITHIN);
    saying.onstart = () => clearTimeout(timer);
    saying.onerror = lose;
    saying.onend = () => {
      clearTimeout(timer);
      if (mine !== turn) return;
      at = (at + 1) % pieces.length;
      if (at) say();
      else tell("again");
    };
    speechSynthesis.speak(saying);
  }

  function stop() {
    turn += 1;
    speechSynthesis.cancel();
  }

  return {
    play(wanted) { stop(); pace = wanted; say(); },
    stop,
    change(wanted) { this.play(wanted); },
  };
}

function follow(root) {
  const button = root.querySelector("[data-play]");
  const word = root.querySelector("[data-word]");
  const more = root.querySelector("[data-more]");
  const said = root.querySelector("[data-said]");
  const paces = Array.from(root.querySelectorAll("[data-pace]"));
  let pace = rememberedPace();
  let state = "play";
  let teacher = null;
  let source = null;

  function tell(next) {
    state = next === "lost" ? "again" : next;
    word.textContent = root.dataset[state];
    if (next !== "lost") return;
    more.hidden = false;
    said.hidden = false;
    said.textContent = root.dataset.unheard;
    if (source !== teacher || !voiceFor(root.dataset.lang)) return;
    teacher = null;
    source = null;
    offer();
    said.textContent = root.dataset.instead;
  }

  function offer() {
    const voice = voiceFor(root.dataset.lang);
    if (source || !(teacher || voice)) return;
    source = teacher || phoneVoice(root, voice, tell);
    const kind = teacher ? "teacher" : "phone";
    root.querySelectorAll("[data-kind]").forEach((each) => { each.hidden = each.dataset.kind !== kind; });
    button.hidden = false;
  }

  function mark() {
    paces.forEach((each) => each.setAttribute("aria-pressed", String(Number(each.dataset.pace) === pace)));
  }

  button.addEventListener("click", () => {
    if (state === "stop") {
      source.stop();
      tell("play");
      return;
    }
    more.hidden = false;
    said.hidden = true;
    tell("stop");
    source.play(pace);
  });
  paces.forEach((each) => each.addEventListener("click", () => {
    pace = Number(each.dataset.pace);
    rememberPace(pace);
    mark();
    if (state === "stop") source.change(pace);
  }));
  const leave = () => {
    if (state !== "stop") return;
    source.stop();
    tell("play");
  };
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });

  teacher = recordingOf(root, tell);
  mark();
  offer();
  if (!source && window.speechSynthesis) speechSynthesis.onvoiceschanged = offer;
}

document.querySelectorAll("[data-listen]").forEach(follow);
