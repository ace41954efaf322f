// Brings a picture to the college: chosen, taken, pasted or dropped, sent with words that say how far it is.
// A picture that could not be sent stays here and can be sent again.

const form = document.querySelector("[data-pictures]");
const part = (name) => form.querySelector("[data-" + name + "]");
const PATIENCE = 120000;
// Larger files are drawn anew here first, where the browser turns pictures upright by itself.
const LARGE = 4500000;
const WIDEST = 1648;

let waiting = null;

function tell(text, percent) {
  const isNew = part("progress").hidden;
  part("progress").hidden = false;
  part("status").textContent = text;
  if (isNew) part("progress").scrollIntoView({ block: "center" });
  const bar = form.querySelector("progress");
  if (percent === undefined) bar.removeAttribute("value");
  else bar.value = percent;
}

function offer(name) {
  part("again").hidden = name !== "again";
  part("on").hidden = name !== "on";
  if (name) part(name).focus();
}

async function lighter(file) {
  if (file.size <= LARGE || !window.createImageBitmap || !CSS.supports("image-orientation", "from-image")) return file;
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, WIDEST / image.width);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => { canvas.toBlob((blob) => resolve(blob || file), "image/jpeg", 0.9); });
  } catch (error) {
    return file;
  }
}

function request(body) {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open("POST", form.action);
    call.setRequestHeader("Accept", "application/json");
    call.timeout = PATIENCE;
    call.upload.onprogress = (event) => {
      const percent = event.lengthComputable ? Math.round((event.loaded / event.total) * 100) : 0;
      if (percent < 100) tell(form.dataset.sending.replace("{n}", String(percent)), percent);
      else tell(form.dataset.working);
    };
    call.onload = () => resolve(call);
    call.onerror = reject;
    call.ontimeout = reject;
    call.send(body);
  });
}

function answerOf(call) {
  try {
    return JSON.parse(call.responseText);
  } catch (error) {
    return null;
  }
}

function bring(file) {
  waiting = file;
  return send();
}

async function send() {
  offer("");
  tell(form.dataset.sending.replace("{n}", "0"), 0);
  const body = new FormData();
  body.append("csrf_token", form.elements.csrf_token.value);
  body.append("picture", await lighter(waiting), waiting.name || "picture.png");
  let call = null;
  try {
    call = await request(body);
  } catch (error) {
    call = null;
  }
  const answer = call && answerOf(call);
  if (answer && answer.next) arrived(answer.next);
  else if (answer && answer.problem) tell(answer.problem, 0);
  else {
    tell(call && call.status < 500 ? form.dataset.ended : form.dataset.lost, 0);
    offer("again");
  }
}

function arrived(address) {
  waiting = null;
  if (form.dataset.stays === undefined) {
    location.assign(address);
    return;
  }
  tell(form.dataset.done, 100);
  part("on").href = address;
  offer("on");
}

function pictureIn(data) {
  const files = data ? Array.from(data.files || []) : [];
  return files.find((file) => file.type.indexOf("image/") === 0);
}

function isWriting(element) {
  return element.matches && element.matches("input:not([type=file]), textarea");
}

function listen() {
  form.hidden = false;
  if (part("only-script")) part("only-script").hidden = false;
  form.querySelectorAll("input[type=file]").forEach((input) => {
    input.addEventListener("change", () => { if (input.files[0]) bring(input.files[0]); });
  });
  form.addEventListener("submit", (event) => {
    const chosen = Array.from(form.querySelectorAll("input[type=file]")).find((input) => input.files[0]);
    const file = chosen ? chosen.files[0] : waiting;
    if (!file) return;
    event.preventDefault();
    bring(file);
  });
  part("again").addEventListener("click", send);
  document.addEventListener("paste", (event) => {
    const file = pictureIn(event.clipboardData);
    if (file) {
      event.preventDefault();
      bring(file);
    } else if (!isWriting(event.target)) tell(form.dataset.none, 0);
  });
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    const file = pictureIn(event.dataTransfer);
    if (file) bring(file);
    else tell(form.dataset.none, 0);
  });
}

if (form) listen();
