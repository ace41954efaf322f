"""Decides what stands where on the pages of a handout: lines, boxes, pictures and patterns, in mm on A4. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from college.core import paper_font as font
from college.lessons.handout import Handout, HandoutStep
from college.lessons.handout_text import Block, Paragraph, plain
from college.library import service as library

#: A4 upright in mm, and what is left white at its edges.
PAGE_WIDTH, PAGE_HEIGHT, SIDE, EDGE = 210.0, 297.0, 14.0, 11.0
WIDTH = PAGE_WIDTH - 2 * SIDE
#: Sizes in points (AGE_FRIENDLY AF-76 and AF-78: words at least 18, headings 24, numbers of steps 28).
BODY, HEADING, NAME, NUMBER, TITLE = 18.0, 24.0, 24.0, 30.0, 32.0
#: Height of a line by the height of its letters (AF-76: at least 1.5).
LEADING = 1.5
#: The strips on top and at the bottom of each page, and what lies between them.
HEAD, FOOT = 14.0, 12.0
TOP, BOTTOM = EDGE + HEAD + 3.0, PAGE_HEIGHT - EDGE - FOOT - 2.0
ROOM = BOTTOM - TOP
#: Side of a pattern with its quiet zone (AF-79: 35 without), room between things, inside a box, before a point's words.
PATTERN, GAP, PAD, POINT_INDENT = 46.0, 4.0, 3.0, 8.0
#: Width of the phone when two steps share a page and when one has it alone; a phone is never lower than this.
PHONE, PHONE_ALONE, PHONE_LEAST = 66.0, 84.0, 84.0
#: Room between two steps on one page.
BETWEEN = 7.0


@dataclass(frozen=True)
class Line:
    """One line of words: runs of (text, is strong), and the mark that stands in front of it."""

    runs: tuple[tuple[str, bool], ...]
    size: float = BODY
    mark: str = ""

    @property
    def height(self) -> float:
        """Give its height in mm."""
        return self.size * font.POINT * LEADING


@dataclass(frozen=True)
class Words:
    """Lines of one block. ``kind`` is "text", or "tip" or "warning" for those in a frame."""

    kind: str
    lines: tuple[Line, ...]
    indent: float = 0.0

    @property
    def pad(self) -> float:
        """Give the room between the frame and the words."""
        return 0.0 if self.kind == "text" else PAD

    @property
    def height(self) -> float:
        """Give its height in mm with its frame."""
        return sum(line.height for line in self.lines) + 2 * self.pad


@dataclass(frozen=True)
class Placed:
    """Something at its place on a page: words, a pattern (``url``), a phone (``screen``), a picture or a rule."""

    x: float
    y: float
    width: float
    height: float
    words: Words | None = None
    url: str = ""
    screen: library.Paper | None = None
    picture: bytes | None = None


@dataclass
class Page:
    """One sheet of paper with what stands on it."""

    things: list[Placed] = field(default_factory=list)
    #: Which steps begin here.
    steps: list[int] = field(default_factory=list)


def pages(handout: Handout) -> list[Page]:
    """Give the pages of a handout: the lesson in short, then its steps, at most two on a page."""
    found = _cover(handout)
    for group in _groups(handout):
        found += [_shared_page(group)] if len(group) == 2 else _own_pages(group[0])
    return found


def page_count(handout: Handout) -> int:
    """Give how many pages a handout takes, without laying out its drawn screens: that is most of the work."""
    return len(_cover(handout)) + sum(1 if len(group) == 2 else _own_count(group[0]) for group in _groups(handout))


def _groups(handout: Handout) -> Iterable[list[Plan]]:
    """Give the steps page by page: two where a page holds both."""
    plans = [Plan(step, handout) for step in handout.steps]
    at = 0
    while at < len(plans):
        pair = plans[at : at + 2]
        fits = len(pair) == 2 and sum(plan.shared.need for plan in pair) + BETWEEN <= ROOM
        yield pair if fits else pair[:1]
        at += 2 if fits else 1


# --- words into lines ------------------------------------------------------


def set_words(block: Block, width: float, size: float = BODY) -> Words:
    """Break a block's words into lines that fit into a frame or column of this width."""
    inner = width - (0.0 if block.kind == "text" else 2 * PAD)
    found: list[Line] = []
    for number, paragraph in enumerate(block.paragraphs):
        is_word = block.kind != "text" and number == 0
        found += _lines(paragraph, inner, size, is_strong=is_word)
    return Words(block.kind, tuple(found))


def _lines(paragraph: Paragraph, width: float, size: float, *, is_strong: bool = False) -> Iterable[Line]:
    indent = POINT_INDENT if paragraph.mark else 0.0
    spans = font.lines(paragraph.text, (width - indent) / (size * font.POINT))
    for at, (begin, end) in enumerate(spans):
        runs = tuple(_cut(paragraph, begin, end, is_strong))
        yield Line(runs, size, (paragraph.mark if at == 0 else " ") if paragraph.mark else "")


def _cut(paragraph: Paragraph, begin: int, end: int, is_strong: bool) -> Iterable[tuple[str, bool]]:
    at = 0
    for text, strong in paragraph.runs:
        part = text[max(begin - at, 0) : max(end - at, 0)]
        at += len(text)
        if part:
            yield part, strong or is_strong


def _one(text: str, width: float, size: float, *, strong: bool = False, mark: str = "") -> Words:
    return set_words(Block("text", (Paragraph(((text, strong),), mark),)), width, size)


# --- the first page --------------------------------------------------------


def _cover(handout: Handout) -> list[Page]:
    labels = handout.labels
    stack = [_one(labels.college, WIDTH, BODY), _one(handout.title, WIDTH, TITLE, strong=True)]
    stack += [set_words(block, WIDTH) for block in handout.intro]
    if handout.objectives:
        stack.append(_one(labels.can, WIDTH, HEADING, strong=True))
        stack += [_one(each, WIDTH, BODY, mark="·") for each in handout.objectives]
    if handout.keypoints:
        stack.append(_one(labels.remember, WIDTH, HEADING, strong=True))
        stack += [_one(each, WIDTH, BODY, mark="·") for each in handout.keypoints]
    stack.append(set_words(Block("tip", (plain(labels.how),)), WIDTH))
    if labels.no_address:
        stack.append(set_words(Block("warning", (plain(labels.no_address),)), WIDTH))
    return _flow(stack, WIDTH, [Page()], TOP)


def _flow(stack: list[Words], width: float, found: list[Page], y: float, x: float = SIDE) -> list[Page]:
    """Put words one under the other, on new pages over the whole width where they do not fit."""
    for words in stack:
        for part in _parts(words, BOTTOM - y):
            if part.height > BOTTOM - y + 0.01:
                found.append(Page())
                y = TOP
            found[-1].things.append(Placed(x, y, width, part.height, words=part))
            y += part.height + GAP
    return found


def _parts(words: Words, left: float) -> Iterable[Words]:
    """Give words as they are when a page holds them, else in parts that do."""
    if words.height <= max(left, ROOM):
        return [words]
    fit = max(int((ROOM - 2 * words.pad) / max(line.height for line in words.lines)), 1)
    return [Words(words.kind, words.lines[at : at + fit]) for at in range(0, len(words.lines), fit)]


# --- a step ----------------------------------------------------------------


class Plan:
    """The two ways in which a step can stand on paper: beside another one, or alone."""

    def __init__(self, step: HandoutStep, handout: Handout) -> None:
        """Measure nothing yet: what is asked for is made once."""
        self.step, self.handout = step, handout

    @cached_property
    def shared(self) -> Column:
        """Give the step as it stands on half a page."""
        both = [Column(self, PHONE, is_beside) for is_beside in (False, True)]
        return min(both, key=lambda column: column.need)

    @cached_property
    def alone(self) -> Column:
        """Give the step as it stands on a page of its own."""
        return Column(self, PHONE_ALONE, False)


class Column:
    """A step laid out beside its phone: number and title over everything, words and pattern on the left."""

    def __init__(self, plan: Plan, phone: float, is_beside: bool) -> None:
        """``is_beside`` puts the last box next to the pattern instead of above it."""
        self.step, labels = plan.step, plan.handout.labels
        self.has_picture = bool(self.step.screen or self.step.picture)
        self.phone = phone if self.has_picture else 0.0
        self.width = WIDTH - (phone + 2 * GAP if self.has_picture else 0.0)
        self.number = labels.step.format(number=self.step.number)
        self.indent = font.width(self.number) * NUMBER * font.POINT + 5.0
        self.title = _one(self.step.title, WIDTH - self.indent, HEADING, strong=True)
        blocks, last = list(self.step.blocks), None
        if is_beside and blocks and blocks[-1].kind != "text":
            last = blocks.pop()
        beside = last or Block("text", (plain(labels.scan),))
        self.stack = [set_words(block, self.width) for block in blocks]
        self.beside = set_words(beside, self.width - PATTERN - GAP)

    @property
    def head(self) -> float:
        """Give the height of number and title."""
        return max(NUMBER * font.POINT * LEADING, self.title.height)

    @property
    def tail(self) -> float:
        """Give the height of the pattern and what stands beside it."""
        return max(PATTERN, self.beside.height)

    @property
    def need(self) -> float:
        """Give the least height of the whole step."""
        left = sum(words.height + GAP for words in self.stack) + self.tail
        return self.head + max(left, PHONE_LEAST if self.has_picture else 0.0)

    def put(self, page: Page, y: float, height: float) -> float:
        """Put the step onto a page, at most so high; give where its words end."""
        page.steps.append(self.step.number)
        number = Words("text", (Line(((self.number, True),), NUMBER),))
        page.things.append(Placed(SIDE, y + (self.head - number.height) / 2, self.indent, number.height, words=number))
        below = y + (self.head - self.title.height) / 2
        page.things.append(Placed(SIDE + self.indent, below, WIDTH - self.indent, self.title.height, words=self.title))
        self._put_picture(page, y + self.head, height - self.head)
        at = y + self.head
        for words in self.stack:
            page.things.append(Placed(SIDE, at, self.width, words.height, words=words))
            at += words.height + GAP
        return at

    def put_pattern(self, page: Page, y: float) -> None:
        """Put the pattern and what stands beside it."""
        x = SIDE + PATTERN + GAP
        page.things.append(Placed(SIDE, y, PATTERN, PATTERN, url=self.step.url))
        lower = y + (max(PATTERN - self.beside.height, 0.0) / 2 if self.beside.kind == "text" else 0.0)
        page.things.append(Placed(x, lower, self.width - PATTERN - GAP, self.beside.height, words=self.beside))

    def _put_picture(self, page: Page, y: float, height: float) -> None:
        x = SIDE + WIDTH - self.phone
        if self.step.picture:
            page.things.append(Placed(x, y, self.phone, height, picture=self.step.picture))
        elif self.step.screen:
            screen = library.fit_on_paper(self.step.screen, self.phone, height)
            page.things.append(Placed(x + (self.phone - screen.width) / 2, y, screen.width, screen.height, screen=screen))


def _shared_page(pair: list[Plan]) -> Page:
    page = Page()
    spare = (ROOM - BETWEEN - sum(plan.shared.need for plan in pair)) / 2
    y = TOP
    for plan in pair:
        height = plan.shared.need + spare
        plan.shared.put_pattern(page, plan.shared.put(page, y, height))
        y += height + BETWEEN
        if plan is pair[0]:
            page.things.append(Placed(SIDE, y - BETWEEN / 2, WIDTH, 0.0))
    return page


def _own_pages(plan: Plan) -> list[Page]:
    """Give a step its own page; where its words are too many, they follow over the whole width of the next."""
    column, page = plan.alone, Page()
    if column.need <= ROOM:
        column.put_pattern(page, column.put(page, TOP, ROOM))
        return [page]
    column.stack = []
    column.put_pattern(page, column.put(page, TOP, ROOM))
    return [page, *_rest(plan)]


def _own_count(plan: Plan) -> int:
    return 1 if plan.alone.need <= ROOM else 1 + len(_rest(plan))


def _rest(plan: Plan) -> list[Page]:
    again = _one(f"{plan.step.title} {plan.handout.labels.goes_on}", WIDTH, HEADING, strong=True)
    return _flow([again, *(set_words(block, WIDTH) for block in plan.step.blocks)], WIDTH, [Page()], TOP)
