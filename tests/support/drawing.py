"""A step whose practice and picture are being made, for the matrix of addresses."""

import io

from PIL import Image

from college.authoring import picturing, practising
from college.authoring import service as authoring
from college.authoring.practising import Place
from college.authoring.rules_practice import Said
from college.library import service as library


def _png() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (300, 500), "teal").save(data, "PNG")
    return data.getvalue()


#: A picture that somebody brings.
PICTURE = _png()


def drawn(make, more: dict) -> dict[str, object]:
    """Make a practice of two screens in the second lesson of a side's own course, with one taken out and a picture kept."""
    with make.work():
        author = make.actor(more["author_id"])
        where = {"course_id": more["own_course_id"], "lesson_id": more["other_lesson_id"]}
        step = library.cut(authoring.draft_for(actor=author, **where).zh).step_ids[0]
        to = {"actor": author, "place": Place(where["course_id"], where["lesson_id"], step)}
        for at, screen in enumerate(("order-detail", "orders", "home"), start=1):
            practising.choose_screen(**to, at=at, screen=screen, base=_base(to))
        practising.take_out(**to, at=3, base=_base(to))
        for at, target in ((1, "track"), (2, "track-slippers")):
            practising.keep_target(**to, at=at, target=target, base=_base(to))
            practising.keep_say(**to, at=at, say=Said("点一下“查看物流”。", "Tap 查看物流."), base=_base(to))
        fitted = library.fit_upload(PICTURE)
        picturing.keep(**to, fitted=fitted)
        picturing.put_in(**to, sha256=fitted.sha256, alt=Said("一张绿色的图片", "A green picture"), base=picturing.opened(**to).base)
        found = practising.opened(**to)
        return {
            "drawn_step_id": step, "drawn_at": 1, "drawn_taken_id": found.taken_out[0].id, "kept_sha256": fitted.sha256,
            "drawn_base": found.base, "picture_base": picturing.opened(**to).base,
        }


def _base(to: dict) -> str:
    return practising.opened(**to).base
