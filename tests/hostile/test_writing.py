"""Hostile words in everything that an author writes: the pages on which they are shown hold nothing that runs."""

import pytest

from college.authoring import service as authoring
from college.core.db import new_id
from college.core.permissions import Role, Scope
from tests.support.signing import sign_in

RUNS = '<script>ran(1)</script><img src=x onerror=ran(2)>"><svg onload=ran(3)>'
LINKS = "[请看](javascript:ran(4)) ![图](javascript:ran(5)) <a href=javascript:ran(6)>x</a>"
HOSTILE = f"""---
id: {{lesson}}
title: '{RUNS}'
summary: '{RUNS}'
minutes: 5
feature: refund
objectives: ['{RUNS}']
keypoints: ['{RUNS}']
---
{RUNS} {LINKS}

```teacher
{RUNS} {LINKS}
```

## {RUNS} {{{{#step-bad}}}}
{RUNS} {LINKS}

![{RUNS}](images/x.jpg)

```practice
- screen: home
  say: '{RUNS}'
  target: my-taobao
  wrong:
    cart: '{RUNS}'
    "*": '{RUNS}'
```

```tip
{RUNS}
```
"""
#: What a page of ours never holds, by the selector that finds it.
FOREIGN = ("script:not([src])", "svg[onload]", "[onerror]", "[onload]", "[onclick]", 'a[href^="javascript"]', 'img[src="x"]', '[src^="javascript"]')
PAGES = (
    "", "/head", "/intro", "/text", "/steps/step-bad", "/steps/step-bad/practice", "/steps/step-bad/practice/1/say",
    "/steps/step-bad/practice/1/wrong", "/steps/step-bad/picture", "/phone", "/phone/step-bad", "/phone/step-bad/practice",
    "/phone/step-bad/practice?tap=cart&tries=1", "/publish", "/history", "/difference", "/readings",
)  # fmt: skip


@pytest.fixture
def written(app, college, refunds):
    """Have an author write hostile words everywhere; give a client of hers, the address of the lesson and the course."""
    author, colleague = (college.staff(Role.AUTHOR, Scope(course=refunds)) for _ in range(2))
    place = {"course_id": refunds, "lesson_id": "find-order"}
    with college.work():
        actor = college.actor(author)
        there = authoring.texts_of(authoring.draft_for(actor=actor, **place))
        words = authoring.Texts(*[HOSTILE.format(lesson="find-order")] * 2)
        authoring.keep_whole(actor=actor, **place, texts=words, base=authoring.fingerprint(there))
    with college.work():
        actor = college.actor(colleague)
        authoring.ask_to_read(actor=actor, **place, reader_id=author, asked=RUNS, client_id=new_id())
    return sign_in(app, author, confirmed=True), f"/write/{refunds}/find-order", refunds


def test_nothing_that_runs_stands_on_any_page_of_writing(written):
    client, address, course = written
    shown = 0
    for path in (*(f"{address}{each}" for each in PAGES), "/write", f"/write/{course}"):
        answer = client.get(path)
        if answer.status_code in {302, 303}:
            answer = client.follow(answer)
        assert answer.status_code in {200, 404, 409}, path
        shown += "ran(" in answer.get_data(as_text=True)
        found = {each for each in FOREIGN if answer.page.select(each)}
        assert not found, f"{path}: {found}"
    assert shown > 8, "the control: the words are on the pages"


def test_a_conflict_shows_both_hostile_texts_as_words(written):
    client, address, _course = written
    page = client.get(f"{address}/steps/step-bad/text")
    page = page if page.status_code == 200 else client.get(f"{address}/text")
    answer = client.submit(page, {"base": "0123456789abcdef", "zh": f"## {RUNS} {{#step-bad}}\n{RUNS} anders"}, action=page.request.path)
    assert answer.status_code in {409, 422}
    assert not {each for each in FOREIGN if answer.page.select(each)}
