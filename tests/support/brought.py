"""The files of a course that somebody else wrote, small enough to be brought in within a test."""

from college.library import service as library

BROUGHT = library.pack({
    "notes/README.md": "# 记事\n写给自己。\n".encode(),
    "notes/docs/01.md": "# 第一篇\n## 看一看\n看右下角。\n".encode(),
})  # fmt: skip
