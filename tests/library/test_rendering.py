"""Markdown becomes HTML in which nothing can be executed, hanzi are marked in English, and no text takes long."""

import re
import time

import pytest
from bs4 import BeautifulSoup

from college.library.drafts import Part
from college.library.rendering import TooHard, mark_labels, render_notes, render_part, render_parts, sanitise

PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext></p><img src=x onerror=alert(1)></mtext></math>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<form action=//evil.example><button>x</button></form>",
    "<details open ontoggle=alert(1)>x</details>",
    "<p onclick=alert(1)>x</p>",
    "<p style='position:fixed'>x</p>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<!--><script>alert(1)</script>-->",
    "<textarea></textarea><script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](http://evil.example)",
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example" onmouseover="alert(1))',
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](a.png)',
    "<javascript:alert(1)>",
    "<a@b.example>",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "**<b onclick=alert(1)>**",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u0002klzzwxh:0000\u0003<script>alert(1)</script>",
    "|a|\n|-|\n|<img src=x onerror=alert(1)>|",
]
HARMLESS = {"p", "br", "strong", "ul", "ol", "li", "blockquote", "a", "code", "table", "thead", "tbody", "tr", "th", "td", "span", "div"}
ATTRIBUTES = {"href", "class", "rel", "lang"}


def assert_harmless(html):
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(True):
        assert element.name in HARMLESS, html
        assert set(element.attrs) <= ATTRIBUTES, html
        assert re.fullmatch(r"(https://|(?!//)[\w./#?=%~-])[^\s\"]*", element.get("href", "x")), html


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_executable_is_left(payload, lang):
    assert_harmless(render_part(payload, lang))
    assert_harmless(render_notes([Part("teacher", 1, f"退款 {payload} 退款")], lang))
    assert_harmless(render_parts([Part("tip", 1, payload), Part("warning", 2, payload)], lang))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_sanitiser_alone_would_be_enough(payload):
    assert_harmless(sanitise(payload))


@pytest.mark.parametrize(
    ("text", "lang", "html"),
    [
        ("**注意：**请看", "zh", "<p><strong>注意：</strong>请看</p>"),
        ("点*这里*。", "zh", "<p>点<strong>这里</strong>。</p>"),
        ("第一行，\n第二行", "zh", "<p>第一行，第二行</p>"),
        ("one\ntwo", "en", "<p>one\ntwo</p>"),
        ("a < b & c", "en", "<p>a &lt; b &amp; c</p>"),
        ("Tap 退款/售后 (Returns)", "en", '<p>Tap <span lang="zh-CN">退款/售后</span> (Returns)</p>'),
        ("Tap 退款/售后", "zh", "<p>Tap 退款/售后</p>"),
        ("# 标题", "zh", "<p># 标题</p>"),
        ("[去看](https://a.example)", "zh", '<p><a class="button button-quiet" href="https://a.example" rel="noreferrer">去看</a></p>'),
    ],
)
def test_what_markdown_becomes(text, lang, html):
    assert render_part(text, lang) == html


@pytest.mark.parametrize(("kind", "lang", "word"), [("tip", "zh", "小提示"), ("tip", "en", "Tip"), ("warning", "zh", "小心"), ("warning", "en", "Careful")])
def test_a_box_says_in_words_what_it_is(kind, lang, word):
    html = render_parts([Part(kind, 1, "好")], lang)
    assert html.startswith(f'<div class="{kind}"><p class="{kind}-word"><strong>{word}</strong></p>')


def test_labels_in_english_texts_are_marked_and_escaped():
    assert mark_labels("<b> 我的淘宝", "en") == '&lt;b&gt; <span lang="zh-CN">我的淘宝</span>'
    assert mark_labels("我的淘宝", "zh") == "我的淘宝"


@pytest.mark.parametrize("bomb", ["[" * 4000, "![" * 4000, "[a](" * 4000, "<" * 4000, "<a " * 4000, "> " * 4000, "1. " * 4000, "- " * 4000, "*a " * 30000, "`a " * 30000, "[" * 51, "\n".join("[" * 30 for _ in range(3))])
def test_a_bomb_is_refused_at_once(bomb):
    began = time.process_time()
    with pytest.raises(TooHard):
        render_part(bomb, "zh")
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("worst", ["[" * 50, "<" * 50, "[a](" * 50, "`a " * 660, "*a " * 660, "**a " * 500, "_a " * 660, "\\" * 2000, "&" * 2000, "a**" * 660, "- - - - a", "\n".join("    " * i + "- a" for i in range(25))])
def test_the_worst_that_passes_takes_no_time(worst):
    began = time.process_time()
    render_part(worst, "en")
    assert time.process_time() - began < 0.5
