"""What is expected of every endpoint of reading and writing courses, by hand; see `declared`."""

from uuid import uuid4

from college.authoring.service import Texts, fingerprint
from tests.support.brought import BROUGHT
from tests.support.declaring import DONE, ONCE, SHOWN, Rule, done, free, shown
from tests.support.drawing import PICTURE
from tests.support.sounds import mp3

#: What the authors of a side write (`World._written`): for rules with at="course".
#: The mark of a piece of a text that is not there.
NOTHING_THERE = fingerprint(Texts(""))
OWN_COURSE = {"course": "own_course_id"}
#: Files that a lecturer brought to begin a course with; nobody else sees them.
BROUGHT_NEW = {"import_id": "brought_id"}
OWN = {**OWN_COURSE, "lesson": "draft_lesson_id"}
OWN_STEP = {**OWN, "step": "draft_step_id"}

#: The step of the second lesson whose practice and picture are being made (`tests.support.drawing`).
DRAWN = {**OWN_COURSE, "lesson": "other_lesson_id", "step": "drawn_step_id"}
DRAWN_AT = {**DRAWN, "at": "drawn_at"}
DRAWN_BASE = {"base": "{drawn_base}"}

#: endpoint → what is expected of it.
COURSES = {
    "authoring.settle": done("course:write", "course", {"part": "gone", "base": NOTHING_THERE, "choice": "theirs", "zh": "## 你好", "form_id": str(uuid4())}, **OWN),
    "authoring.asides": shown("course:write", "course", **OWN),
    "authoring.put_aside_back": done("course:write", "course", {"form_id": str(uuid4())}, **OWN),
    "authoring.keep_presence": done("course:write", "course", {"part": "intro", "version": "1"}, SHOWN, **OWN),
    "authoring.export": done("course:write", "course", {"what": "drafts"}, SHOWN, **OWN_COURSE),
    "authoring.import_form": shown("course:start"),
    "authoring.import_course": done("course:start", "", {"packed": BROUGHT, "form_id": str(uuid4())}),
    "authoring.import_show": Rule("course:start", answers=frozenset({200, 404}), names=BROUGHT_NEW),
    "authoring.import_take": done("course:start", "", {"district": "{district_code}"}, DONE | {404}, **BROUGHT_NEW),
    "authoring.update_form": shown("course:write", "course", **OWN_COURSE),
    "authoring.update_course": done("course:write", "course", {"packed": BROUGHT, "form_id": str(uuid4())}, **OWN_COURSE),
    "authoring.update_show": shown("course:write", "course", **OWN_COURSE, import_id="update_id"),
    "authoring.update_take": done("course:write", "course", **OWN_COURSE, import_id="update_id"),
    "authoring.lesson": shown("course:write", "course", **OWN),
    "authoring.add_step": done("course:write", "course", {"title": "再看一步", "form_id": str(uuid4())}, **OWN),
    "authoring.step": shown("course:write", "course", **OWN_STEP),
    "authoring.keep_step": done("course:write", "course", {"title_zh": "换个说法", "base": "{draft_step_base}"}, **OWN_STEP),
    "authoring.step_text": shown("course:write", "course", **OWN_STEP),
    "authoring.keep_step_text": done("course:write", "course", {"zh": "## 换个说法 {#{draft_step_id}}", "base": "{draft_step_base}"}, **OWN_STEP),
    "authoring.move_step": done("course:write", "course", {"number": "1", "way": "down"}, **OWN_STEP),
    "authoring.take_out_step": done("course:write", "course", **OWN_STEP),
    "authoring.put_back_step": done("course:write", "course", **{**OWN, "step": "removed_step_id"}),
    "authoring.move_to_form": shown("course:write", "course", **OWN_STEP),
    "authoring.move_to": done("course:write", "course", {"lesson": "{other_lesson_id}"}, **OWN_STEP),
    "authoring.intro": shown("course:write", "course", **OWN),
    "authoring.keep_intro": done("course:write", "course", {"kind-0": "text", "zh-0": "从前有一位阿姨。", "base": "{intro_base}"}, **OWN),
    "authoring.head": shown("course:write", "course", **OWN),
    "authoring.keep_head": done("course:write", "course", {"title_zh": "换个名字", "base": "{head_base}"}, **OWN),
    "authoring.text": shown("course:write", "course", **OWN),
    "authoring.keep_text": done("course:write", "course", {"zh": "---\nid: {draft_lesson_id}\n---\n话。", "base": "{text_base}"}, **OWN),
    "authoring.phone": done("course:write", "course", answers=SHOWN | DONE, **OWN),
    "authoring.phone_step": shown("course:write", "course", **OWN_STEP),
    "authoring.phone_practice": done("course:write", "course", answers=SHOWN | DONE, **OWN_STEP),
    "authoring.index": shown("course:view"),
    "authoring.new_course_form": shown("course:start"),
    "authoring.new_course": done("course:start", "district", {"title": "新开的课", "form_id": str(uuid4())}),
    "authoring.course": shown("course:write", "course", **OWN_COURSE),
    "authoring.new_lesson_form": shown("course:write", "course", **OWN_COURSE),
    "authoring.new_lesson": done("course:write", "course", {"title": "又一节", "form_id": str(uuid4())}, **OWN_COURSE),
    "authoring.order": done("course:write", "course", {"lesson": "{draft_lesson_id}", "place": "0", "way": "down"}, **OWN_COURSE),
    "authoring.publish_order": done("course:write", "course", answers={409}, **OWN_COURSE),
    "authoring.put_away": done("course:write", "course", **OWN),
    "authoring.put_back": done("course:write", "course", **{**OWN, "lesson": "away_lesson_id"}),
    "authoring.copy_form": shown("course:start"),
    "authoring.copy_course": done("course:start", "district", {"title": "改编的课", "form_id": str(uuid4())}),
    "authoring.origin_lesson": shown("course:write", "course", course="own_course_id"),
    "authoring.take_origin": done("course:write", "course", {"number": "1", "way": "take"}, course="own_course_id"),
    "authoring.publish_form": shown("course:write", "course", **OWN),
    "authoring.publish": done("course:write", "course", {"version": "0", "why": "", "when": "now", "form_id": str(uuid4())}, {422}, **OWN),
    "authoring.publish_job": shown("course:write", "course", **OWN, job_id="publish_job_id"),
    "authoring.take_day_back": done("course:write", "course", **OWN),
    "authoring.take_published": done("course:write", "course", answers={409}, **OWN),
    "authoring.keep_mine": done("course:write", "course", {"seen": "x"}, {409}, **OWN),
    "authoring.withdraw_form": shown("course:write", "course", **OWN),
    "authoring.withdraw": done("course:write", "course", {"why": "要改"}, {422}, **OWN),
    "authoring.bring_back": done("course:write", "course", answers={409}, **OWN),
    "authoring.history": shown("course:write", "course", **OWN),
    "authoring.difference": Rule("course:write", "course", answers=frozenset({303}), names=OWN),
    "authoring.return_to": done("course:write", "course", {"number": "1", "seen": "1", "form_id": str(uuid4())}, {409}, **OWN),
    "authoring.readings": shown("course:write", "course", **OWN),
    "authoring.ask_reading": done("course:write", "course", {"reader": "{co_author_id}", "asked": "请看看。", "form_id": str(uuid4())}, **OWN),
    "authoring.end_reading": done("course:write", "course", **OWN),
    "authoring.reading": Rule("course:view", answers=frozenset({200, 404})),
    "authoring.answer_reading": done("course:view", "", {"version": "2", "verdict": "good", "words": ""}, {303, 404}),
    "authoring.reading_phone": Rule("course:view", answers=frozenset({200, 303, 404})),
    "authoring.reading_phone_step": Rule("course:view", answers=frozenset({200, 404}), names={"step": "draft_step_id"}),
    "authoring.reading_phone_practice": Rule("course:view", answers=frozenset({200, 303, 404}), names={"step": "draft_step_id"}),
    "authoring.practice": shown("course:write", "course", **DRAWN),
    "authoring.practice_try": shown("course:write", "course", **DRAWN),
    "authoring.practice_screens": Rule("course:write", "course", names=DRAWN_AT),
    "authoring.choose_screen": Rule("course:write", "course", {"screen": "cart", **DRAWN_BASE}, frozenset(DONE), DRAWN_AT),
    "authoring.practice_values": Rule("course:write", "course", names=DRAWN_AT),
    "authoring.keep_practice_values": Rule("course:write", "course", {"value_goods": "cup", **DRAWN_BASE}, frozenset(DONE), DRAWN_AT),
    "authoring.practice_target": Rule("course:write", "course", names=DRAWN_AT),
    "authoring.keep_practice_target": Rule("course:write", "course", {"tap": "insurance", **DRAWN_BASE}, frozenset(DONE), DRAWN_AT),
    "authoring.practice_say": Rule("course:write", "course", names=DRAWN_AT),
    "authoring.keep_practice_say": Rule("course:write", "course", {"zh": "点“查看物流”。", **DRAWN_BASE}, frozenset(DONE), DRAWN_AT),
    "authoring.practice_wrong": Rule("course:write", "course", names=DRAWN_AT),
    "authoring.keep_practice_wrong": Rule("course:write", "course", {"zh_any": "不着急。", **DRAWN_BASE}, frozenset(DONE), DRAWN_AT),
    "authoring.move_practice": Rule("course:write", "course", {"to": "2", **DRAWN_BASE}, frozenset(DONE), DRAWN_AT),
    "authoring.take_out_practice": Rule("course:write", "course", DRAWN_BASE, frozenset(DONE), DRAWN_AT),
    "authoring.put_back_practice": done("course:write", "course", DRAWN_BASE, **DRAWN, taken_id="drawn_taken_id"),
    "authoring.picture": shown("course:write", "course", **DRAWN),
    "authoring.keep_picture": done("course:write", "course", {"picture": PICTURE}, **DRAWN),
    "authoring.picture_words": shown("course:write", "course", **{**DRAWN, "sha256": "kept_sha256"}),
    "authoring.put_picture": done("course:write", "course", {"zh": "另一张绿色的图片", "en": "A green one", "base": "{picture_base}"}, **{**DRAWN, "sha256": "kept_sha256"}),
    "authoring.take_out_picture": done("course:write", "course", {"base": "{picture_base}"}, **DRAWN),
    "authoring.authors": shown("role:give", "course", **OWN_COURSE),
    "authoring.give_author": done("role:give", "course", {"login": "{helper_login}", "to_on": ""}, **OWN_COURSE),
    "authoring.end_author": done("role:give", "course", **OWN_COURSE, grant_id="author_grant_id"),
    "library.index": shown("course:view"),
    "library.screens": shown("course:view"),
    "library.course": shown("course:view"),
    "library.lesson": shown("course:view"),
    "library.picture": free(404),
    "library.silent_index": shown("recording:keep"),
    "library.silent": shown("recording:keep"),
    "library.recording": shown("recording:keep"),
    "library.keep_recording": done("recording:keep", data={"sound": mp3(2, b"third"), **ONCE}),
    "library.remove_recording": done("recording:keep"),
    "library.restore_recording": done("recording:keep", recording_id="removed_recording_id"),
    "library.sound": free(404),
}  # fmt: skip
