/* Says that a page of the lessons is being looked at: once when it opens, then once in each visible minute. The server
   counts a minute at most once, whoever it is, and shows nobody whose it was. */
const KEY = "here";
const GAP = 55000;

function saidLately(now) {
  const last = Number(sessionStorage.getItem(KEY));
  return last && now >= last && now - last < GAP;
}

function say() {
  const token = document.querySelector("[name=csrf_token]");
  const now = Date.now();
  if (document.visibilityState !== "visible" || !token || saidLately(now)) return;
  sessionStorage.setItem(KEY, String(now));
  const body = new URLSearchParams({ csrf_token: token.value });
  fetch("/here", { method: "POST", body, keepalive: true, credentials: "same-origin" }).catch(() => {});
}

say();
setInterval(say, 60000);
document.addEventListener("visibilitychange", say);
