"""Hostile targets for redirects, and what a browser makes of a Location: whether it leaves the site."""

import re
from urllib.parse import urlsplit

EVIL = "evil.example"
TARGETS = [
    f"https://{EVIL}", f"http://{EVIL}/", f"HTTPS://{EVIL.upper()}", f"//{EVIL}", f"///{EVIL}", f"////{EVIL}", f"/\\{EVIL}",
    f"\\/{EVIL}", f"\\\\{EVIL}", f"/\\/{EVIL}", f"\\/\\/{EVIL}", f"/a\\..\\..\\{EVIL}", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)", " javascript:alert(1)", "\x01javascript:alert(1)", "javascript&colon;alert(1)", "data:text/html,<script>1</script>",
    "vbscript:x", "blob:https://evil.example/1", "file:///etc/passwd", f"mailto:a@{EVIL}", "tel:14000000001", f"ftp://{EVIL}", f"ws://{EVIL}",
    EVIL, f"www.{EVIL}/", f"@{EVIL}", f"https:{EVIL}", f"https:/{EVIL}", f"https:///{EVIL}", f"http:\\\\{EVIL}", f"http:/\\{EVIL}",
    f" //{EVIL}", f"\t//{EVIL}", f"\n//{EVIL}", f"\r//{EVIL}", f"/\t/{EVIL}", f"/\n/{EVIL}", f"/\r/{EVIL}", f"/\r\n/{EVIL}",
    f"/\x00/{EVIL}", f"\x00//{EVIL}", f"\x0b//{EVIL}", f"\x0c//{EVIL}", f"\x1f//{EVIL}", f"\u00a0//{EVIL}", f"\u2028//{EVIL}",
    f"/\u2028/{EVIL}", f"\ufeff//{EVIL}", f"/\u200b/{EVIL}", f"／／{EVIL}", f"/／{EVIL}", f"＼＼{EVIL}", f"⁄⁄{EVIL}", f"∕∕{EVIL}",
    f"//{EVIL}%00.localhost", f"//evil。example", f"//evil．example", f"//ｅｖｉｌ.example", f"//localhost@{EVIL}", f"//localhost:80@{EVIL}",
    f"https://localhost@{EVIL}", f"https://localhost%40{EVIL}", f"https://localhost.{EVIL}", f"https://localhost\\@{EVIL}", f"//{EVIL}#@localhost",
    f"//{EVIL}?localhost", f"//{EVIL}/localhost", f"//{EVIL}:443/", f"%2f%2f{EVIL}", f"/%2f{EVIL}", f"%5c%5c{EVIL}", f"/%5c{EVIL}", f"/%09/{EVIL}",
    f"/%0d%0aLocation:%20//{EVIL}", f"/\r\nLocation: //{EVIL}", "/\r\nSet-Cookie: a=b", f"/.//{EVIL}", f"/..//{EVIL}", f"/a/..//{EVIL}", f"./\\{EVIL}",
    f";//{EVIL}", f"?next=//{EVIL}", f"#//{EVIL}", f"//{EVIL}/" + "a" * 8_000, "/" + "\\" * 5_000 + EVIL, f"https://[::ffff:192.0.2.1]/", "//3232235777/",
    "//0x7f000001/", "//[::1]/", f"/{EVIL}\\@localhost", f"<//{EVIL}>", f"\"//{EVIL}", f"'//{EVIL}", f"`//{EVIL}", "///", "//", "/\\", "\\", "https:", "//%",
]  # fmt: skip


def leaves(location: str, host: str = "localhost") -> bool:
    """Say whether a browser that follows this Location leaves the site, as the WHATWG reads addresses."""
    said = re.sub(r"[\t\r\n]", "", location).strip("".join(map(chr, range(33))))
    has_scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", said)
    if has_scheme:
        return urlsplit(said).hostname != host or not said.lower().startswith(("http://", "https://"))
    return said.replace("\\", "/").startswith("//")
