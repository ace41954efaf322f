"""The HTML of a drawn screen as a tree of nodes, and what the college's own style sheet says of each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

CSS = Path(__file__).resolve().parent.parent.parent / "static" / "css"
#: The sheets that a practice screen is drawn with on the phone; paper follows the same ones.
SHEETS = ("tokens.css", "practice.css")
VOID = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "br"}
#: What a child takes over from what it stands in.
INHERITED = ("color", "font-size", "font-weight", "line-height", "text-align", "letter-spacing", "word-break", "text-decoration")

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_MEDIA = re.compile(r"@[^{};]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
_COMPOUND = re.compile(r"(?P<tag>^[a-z]+)|\.(?P<cls>[\w-]+)|(?P<pseudo>::?[\w-]+(?:\([^)]*\))?)|(?P<any>\*)")
_BLANKS = re.compile(r"\s+")


@dataclass(eq=False)
class Node:
    """One element, or a stretch of text (then ``tag`` is "" and ``text`` holds it)."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    style: dict[str, str] = field(default_factory=dict)

    @property
    def classes(self) -> frozenset[str]:
        """Give the names in its class attribute."""
        return frozenset(self.attributes.get("class", "").split())

    @property
    def siblings(self) -> list[Node]:
        """Give the elements that stand beside it, itself included."""
        return [each for each in self.parent.children if each.tag] if self.parent else [self]

    def walk(self) -> Iterator[Node]:
        """Give this node and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.open = Node("body")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, parent=self.open)
        self.open.children.append(node)
        if tag not in VOID:
            self.open = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.children.append(Node(tag, {name: value or "" for name, value in attrs}, parent=self.open))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.open.parent is not None:
            self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        text = _BLANKS.sub(" ", data)
        if text:
            self.open.children.append(Node("", text=text, parent=self.open))


def read(html: str) -> Node:
    """Give the outermost element of a drawn screen, every node with its style."""
    reader = _Reader()
    reader.feed(html)
    first = next(child for child in reader.root.children if child.tag)
    first.parent = None
    sheet().dress(first, {"font-size": "1rem", "color": "#1f1f1f"})
    return first


@dataclass(frozen=True)
class Compound:
    """One piece of a selector: a tag, classes, and where among its siblings; ``before`` joins it to the piece on its left."""

    before: str
    tag: str
    classes: frozenset[str]
    pseudo: tuple[str, ...]

    def fits(self, node: Node) -> bool:
        """Say whether a node is meant, whatever it stands in."""
        if (self.tag and self.tag != node.tag) or not self.classes <= node.classes:
            return False
        return all(_stands(node, each) for each in self.pseudo)


@dataclass(frozen=True)
class Rule:
    """One selector with what it says; later and closer rules win."""

    pieces: tuple[Compound, ...]
    weight: tuple[int, int, int]
    values: tuple[tuple[str, str], ...]


class Sheet:
    """The rules of the college's style sheets, as far as a drawn phone needs them."""

    def __init__(self, text: str) -> None:
        """Read a style sheet. Rules inside @media and for what is pressed or focused are not for paper."""
        plain = _MEDIA.sub("", _COMMENT.sub("", text))
        self.rules: list[Rule] = []
        self.variables: dict[str, str] = {}
        for at, (selectors, body) in enumerate(_RULE.findall(plain)):
            values = tuple((name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in body.split(";")) if value)
            if selectors.strip() == ":root":
                self.variables |= dict(values)
                continue
            self.rules += [_rule(selector.strip(), at, values) for selector in selectors.split(",")]
        self.rules.sort(key=lambda rule: rule.weight)

    @property
    def classes(self) -> frozenset[str]:
        """Give every class that a rule names."""
        return frozenset(name for rule in self.rules for piece in rule.pieces for name in piece.classes)

    def dress(self, node: Node, around: dict[str, str]) -> None:
        """Give a node and all below it their styles; ``around`` is what it inherits."""
        own = {} if not node.tag else self._values(node)
        size = own.get("font-size", "")
        if size.endswith("em") and not size.endswith("rem"):
            own["font-size"] = f"{float(size[:-2]) * float(around['font-size'].removesuffix('rem'))}rem"
        node.style = {**{key: around[key] for key in INHERITED if key in around}, **own}
        for child in node.children:
            self.dress(child, node.style)

    def _values(self, node: Node) -> dict[str, str]:
        found: dict[str, str] = {}
        for rule in self.rules:
            if _matches(node, rule.pieces):
                for name, value in rule.values:
                    found.pop(name, None)
                    if value != "inherit":
                        found[name] = self._filled(value)
        return found

    def _filled(self, value: str) -> str:
        while "var(" in value:
            value = _VARIABLE.sub(lambda each: self.variables[each[1]], value)
        return value


@cache
def sheet() -> Sheet:
    """Give the sheet that practice screens are drawn with."""
    return Sheet("\n".join((CSS / name).read_text(encoding="utf-8") for name in SHEETS))


def _rule(selector: str, at: int, values: tuple[tuple[str, str], ...]) -> Rule:
    pieces, before = [], " "
    for word in re.sub(r"\s*([>+~])\s*", r" \1 ", selector).split():
        if word in {">", "+", "~"}:
            before = word
            continue
        pieces.append(_compound(word, before))
        before = " "
    classes = sum(len(piece.classes) + len(piece.pseudo) for piece in pieces)
    return Rule(tuple(pieces), (classes, sum(bool(piece.tag) for piece in pieces), at), values)


def _compound(word: str, before: str) -> Compound:
    found = list(_COMPOUND.finditer(word))
    tag = next((each["tag"] for each in found if each["tag"]), "")
    classes = frozenset(each["cls"] for each in found if each["cls"])
    return Compound(before, tag, classes, tuple(each["pseudo"] for each in found if each["pseudo"]))


def _stands(node: Node, pseudo: str) -> bool:
    """Say whether a node is the first or last of its kind; what a finger or a key does never happens on paper."""
    beside = node.siblings
    if pseudo == ":first-child":
        return beside[0] is node
    if pseudo == ":last-child":
        return beside[-1] is node
    if pseudo == ":only-child":
        return len(beside) == 1
    if pseudo.startswith(":not(."):
        return pseudo[6:-1] not in node.classes
    return False


def _matches(node: Node, pieces: tuple[Compound, ...]) -> bool:
    piece = pieces[-1]
    if not piece.fits(node):
        return False
    rest = pieces[:-1]
    if not rest:
        return True
    if piece.before == "+":
        at = node.siblings.index(node)
        return at > 0 and _matches(node.siblings[at - 1], rest)
    if piece.before == "~":
        return any(_matches(each, rest) for each in node.siblings[: node.siblings.index(node)])
    above = node.parent
    while above is not None:
        if _matches(above, rest):
            return True
        above = None if piece.before == ">" else above.parent
    return False
