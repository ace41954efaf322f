"""Small course folders for the tests of the library, and drawn screens without drawings."""

from pathlib import Path

FEATURES = """- id: refund
  name: {zh: 退货退款, en: Returns and refunds}
  path: {zh: 我的淘宝 > 退款/售后, en: My Taobao > After-sales}
- id: orders
  name: {zh: 我的订单, en: My orders}
  path: {zh: 我的淘宝 > 我的订单, en: My Taobao > My orders}
"""

COURSE = """---
id: returns
title: {title}
summary: {summary}
audience: {summary}
objectives:
  - {summary}
---
{summary}
"""

STEP_ZH = """## 打开我的淘宝 {#open}
点一下右下角的“我的淘宝”。

```practice
screen: home
say: 点一下“我的淘宝”。
target: my-taobao
wrong:
  search: 这里是搜索。
  "*": 再看看右下角。
```

## 找到退款 {#find feature=orders}
点“退款/售后”。

```tip
数字是**等着办**的件数。
```

```teacher
请学员说出 *在哪里*。
```
"""

STEP_EN = """## Open 我的淘宝 (My Taobao) {#open}
Tap 我的淘宝 (My Taobao) at the bottom right.

```practice
screen: home
say: Tap 我的淘宝 (My Taobao).
target: my-taobao
wrong:
  search: This is the search.
  "*": Look at the bottom right.
```

## Find returns {#find}
Tap 退款/售后 (Returns).

```tip
The number says how many **wait**.
```

```teacher
Let the students say *where* it is.
```
"""


def front(**values: str) -> str:
    """Write the front matter of a lesson; a value of None leaves its key out."""
    keys = {"id": "find-it", "title": "找到退款", "summary": "知道从哪里进去。", "minutes": "5", "feature": "refund",
            "objectives": "[会找到]", "keypoints": "[在右下角]", "app_version": '""', "checked_on": '""'} | values
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items() if value is not None) + "---\n"


def front_en(**values: str) -> str:
    """Write the front matter of an English lesson."""
    return front(**({"title": "Find returns", "summary": "Know the way in.", "objectives": "[Find it]", "minutes": None,
                     "keypoints": "[Bottom right]", "feature": None, "app_version": None, "checked_on": None} | values))


class CourseFolder:
    """A folder of courses on the disk that a test may change file by file."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("features.yaml", FEATURES)
        self.write("returns/course.md", COURSE.format(title="退货退款", summary="不用怕"))
        self.write("returns/course.en.md", COURSE.format(title="Returns", summary="No fear"))
        self.lesson("01-find")

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file below the root."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def lesson(self, stem: str, zh: str = STEP_ZH, en: str | None = STEP_EN, **values: str) -> None:
        """Write a lesson of the course in both languages, or in Chinese alone."""
        self.write(f"returns/{stem}.md", front(**values) + zh)
        if en is not None:
            self.write(f"returns/{stem}.en.md", front_en(id=values.get("id", "find-it")) + en)

    def second(self, **values: str) -> None:
        """Write a second lesson with its own step ids."""
        values = {"id": "send-it"} | values
        self.lesson("02-send", STEP_ZH.replace("#open", "#pack").replace("#find", "#send"),
                    STEP_EN.replace("#open", "#pack").replace("#find", "#send"), **values)

    def remove(self, stem: str) -> None:
        """Take a lesson away."""
        for ending in (".md", ".en.md"):
            (self.root / f"returns/{stem}{ending}").unlink()


class NamedScreens:
    """Two screens with targets and values, without drawings."""

    def names(self):
        """Give the names."""
        return ("home", "order")

    def targets(self, name, values=None):
        """Give what can be tapped; an order that is sent can be tracked."""
        tracked = {"track"} if (values or {}).get("state") == "sent" else set()
        return frozenset({"search", "my-taobao"} if name == "home" else {"apply"} | tracked)

    def value_choices(self, name):
        """Give the values and their words."""
        return {} if name == "home" else {"state": ("sent", "paid"), "note": ()}

    def value_names(self, name):
        """Give the names of the values."""
        return frozenset(self.value_choices(name))
