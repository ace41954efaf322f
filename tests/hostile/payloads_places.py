"""Hostile texts that must first get out of where they stand, and addresses that run instead of leading somewhere."""

from collections.abc import Iterator
from itertools import product

#: What to do once outside; short, so that it fits a name's field.
THEN = ("<svg onload=RUN>", "<img src onerror=RUN>", "<script>RUN</script>")

#: place → signs that end it.
WAYS_OUT = {
    "double": ('">', '"/>', '" >', '">\n', '\'">'),
    "single": ("'>", "'/>", "'\t>", "\"'>"),
    "bare": (">", " >", "/>", "x>"),
    "textarea": ("</textarea>", "</TEXTAREA >", "</textarea/>", "</textarea\n>"),
    "title": ("</title>", "</TITLE\t>"),
    "comment": ("-->", "--!>", "->-->", "]]>-->"),
    "style": ("</style>", "}</STYLE >"),
    "json": ("</script>", '"}</script >'),
    "option": ("</option></select>", "</select>"),
    "noframes": ("</xmp></noembed></noframes></iframe></noscript>",),
}
#: Attributes that start a script from within a tag which stands open.
WITHIN = {
    "double": ('" autofocus onfocus="RUN', '" onfocus=RUN autofocus x="', '"onfocus=RUN autofocus ', '" style=animation-name:x onclick="RUN', '" type=image src=x onerror="RUN'),
    "single": ("' autofocus onfocus='RUN", "' onfocus=RUN autofocus x='", "'onclick='RUN"),
    "bare": ("x autofocus onfocus=RUN", "x onclick=RUN", "x onclick\n=\nRUN", "x tabindex=1 onblur=RUN", "x\nonfocus=RUN autofocus"),
}
#: Ways out of a text within a script.
FROM_STRINGS = {
    "script": ('";RUN//', '"-RUN-"', '"+RUN+"', "\\\";RUN//", '"\n;RUN//', '"});RUN;({a:"', '"\u2028;RUN//'),
    "script single": ("';RUN//", "'-RUN-'", "'+RUN+'", "\\';RUN//"),
    "script template": ("${RUN}", "`;RUN//", "${'x'}${RUN}"),
    "handler": ("');RUN//", "&#39;);RUN//", "&apos;);RUN;(&apos;"),
}

#: Addresses that are scripts, as browsers read them: case, blanks, entities and line ends do not matter.
RUNNING = (
    "javascript:RUN", "JAVASCRIPT:RUN", "JaVaScRiPt:RUN", " javascript:RUN", "\tjavascript:RUN", "\njavascript:RUN", "java\tscript:RUN", "java\nscript:RUN",
    "java\r\nscript:RUN", "javascript\t:RUN", "javascript:\nRUN", "\x01javascript:RUN", "javascript:void(RUN)", "javascript://%0aRUN", "javascript://x\nRUN",
    "javascript:'x';RUN", "javascript:%72an(NUM)", "javascript:\\u0072an(NUM)", "javascript:RUN//https://", "javascript:/*https://x*/RUN",
)  # fmt: skip
ENTITIES = ("&#106;avascript:RUN", "&#x6A;avascript:RUN", "javascript&colon;RUN", "java&Tab;script:RUN", "java&NewLine;script:RUN", "&#1;javascript:RUN", "javascript&#58;RUN")
#: Addresses that a browser refuses to follow by itself, or that lead away; none may become a link of ours.
LEADING_AWAY = (
    "//elsewhere.example/NUM", "https://elsewhere.example/NUM", "/\\elsewhere.example", "\\\\elsewhere.example", "https:elsewhere.example", "///elsewhere.example",
    "/%09/elsewhere.example", "/\t/elsewhere.example", "https:\\\\elsewhere.example", "http://user@elsewhere.example", "/..//elsewhere.example", "?next=//elsewhere.example",
)  # fmt: skip
OTHER_SCHEMES = (
    "data:text/html,<script>RUN</script>", "data:text/html;base64,PHN2Zz4=", "data:image/svg+xml,<svg onload=RUN>", "vbscript:RUN", "VbScRiPt:msgbox(NUM)",
    "livescript:RUN", "mocha:RUN", "jar:https://x!/", "feed:javascript:RUN", "view-source:javascript:RUN", "blob:RUN", "filesystem:x", "about:blank#RUN", "intent://x", "tel:RUN",
)  # fmt: skip
CARRIERS = (
    '<a href="{}">x</a>', "<iframe src='{}'></iframe>", '<form action="{}"><button>x</button></form>', '<form><button formaction="{}">x</button></form>',
    '<svg><a xlink:href="{}"><text y=9>x</text></a></svg>', '<area href="{}">', '<math href="{}">x</math>', '<object data="{}"></object>',
)  # fmt: skip


def out_of_places() -> Iterator[tuple[str, str, str]]:
    """Give (idea, place, text) of what ends an attribute, an element, a comment or a string and then runs."""
    for place, signs in WAYS_OUT.items():
        for at, sign in enumerate(signs):
            yield "way out", place, sign + THEN[at % len(THEN)]
    for place, texts in (WITHIN | FROM_STRINGS).items():
        yield from (("within", place, text) for text in texts)
    for tag, sign in product(("style", "textarea", "title", "xmp", "noscript", "iframe", "noembed", "math", "svg", "select"), ('"', "'")):
        yield "many at once", "text", f"{sign}></{tag}><svg onload=RUN>"
    for at, then in enumerate(THEN):
        yield "many at once", "text", f"javascript:/*--></title></style></textarea></script></xmp>{'abc'[at]}'\"><{then}"


def in_addresses() -> Iterator[tuple[str, str, str]]:
    """Give (idea, place, text) of addresses that run, bare as one types them, and inside elements."""
    yield from (("address", "address", text) for text in RUNNING)
    yield from (("address in entities", "raw address", text) for text in ENTITIES)
    yield from (("address leading away", "", text) for text in LEADING_AWAY)
    yield from (("another scheme", "", text) for text in OTHER_SCHEMES)
    for at, carrier in enumerate(CARRIERS):
        for address in ("javascript:top.RUN", "JAVA&Tab;SCRIPT:top.RUN")[: 2 if at < 4 else 1]:
            yield "address in an element", "text", carrier.format(address)
