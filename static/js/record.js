// The recorder on the page of a step: record, listen, keep or do over. Without it a file can be uploaded.
// What was recorded stays in the page until it was kept; the same form sent twice is kept once.

const KINDS = ["audio/mp4;codecs=mp4a.40.2", "audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
const QUIET = 0.03;
const LOUD = 0.98;
const LEAST_SECONDS = 0.5;
const PATIENCE = 60000;

const form = document.getElementById("recording");
const part = (name) => form.querySelector("[data-" + name + "]");
const status = part("status");
const buttons = ["start", "stop", "hear", "keep", "again"];

let context = null;
let taken = null;
let player = null;

function tell(text) {
  status.textContent = text;
}

function offer(...names) {
  buttons.forEach((name) => { part(name).hidden = !names.includes(name); });
}

// Say how loud it is in words.
function meterOf(stream) {
  context = context || new (window.AudioContext || window.webkitAudioContext)();
  const analyser = context.createAnalyser();
  const source = context.createMediaStreamSource(stream);
  const wave = new Uint8Array(analyser.fftSize);
  let level = 0;
  source.connect(analyser);
  const timer = setInterval(() => {
    analyser.getByteTimeDomainData(wave);
    level = wave.reduce((most, each) => Math.max(most, Math.abs(each - 128) / 128), level * 0.95);
  }, 40);
  return {
    words() {
      if (level > LOUD) return form.dataset.loud;
      return level < QUIET ? form.dataset.quiet : form.dataset.good;
    },
    end() {
      clearInterval(timer);
      source.disconnect();
    },
  };
}

function pieces(recorder) {
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => { if (event.data.size) parts.push(event.data); });
  return parts;
}

async function record() {
  forget();
  offer();
  tell(form.dataset.wait);
  let stream = null;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } });
  } catch (error) {
    tell(form.dataset.denied);
    offer("start");
    return;
  }
  const kind = KINDS.find((each) => MediaRecorder.isTypeSupported(each));
  const recorder = new MediaRecorder(stream, Object.assign({ audioBitsPerSecond: 48000 }, kind ? { mimeType: kind } : {}));
  const parts = pieces(recorder);
  const meter = meterOf(stream);
  if (context.state === "suspended") await context.resume();
  const begun = performance.now();
  const longest = Number(form.dataset.longest);
  const seconds = () => (performance.now() - begun) / 1000;
  const stop = () => { if (recorder.state !== "inactive") recorder.stop(); };
  const timer = setInterval(() => {
    tell(form.dataset.going.replace("{s}", String(Math.floor(seconds()))).replace("{l}", meter.words()));
    if (seconds() >= longest) stop();
  }, 250);
  recorder.addEventListener("stop", () => {
    clearInterval(timer);
    meter.end();
    stream.getTracks().forEach((track) => track.stop());
    finish(new Blob(parts, { type: recorder.mimeType }), Math.min(seconds(), longest));
  });
  part("stop").onclick = stop;
  recorder.start();
  offer("stop");
  part("stop").focus();
}

// Older browsers know only the callbacks, newer ones fail twice.
function decoded(bytes) {
  return new Promise((resolve, reject) => {
    const asked = context.decodeAudioData(bytes, resolve, reject);
    if (asked) asked.catch(reject);
  });
}

function isSilent(sound) {
  return sound.getChannelData(0).every((each) => Math.abs(each) < QUIET);
}

async function finish(blob, counted) {
  let sound = null;
  try {
    const bytes = await new Response(blob).arrayBuffer();
    sound = await decoded(bytes);
  } catch (error) {
    sound = null;
  }
  if (counted < LEAST_SECONDS || !blob.size || (sound && isSilent(sound))) {
    tell(counted < LEAST_SECONDS ? form.dataset.short : form.dataset.silent);
    offer("start");
    return;
  }
  taken = { blob, sound, seconds: sound ? sound.duration : counted };
  tell(form.dataset.done.replace("{s}", String(Math.round(taken.seconds))));
  offer(...(sound ? ["hear"] : []), "keep", "again");
  part(sound ? "hear" : "keep").focus();
}

function hear() {
  silence();
  player = context.createBufferSource();
  player.buffer = taken.sound;
  player.connect(context.destination);
  player.start();
}

function silence() {
  if (player) player.stop();
  player = null;
}

function forget() {
  silence();
  taken = null;
}

// Give the server's answer; throw when line or server is gone, or somebody has to sign in anew.
async function send() {
  const body = new FormData(form);
  body.set("sound", taken.blob, "recording");
  body.set("seconds", taken.seconds.toFixed(2));
  const tooLong = new Promise((resolve, reject) => { setTimeout(reject, PATIENCE, new Error("slow")); });
  const request = fetch(form.action, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
  const answer = await Promise.race([request, tooLong]);
  if (answer.redirected || (!answer.ok && answer.status !== 422)) throw new Error(String(answer.status));
  return answer.json();
}

async function keep() {
  silence();
  offer();
  tell(form.dataset.sending);
  try {
    const answer = await send();
    if (answer.next) {
      location.assign(answer.next);
      return;
    }
    tell(answer.problem);
  } catch (error) {
    tell(form.dataset.lost);
  }
  offer(...(taken.sound ? ["hear"] : []), "keep", "again");
}

if (!window.isSecureContext) {
  part("insecure").hidden = false;
} else if (!navigator.mediaDevices || !window.MediaRecorder) {
  part("unable").hidden = false;
} else {
  part("recorder").hidden = false;
  part("start").addEventListener("click", record);
  part("again").addEventListener("click", record);
  part("hear").addEventListener("click", hear);
  part("keep").addEventListener("click", keep);
}
