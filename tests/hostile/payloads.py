"""Some hundred texts that would run as a script, or break a page, wherever a page forgets to escape what people typed.

Each is made from an idea; RUN, MARK and NUM in it become a call, an address and a number that tell which one it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.hostile.payloads_markdown import in_markdown
from tests.hostile.payloads_places import in_addresses, out_of_places

#: Addresses that nothing but a payload asks for.
MARK = "/static/hostile-"


@dataclass(frozen=True)
class Payload:
    """One hostile text: `place` names where it runs when it is not escaped, "" when it only spoils a page."""

    number: int
    idea: str
    place: str
    text: str


SCRIPTS = (
    "<script>RUN</script>", "<SCRIPT>RUN</SCRIPT>", "<ScRiPt>RUN</sCrIpT>", "<script >RUN</script >", "<script\n>RUN</script\n>",
    "<script\t>RUN</script\t>", "<script/x>RUN</script>", "<script x='>'>RUN</script>", "<script type=module>RUN</script>",
    "<script src=MARK></script>", "<script src=data:,RUN></script>", "<script src='MARK' defer></script>", "<script async src=MARK>",
    "<<script>RUN//<</script>", "<script>/*\n*/RUN</script>", "<script><!--\nRUN\n--></script>", "<script>RUN", "<x><script>RUN</script>",
    "<script type='text/javascript'>RUN</script>", "<script language=javascript>RUN</script>", "<script charset=utf-7>RUN</script>",
    "<b><i><u><script>RUN</script></u></i></b>", "</p></div></main><script>RUN</script>", "学员<script>RUN</script>您好",
    "<script>top.RUN</script>", "<script>eval('ra'+'n(NUM)')</script>", "<script>[].at.constructor('RUN')()</script>",
    "<script>setTimeout('RUN')</script>", "<script>location='MARK'</script>", "<script>fetch('MARK')</script>",
    "<script>new Image().src='MARK'</script>", "<script>alert(NUM)</script>", "<script>confirm(NUM)</script>", "<script>prompt(NUM)</script>",
    "<script>document.write('<img src=MARK>')</script>", "<script>open('MARK')</script>", "<script>navigator.sendBeacon('MARK')</script>",
)  # fmt: skip

#: What starts by itself as soon as it is a part of the page.
SELF_STARTING = (
    "<img src onerror=RUN>", "<img src=x onerror=RUN>", "<IMG SRC=x ONERROR=RUN>", "<img/src='x'/onerror=RUN>", "<img src=x onerror=RUN//",
    '<img src=x onerror="RUN">', "<img src=x onerror='RUN'>", "<img src=x onerror=RUN&#59;>", "<img src=x oNeRrOr=RUN>",
    "<img src=x\nonerror\n=\nRUN>", "<img src=x\tonerror\t=\tRUN>", "<img src=x\x0conerror=RUN>", "<img src=x onerror=&#114;&#97;&#110;(NUM)>",
    "<img src=x onerror=&#x72;an(NUM)>", "<img src=x onerror=\\u0072an(NUM)>", "<img srcset=x onerror=RUN>", "<image src=x onerror=RUN>",
    "<svg onload=RUN>", "<svg/onload=RUN>", "<SVG ONLOAD=RUN>", "<svg\nonload=RUN>", "<svg><script>RUN</script></svg>",
    "<svg><script href=data:,RUN /></svg>", "<svg><g onload=RUN></g></svg>", "<svg><animate onbegin=RUN attributeName=x dur=1s>",
    "<svg><set onbegin=RUN attributeName=x dur=1s>", "<svg><animate attributeName=href values=MARK onbegin=RUN dur=1s>",
    "<svg><image href=MARK></svg>", "<svg><image href=x onerror=RUN></svg>", "<svg><use href=MARK#x /></svg>",
    "<svg><style>@import'MARK'</style></svg>", "<svg><foreignObject><img src onerror=RUN></foreignObject></svg>",
    "<math><mtext><img src onerror=RUN></mtext></math>", "<math><mi><script>RUN</script></mi></math>",
    "<body onload=RUN>", "<body onpageshow=RUN>", "<iframe src=about:blank onload=RUN></iframe>", "<iframe srcdoc='<script>parent.RUN</script>'>",
    "<iframe srcdoc=&lt;script&gt;parent.RUN&lt;/script&gt;>", "<iframe src=javascript:parent.RUN>", "<iframe src=MARK></iframe>",
    "<iframe src='data:text/html,<script src=MARK></script>'>", "<input autofocus onfocus=RUN>", "<select autofocus onfocus=RUN>",
    "<textarea autofocus onfocus=RUN>", "<button autofocus onfocus=RUN>x</button>", "<a autofocus tabindex=1 onfocus=RUN>x</a>",
    "<p contenteditable autofocus onfocus=RUN>x</p>", "<details open ontoggle=RUN>x</details>", "<video><source onerror=RUN></video>",
    "<video src=x onerror=RUN></video>", "<audio src=x onerror=RUN></audio>", "<audio src onloadstart=RUN>", "<video poster=MARK>",
    "<video onloadstart=RUN><source></video>", "<object data=MARK></object>", "<object data=x onerror=RUN>", "<object data=javascript:RUN>",
    "<embed src=MARK>", "<embed src=javascript:RUN>", "<link rel=stylesheet href=MARK>", "<link rel=stylesheet href=x onerror=RUN>",
    "<link rel=preload as=image href=MARK>", "<link rel=icon href=MARK>", "<link rel=prefetch href=MARK>",
    "<style onload=RUN></style>", "<style>@import 'MARK'</style>", "<style>body{background:url(MARK)}</style>", "<p style=background:url(MARK)>x",
    "<style>@font-face{font-family:x;src:url(MARK)}*{font-family:x}</style>", "<p style='list-style:url(MARK);display:list-item'>x",
    "<style>main{display:none}</style>", "<style>*{animation:x 1ms}@keyframes x{}</style><p onanimationstart=RUN>x",
    "<style>@keyframes y{}</style><b style=animation-name:y onanimationstart=RUN>x", "<meta http-equiv=refresh content=0;url=MARK>",
    "<META HTTP-EQUIV=Refresh CONTENT='0; URL=MARK'>", "<base href=http://elsewhere.example/>", "<base target=_blank>",
    "<marquee onstart=RUN>x</marquee>", "<marquee loop=1 width=0 onfinish=RUN>x</marquee>", "<table background=MARK>", "<body background=MARK>",
    "<input type=image src=MARK>", "<input type=image src=x onerror=RUN>", "<picture><source srcset=MARK><img></picture>",
    "<isindex type=image src=x onerror=RUN>", "<xss style=display:block autofocus tabindex=0 onfocus=RUN>x</xss>",
    "<template shadowrootmode=open><img src=x onerror=RUN></template>", "<dialog open><img src=x onerror=RUN></dialog>",
    "<form action=MARK><input name=x></form><img src=MARK>", "<img src=MARK width=1>", "<img src=//elsewhere.example/MARK>", "<track src=MARK><img src=MARK>",
    "<video controls><track default src=x onerror=RUN></video><img src=MARK>", "<noscript><img src=MARK></noscript><img src=MARK>",
)  # fmt: skip

#: Events that only happen when somebody does something: whoever looks for them pokes what carries them.
POKED = (
    "click dblclick mousedown mouseup mouseover mouseout mousemove mouseenter mouseleave pointerdown pointerup pointermove pointerover "
    "pointerenter pointerout pointercancel gotpointercapture touchstart touchend touchmove touchcancel wheel scroll contextmenu auxclick "
    "keydown keyup keypress input change beforeinput invalid reset submit select selectstart copy cut paste drag dragstart dragend dragenter "
    "dragover dragleave drop blur focusin focusout animationend animationiteration transitionend transitionrun toggle beforetoggle cancel "
    "close play pause seeking ended volumechange timeupdate fullscreenchange securitypolicyviolation slotchange search"
).split()
CARRIERS = ("b", "p", "a", "div", "x", "button", "svg", "em", "li", "input", "label", "form", "h1", "section", "nav")

#: Texts that a template would work out instead of showing, were they ever taken for one.
TEMPLATES = (
    "{{NUM*99991}}", "{{ NUM * 99991 }}", "{%- if 1 -%}{{NUM*99991}}{% endif %}", "{% set x = NUM*99991 %}{{ x }}",
    "{{ '%d' % (NUM*99991) }}", "{{ (NUM*99991)|string }}", "{{''.__class__.__name__}}{{NUM*99991}}", "{#x#}{{NUM*99991}}",
    "{% for n in [NUM*99991] %}{{n}}{% endfor %}", "{%raw%}{%endraw%}{{NUM*99991}}", "{{\nNUM*99991\n}}", "{{{NUM*99991:1}}}",
)  # fmt: skip
OTHER_TEMPLATES = (
    "${NUM*99991}", "#{NUM*99991}", "<%= NUM*99991 %>", "[[NUM*99991]]", "*{NUM*99991}", "@(NUM*99991)", "${{NUM*99991}}", "%(name)s%(x)d",
    "%s%s%s%n%n", "{0}{1}{name}", "{0.__class__}", "%%(x)s", "$(sleep 5)", "`id`", "|id", ";id;", "../../../etc/passwd", "file:///etc/passwd",
    "'; DROP TABLE person; --", "' OR '1'='1", '" OR ""="', "1;SELECT pg_sleep(9)", "%' ESCAPE '!", "_%_%", "*)(uid=*))(|(uid=*", "\\", "\\'",
    "\r\nSet-Cookie: hostile=NUM", "%0d%0aLocation:%20MARK", "\r\n\r\n<script>RUN</script>", "null", "undefined", "NaN", "-0", "1e999", "true", "[]",
)  # fmt: skip

#: Scripts in other writings: they run where somebody normalises, decodes or unescapes on the way to the page.
FULL_WIDTH = ("＜script＞RUN＜／script＞", "＜img src=x onerror=RUN＞", "﹤svg onload=RUN﹥", "＜ｓcript＞RUN＜/ｓcript＞", "＜b ｏｎclick=RUN＞x")
ESCAPED_ONCE = (
    "&lt;script&gt;RUN&lt;/script&gt;", "&#60;script&#62;RUN&#60;/script&#62;", "&#x3c;img src=x onerror=RUN&#x3e;",
    "&#0000060img src=x onerror=RUN&#62", "&LT;svg onload=RUN&GT;", "&lt;img src=x onerror=&quot;RUN&quot;&gt;",
)  # fmt: skip
PERCENT = ("%3Cscript%3ERUN%3C/script%3E", "%3csvg%20onload=RUN%3e", "%3Cimg+src=x+onerror=RUN%3E", "%22%3E%3Cscript%3ERUN%3C/script%3E")
TWICE = ("%253Cscript%253ERUN%253C/script%253E", "&amp;lt;script&amp;gt;RUN&amp;lt;/script&amp;gt;")
ODD_BYTES = (
    "+ADw-script+AD4-RUN+ADw-/script+AD4-", "\\x3cscript\\x3eRUN\\x3c/script\\x3e", "\\u003cscript\\u003eRUN\\u003c/script\\u003e",
    "\\74script\\76RUN", "\u00c0\u00bcscript\u00c0\u00beRUN", "\u02c2script\u02c3RUN", "\u2039script\u203aRUN", "\u017fcript<\u017fcript>RUN",
    "\u0131mg<\u0131mg src=x>", "\u1e9e\ufb03\u0149", "<\u200bscript>RUN</\u200bscript>", "<\ufeffscript>RUN</\ufeffscript>", "<\u00adscript>RUN",
)  # fmt: skip

#: Texts that change their meaning when a browser writes out and reads again what it has read.
MUTATING = (
    "<noscript><p title='</noscript><img src onerror=RUN>'>", "<math><mtext><table><mglyph><style><img src onerror=RUN>",
    "<svg></p><style><a id='</style><img src=1 onerror=RUN>'>", "<form><math><mtext></form><form><mglyph><style></math><img src onerror=RUN>",
    "<math><annotation-xml encoding=text/html><img src onerror=RUN>", "<svg><desc><table><img src onerror=RUN></table></desc></svg>",
    "<select><template><img src=x onerror=RUN></template></select><img src onerror=RUN>", "<table><caption><img src onerror=RUN></table>",
    "<p><table><p><img src onerror=RUN></p></table>", "<a><b><a><b><img src onerror=RUN></b></a></b></a>", "<listing>&lt;img onerror=x&gt;</listing><svg onload=RUN>",
    "<img src='`<img src onerror=RUN>`'><img src onerror=RUN>", "<x title='&quot;><img src onerror=RUN>'><svg onload=RUN>",
)  # fmt: skip

#: Names that hide what the college's own scripts look for; forms and boxes that were never ours.
CLOBBERING = (
    "<form id=main><input name=action>", "<a id=main><a id=main name=x>", "<img name=getElementById>", "<img name=querySelector>", "<img name=cookie>",
    "<form name=body><input name=children>", "<input name=csrf_token value=NUM>", "<form action=MARK method=post>", "<input form=x formaction=MARK>",
    "<button type=submit formaction=MARK>x</button>", "<h1>x</h1>", "<main>x</main>", "</main><main id=main>", "</form><form action=MARK>", "<nav>x</nav>",
    "<iframe name=top>", "<p id=display>x</p>", "<footer>x</footer>", "<label for=name>x</label>", "<plaintext>", "<textarea>",
    "<!--", "<select>", "<style>", "<template>", "<a href=MARK target=_blank>x</a>", "<dialog open>x</dialog>", "<p hidden>x", "<table><tr><td>", "<xmp>",
)  # fmt: skip

#: What runs nowhere, but makes a page or a log unreadable when nobody thought of it.
SPOILING = (
    "\u202e倒过来的字 ran\u202c", "\u202dLEFT\u202c", "\u2066\u2067\u2068inside\u2069", "\u200f\u200eمرحبا שלום", "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306" * 3,
    "Z" * 120, "长" * 60, "\u200b\u200c\u200d\u2060\ufeff", "\u00a0\u3000\u2003", "a\u2028ran(NUM)\u2029b", "\u0085x", "\x1b[2J\x1b[31mred\x1b[0m", "\x1b]0;title\x07",
    "x\x00y", "\x00<script>RUN</script>", "<scr\x00ipt>RUN</script>", "\x08\x08\x7f", "</body></html>", "<title>x</title>", "<svg><![CDATA[><img src onerror=RUN>]]></svg>", "\ufffe\uffff", "\ufffd", "👩‍🌾🇨🇳👍🏽", "𠮷野家", "\U000e0041\U000e0042", "<", ">", "&", "'", '"', "`", "<>", "&&amp;&#38;", "&nosuch;", "&#0;", "&#xD800;",
)  # fmt: skip


def _ideas() -> Iterator[tuple[str, str, str]]:
    """Give (idea, place, text) in an order that never changes."""
    tables = (
        ("script", "text", SCRIPTS), ("starts by itself", "text", SELF_STARTING), ("template", "template", TEMPLATES),
        ("another template", "", OTHER_TEMPLATES), ("full width", "normalised", FULL_WIDTH), ("escaped once", "unescaped", ESCAPED_ONCE),
        ("percent", "unquoted", PERCENT), ("escaped twice", "unescaped twice", TWICE), ("odd bytes", "", ODD_BYTES),
        ("mutation", "inner", MUTATING), ("clobbering", "shape", CLOBBERING), ("spoiling", "", SPOILING),
    )  # fmt: skip
    for idea, place, texts in tables:
        yield from ((idea, place, text) for text in texts)
    for at, event in enumerate(POKED):
        yield "event", "text", f"<{CARRIERS[at % len(CARRIERS)]} on{event}=RUN>x"
    yield from out_of_places()
    yield from in_addresses()
    yield from in_markdown()


@cache
def payloads() -> tuple[Payload, ...]:
    """Give every payload, numbered from 1000."""
    return tuple(Payload(number, idea, place, _marked(text, number)) for number, (idea, place, text) in enumerate(_ideas(), start=1000))


def _marked(text: str, number: int) -> str:
    return text.replace("RUN", f"ran({number})").replace("MARK", f"{MARK}{number}").replace("NUM", str(number))
