"""Hostile texts in lessons: what is published shows them as words, what is refused is refused with file and line."""

import io
import json
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from college.core.db import unit_of_work
from college.core.permissions import Actor
from college.library import service as library
from college.library.rendering import TooHard, render_notes, render_part
from college.library.drafts import Part
from tests.hostile.detecting import Detector, foreign_in
from tests.hostile.payloads import Payload, payloads
from tests.library.shelves import FEATURES
from tests.support.live import LiveCollege
from tests.support.world import World

#: Where in a lesson a text may stand; "raw" is a line of front matter without quotation marks.
SLOTS = ("title", "summary", "objective", "keypoint", "app_version", "narrator", "raw", "introduction", "step", "text", "tip", "warning", "teacher", "say", "wrong", "alt")
WHERE = "http://careless.test/"
#: Lessons of one course.
SOME = 40
LESSON = """---
id: {id}
title: {title}
summary: {summary}
{zh_only}objectives: [{objective}]
keypoints: [{keypoint}]
---
{introduction}

## {step} {{#{id}-open}}
{text}

```practice
screen: home
say: {say}
target: my-taobao
wrong:
  "*": {wrong}
```

![{alt}](images/red.png)

```tip
{tip}
```

```warning
{warning}
```

```teacher
{teacher}
```
"""
PLAIN = {
    "zh": dict.fromkeys(SLOTS, "看右下角的红色图片") | {"app_version": "10.1"},
    "en": dict.fromkeys(SLOTS, "Look at the red picture") | {"app_version": "10.1"},
}
QUOTED = {"title", "summary", "objective", "keypoint", "narrator", "app_version", "say", "wrong"}
COURSE = "---\nid: {id}\ntitle: {text}\nsummary: {text}\naudience: {text}\nobjectives: [{text}]\n---\n看一看 Look.\n"


def lesson_of(lang: str, name: str, slot: str, text: str) -> str:
    """Write a lesson in which one slot holds a text and all others hold plain words."""
    values = PLAIN[lang] | {slot: text}
    values = {key: json.dumps(value, ensure_ascii=False) if key in QUOTED else value for key, value in values.items()}
    if slot == "raw":
        values["summary"] = text
    zh_only = "minutes: 5\nfeature: refund\nchecked_on: 2026-11-01\napp_version: {app_version}\nnarrator: {narrator}\n".format(**values) if lang == "zh" else ""
    return LESSON.format(id=name, zh_only=zh_only, **values)


class Shelf:
    """A folder of courses, each of many lessons with one hostile text; refused lessons are taken out again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.refused: Counter = Counter()
        (root / "features.yaml").write_text(FEATURES, "utf-8")
        red = io.BytesIO()
        Image.new("RGB", (40, 40), "red").save(red, "PNG")
        self.red = red.getvalue()

    def add(self, course: str, hostile: list[tuple[str, Payload]]) -> None:
        """Write a course whose lessons hold these texts in these slots; its own title is hostile too."""
        folder = self.root / course
        (folder / "images").mkdir(parents=True)
        (folder / "images/red.png").write_bytes(self.red)
        own = json.dumps(hostile[0][1].text[:60], ensure_ascii=False)
        for ending in ("", ".en"):
            (folder / f"course{ending}.md").write_text(COURSE.format(id=course, text=own), "utf-8")
        for at, (slot, one) in enumerate(hostile, start=1):
            for lang, ending in (("zh", ""), ("en", ".en")):
                text = lesson_of(lang, f"{course}-{at}", slot, one.text)
                (folder / f"{at:02}-lesson{ending}.md").write_bytes(text.encode("utf-8", "replace"))

    def prepare(self):
        """Check the folder; take refused lessons out, once, and give what is ready."""
        for _round in range(3):
            try:
                return library.prepare(self.root)
            except library.NotFit as unfit:
                self._take_out(unfit.problems)
        raise AssertionError("\n".join(problem.say() for problem in library.check(self.root)[0][:20]))

    def _take_out(self, problems) -> None:
        for problem in problems:
            assert problem.line >= 1 and len(problem.say()) > 20, "a refusal names file and line and says what to do"
        for file in {problem.file for problem in problems}:
            stem = (self.root / file).name.removesuffix(".md").removesuffix(".en")
            if stem == "course":
                self._calm((self.root / file).parent)
                continue
            for ending in (".md", ".en.md"):
                (self.root / file).with_name(stem + ending).unlink(missing_ok=True)
            self.refused[stem] += 1

    def _calm(self, folder: Path) -> None:
        for ending in ("", ".en"):
            (folder / f"course{ending}.md").write_text(COURSE.format(id=folder.name, text="看一看"), "utf-8")


def _hostile_lessons(step: int, turns: int) -> list[tuple[str, Payload]]:
    return [(SLOTS[(at + turn * 5) % len(SLOTS)], one) for turn in range(turns) for at, one in enumerate(payloads()[turn::step])]


def _publish(app, root: Path, hostile: list) -> Shelf:
    shelf = Shelf(root)
    for number, start in enumerate(range(0, len(hostile), SOME), start=1):
        shelf.add(f"odd-{number}", hostile[start : start + SOME])
    with app.app_context():
        ready = shelf.prepare()
        with unit_of_work():
            library.store(actor=Actor.system(), ready=ready)
    return shelf


def _addresses(app) -> dict[str, list[str]]:
    """Give every page on which a published lesson or course shows, for students and for staff."""
    with app.app_context():
        courses = [course for course in library.published_courses() if course.id.startswith("odd-")]
    learner, staff = ["/learn"], ["/courses"]
    for course in courses:
        learner.append(f"/learn/{course.id}")
        staff.append(f"/courses/{course.id}")
        for lesson in course.lessons:
            step = f"/learn/{course.id}/{lesson.id}/{lesson.id}-open"
            learner += [step, f"{step}/practice"]
            staff.append(f"/courses/{course.id}/{lesson.id}")
    return {"student": learner, "lecturer": staff}


@pytest.fixture
def classroom(sqlite_colleges):
    """Serve a college with one class."""
    app = sqlite_colleges.separate("markdown", "refunds")
    world = World(app)
    live = LiveCollege(app).start()
    yield world, live
    live.stop()


def _look(classroom, browser, tmp_path, hostile: list, most: int) -> tuple[int, Shelf]:
    world, live = classroom
    shelf = _publish(world.app, tmp_path, hostile)
    people = {"student": world.here.student_id, "lecturer": world.here.lecturer_id}
    faults, opened = [], 0
    for who, addresses in _addresses(world.app).items():
        for lang in ("zh", "en"):
            context = browser.new_context(base_url=live.url, bypass_csp=True)
            context.add_cookies(live.cookies(person=people[who], lang=lang))
            detector, page = Detector(context), context.new_page()
            for address in addresses[:: max(len(addresses) // most, 1)]:
                answer, opened = page.goto(address), opened + 1
                found = foreign_in(page) + detector.take() + ([] if answer.status == 200 else [str(answer.status)])
                found += [] if page.evaluate("() => document.querySelectorAll('h1').length") == 1 else ["headings"]
                faults += [f"{who} {address} {lang}: {fault}" for fault in found]
            context.close()
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:30])
    assert not live.errors
    return opened, shelf


def test_what_is_published_shows_hostile_texts_as_words(classroom, browser, tmp_path):
    hostile = _hostile_lessons(11, 1)
    opened, shelf = _look(classroom, browser, tmp_path, hostile, 10)
    assert opened >= 40
    assert 0 < len(list(tmp_path.glob("*/*-lesson.md"))) < len(hostile), "some are published, some refused"


@pytest.mark.full
def test_all_that_is_published_shows_hostile_texts_as_words(classroom, browser, tmp_path):
    hostile = _hostile_lessons(2, 2)
    opened, shelf = _look(classroom, browser, tmp_path, hostile, 90)
    published = len(list(tmp_path.glob("*/*-lesson.md")))
    print(f"{len(hostile)} lessons in {len(SLOTS)} places: {published} published, {len(hostile) - published} refused, {opened} pages opened")


def _rendered(text: str, lang: str) -> list[str]:
    try:
        return [str(render_part(text, lang)), str(render_notes([Part("teacher", 1, text)], lang))]
    except TooHard:
        return []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_renderer_alone_lets_nothing_run(browser, lang):
    """Without the check before it: whatever is stored in the place of a lesson's Markdown comes out harmless."""
    context = browser.new_context(bypass_csp=True)
    served = {"text": ""}
    context.route("**/*", lambda route: route.fulfill(body=served["text"], content_type="text/html; charset=utf-8") if route.request.url == WHERE else route.fulfill(status=404, body=""))
    detector, page = Detector(context), context.new_page()
    pieces, faults = [html for one in payloads() for html in _rendered(one.text, lang)], []
    assert len(pieces) > 900
    for start in range(0, len(pieces), 50):
        served["text"] = "<!doctype html><meta charset=utf-8><main>" + "".join(f"<div class=piece>{each}</div>" for each in pieces[start : start + 50]) + "</main><footer>x</footer>"
        page.goto(WHERE)
        faults += foreign_in(page) + detector.take()
        assert page.evaluate("() => document.querySelectorAll('main > .piece').length + document.querySelectorAll('body > footer').length") == len(pieces[start : start + 50]) + 1
    context.close()
    assert not faults, faults[:20]
