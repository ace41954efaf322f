"""Hostile texts in the way lessons are written: Markdown whose links, pictures, fences and blocks want to be more."""

from collections.abc import Iterator

#: A plain Markdown engine lets these run; each is the whole text of a step.
RUNNING = (
    "[看这里](javascript:RUN)", "[看这里](JaVaScRiPt:RUN)", "[看这里](<javascript:RUN>)", "[x](&#106;avascript:RUN)",
    "[x](javascript&colon;RUN)", "[x](javascript:RUN '标题')", "[x](javascript:/**/RUN \"t\")", "[x][1]\n\n[1]: javascript:RUN", "[x]\n\n[x]: javascript:RUN",
    "[x][]\n\n[x]: javascript:RUN", "![x](MARK)", "![x][1]\n\n[1]: MARK", "[![x](MARK)](javascript:RUN)",
    "<div onclick=RUN>x</div>", "<div markdown=1 onclick=RUN>x</div>", "<p>\n<script>RUN</script>\n</p>", "文字 <script>RUN</script> 文字",
    "> <img src onerror=RUN>", "- <svg onload=RUN>", "1. <img src onerror=RUN>", "*<img src onerror=RUN>*", "**<svg onload=RUN>**", "# <svg onload=RUN>",
    "<details open ontoggle=RUN>\n\n文字\n\n</details>", "<!-- x --><svg onload=RUN>", "<style>@import 'MARK'</style>", "<table><tr><td background=MARK>x</table>",
    "<a href=javascript:RUN>x</a>", "<iframe src=MARK></iframe>", "<meta http-equiv=refresh content='0;url=MARK'>",
)  # fmt: skip
#: These do nothing in a plain engine, but more than words in one with more extensions, or want to leave their fence.
MEANING_MORE = (
    "[看这里](<java\tscript:RUN>)", "![x](x\" onerror=\"RUN)", "<javascript:RUN>", "[x](x \"t\" onclick=RUN)",
    "文字 {: onclick=\"RUN\" }", "[x](y){: onclick=RUN}", "## x {: #main onclick=RUN }", "{: style=position:fixed }\n文字", "{#main .x onclick=RUN}",
    "```html\n<script>RUN</script>\n```", "~~~\n<script>RUN</script>\n~~~", "    <script>RUN</script>", "`<script>RUN</script>`", "``<svg onload=RUN>``",
    "`` ` ``<b>`", "[[RUN]]", "$\\href{javascript:RUN}{x}$", "[^1]\n\n[^1]: <svg onload=RUN>", "*[HTML]: <svg onload=RUN>", "[TOC]", "--8<-- \"/etc/passwd\"", "{!/etc/passwd!}",
    "!!! tip \"<svg onload=RUN>\"", "::: {onclick=RUN}\nx\n:::", "| a | b |\n|---|---|\n| <svg onload=RUN> | x |", "x | <svg onload=RUN>\n--|--\n1 | 2",
    "http://elsewhere.example/NUM", "<https://elsewhere.example/NUM>", "<mailto:a@b.example?cc=RUN>", "[x](//elsewhere.example)", "[x](data:text/html,RUN)", "[x](vbscript:RUN)",
    "[x](../../../sign-out)", "[x](\\\\elsewhere.example)", "&lt;script&gt;RUN&lt;/script&gt;", "\\<script>RUN\\</script>", "\u0002klzzwxh:0001\u0003", "\u0002amp\u0003lt;svg onload=RUN>",
    "---\ntitle: <svg onload=RUN>\n---", "```\n```practice\n- screen: <svg>\n```", "## 步 {#x onclick=RUN}", "***" * 30, "[" * 60, "<" * 60, "> " * 40 + "x", "- " * 30 + "x",
)  # fmt: skip


def in_markdown() -> Iterator[tuple[str, str, str]]:
    """Give (idea, place, text) of hostile Markdown."""
    yield from (("markdown", "markdown", text) for text in RUNNING)
    yield from (("markdown and more", "", text) for text in MEANING_MORE)
