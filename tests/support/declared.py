"""What is expected of every endpoint, by hand: who may come to it, with what, and how a permitted request is answered."""

from dataclasses import dataclass, field
from uuid import uuid4

from college.authoring.service import Texts, fingerprint
from tests.support.sounds import mp3

DONE, SHOWN = {302, 303}, {200}
COHORT = {"name": "新班", "starts_on": "2026-11-22", "ends_on": "2027-01-22", "teacher_name": "周老师", "teacher_phone": "0571-87654321"}
#: A role for somebody by her login name; "{…}" are names of `World.value`.
APPOINTED = {"login": "{helper_login}", "role": "coordinator", "place": "{district_code}", "from_on": "", "to_on": ""}
COLLEAGUE = {"name": "新同事", "login": "xin.tongshi", "role": "operator", "district": ""}


@dataclass(frozen=True)
class Rule:
    """What is expected of one endpoint.

    needs: the permission, None for everybody. at: "cohort" when the address names something of a cohort, "course"
    when it names the course of a district (names=OWN and the like), "district" when the form names one, "" otherwise. data: what a POST carries. answers: how a permitted
    request is answered. names: place in the address → name in `Side`, where they differ.
    """

    needs: str | None = None
    at: str = ""
    data: dict = field(default_factory=dict)
    answers: frozenset = frozenset(SHOWN)
    names: dict = field(default_factory=dict)


def _shown(needs: str | None = None, at: str = "", **names: str) -> Rule:
    return Rule(needs, at, names=names)


def _done(needs: str, at: str = "", data: dict | None = None, answers: set = DONE, **names: str) -> Rule:
    return Rule(needs, at, data or {}, frozenset(answers), names)


def _open(*answers: int, data: dict | None = None, **names: str) -> Rule:
    return Rule(None, "", data or {}, frozenset(answers), names)


STUDENT, GONE = {"person_id": "student_id"}, {"person_id": "gone_id"}
STAFF = {"person_id": "lecturer_id"}
SENT = {"question_id": "sent_id"}
ONCE = {"client_id": str(uuid4())}
SAID = {"text": "请看右下角", "seen": "1", **ONCE}
RAISED = {"theme": "new", "title": "看不懂订单", "excerpt": "点了没有反应", "confirmed": "y"}
DECIDED = {"to": "looking", "seen": "new", "sentence": "我们在看。", **ONCE}
AT_STEP = {"course": "refunds", "lesson": "find-order", "step": "open-my-taobao"}

#: What the authors of a side write (`World._written`): for rules with at="course".
#: The mark of a piece of a text that is not there.
NOTHING_THERE = fingerprint(Texts(""))
OWN_COURSE = {"course": "own_course_id"}
OWN = {**OWN_COURSE, "lesson": "draft_lesson_id"}
OWN_STEP = {**OWN, "step": "draft_step_id"}

#: endpoint → what is expected of it. A new endpoint fails until it stands here.
DECLARED = {
    "static": _open(200, filename="stylesheet"),
    "home.index": _open(200, 303),
    "home.signed_out": _open(200),
    "home.help": _open(200),
    "home.accessibility": _open(200),
    "home.privacy": _open(200),
    "privacy.my_data": _open(200, 303),
    "privacy.my_data_whole": _open(200, 303),
    "privacy.my_data_download": _open(200, 303, 403),
    "privacy.delete_form": _open(200, 303),
    "privacy.delete": _open(303, 409),
    "privacy.deleted": _open(303),
    "privacy.erase_form": _shown("person:erase", "cohort", **STUDENT),
    "privacy.erase": _done("person:erase", "cohort", {"way": "phone", "note": ""}, **STUDENT),
    "privacy.copy_form": _shown("person:erase", "cohort", **STUDENT),
    "privacy.copy": _done("person:erase", "cohort", {"reason": "女儿,死亡证明", "kind": "json"}, SHOWN, **STUDENT),
    "privacy.deletions": _shown("person:erase"),
    "privacy.take_back": _done("person:erase", "cohort", person_id="hidden_id"),
    "notices.read": _open(303, 403, 404),
    "accounts.card_link": _open(404, token="dead"),
    "accounts.card": _open(303),
    "accounts.card_confirm": _open(303),
    "accounts.card_phone": _open(303),
    "accounts.card_sign_in": _open(303),
    "accounts.card_help": _open(200),
    "accounts.card_rests": _open(303),
    "accounts.way_over": _open(303),
    "accounts.handover_link": _open(404, token="dead"),
    "accounts.code_form": _open(200),
    "accounts.code": _open(422),
    "accounts.sms_form": _open(200),
    "accounts.sms": _open(422),
    "accounts.sms_code_form": _open(303),
    "accounts.sms_code": _open(303),
    "accounts.who_form": _open(303),
    "accounts.who": _open(303),
    "accounts.confirm_sms": _open(303, 403, 409),
    "accounts.sign_in": _open(200),
    "accounts.sign_in_action": _open(422),
    "accounts.password_link": _open(404, token="dead"),
    "accounts.password": _open(404),
    "accounts.password_action": _open(404),
    "accounts.second_step_form": _open(303),
    "accounts.second_step_check": _open(422),
    "accounts.confirm_form": _open(200, 303),
    "accounts.confirm": _open(403, 422),
    "accounts.second_factor_new_form": _open(200, 303),
    "accounts.second_factor_new": _open(303, 403, 422),
    "accounts.recovery_codes_form": _open(200, 303),
    "accounts.recovery_codes": _open(303, 403, 404),
    "accounts.second_factor_remove_form": _open(200, 303),
    "accounts.second_factor_remove": _open(303, 403),
    "accounts.devices": _open(200, 303),
    "accounts.device_end": _open(303, 403, 404),
    "accounts.device_known": _open(303, 403, 404),
    "accounts.devices_end_others": _open(303, 403),
    "accounts.devices_end_all": _open(303, 403),
    "accounts.consent_form": _open(200, 303),
    "accounts.consent": _open(303, 403),
    "accounts.consent_decline": _open(303, 403),
    "accounts.consent_withdraw": _open(303, 403),
    "accounts.sign_out": _open(303),
    "accounts.display": _open(303, data={"size": "huge", "back": "/"}),
    "demo.enter_form": _open(404, token="dead"),
    "demo.enter": _open(404, token="dead"),
    "authoring.settle": _done("course:write", "course", {"part": "gone", "base": NOTHING_THERE, "choice": "theirs", "zh": "## 你好", "form_id": str(uuid4())}, **OWN),
    "authoring.asides": _shown("course:write", "course", **OWN),
    "authoring.put_aside_back": _done("course:write", "course", {"form_id": str(uuid4())}, **OWN),
    "authoring.keep_presence": _done("course:write", "course", {"part": "intro", "version": "1"}, SHOWN, **OWN),
    "authoring.index": _shown("course:view"),
    "authoring.new_course_form": _shown("course:start"),
    "authoring.new_course": _done("course:start", "district", {"title": "新开的课", "form_id": str(uuid4())}),
    "authoring.course": _shown("course:write", "course", **OWN_COURSE),
    "authoring.new_lesson_form": _shown("course:write", "course", **OWN_COURSE),
    "authoring.new_lesson": _done("course:write", "course", {"title": "又一节", "form_id": str(uuid4())}, **OWN_COURSE),
    "authoring.order": _done("course:write", "course", {"lesson": "{draft_lesson_id}", "place": "0", "way": "down"}, **OWN_COURSE),
    "authoring.put_away": _done("course:write", "course", **OWN),
    "authoring.put_back": _done("course:write", "course", **{**OWN, "lesson": "away_lesson_id"}),
    "authoring.copy_form": _shown("course:start"),
    "authoring.copy_course": _done("course:start", "district", {"title": "改编的课", "form_id": str(uuid4())}),
    "authoring.origin_lesson": _shown("course:write", "course", course="own_course_id"),
    "authoring.take_origin": _done("course:write", "course", {"number": "1", "way": "take"}, course="own_course_id"),
    "authoring.authors": _shown("role:give", "course", **OWN_COURSE),
    "authoring.give_author": _done("role:give", "course", {"login": "{helper_login}", "to_on": ""}, **OWN_COURSE),
    "authoring.end_author": _done("role:give", "course", **OWN_COURSE, grant_id="author_grant_id"),
    "library.index": _shown("course:view"),
    "library.screens": _shown("course:view"),
    "library.course": _shown("course:view"),
    "library.lesson": _shown("course:view"),
    "library.picture": _open(404),
    "library.silent_index": _shown("recording:keep"),
    "library.silent": _shown("recording:keep"),
    "library.recording": _shown("recording:keep"),
    "library.keep_recording": _done("recording:keep", data={"sound": mp3(2, b"third"), **ONCE}),
    "library.remove_recording": _done("recording:keep"),
    "library.restore_recording": _done("recording:keep", recording_id="removed_recording_id"),
    "library.sound": _open(404),
    "lessons.index": _open(200, 303),
    "lessons.all_courses": _open(200),
    "lessons.tracks": _open(200),
    "lessons.track": _open(200),
    "lessons.choose_track": _open(303),
    "lessons.check": _open(200),
    "lessons.course": _open(200),
    "lessons.lesson": _open(303),
    "lessons.finished": _open(200, 303),
    "lessons.step": _open(200),
    "lessons.practice": _open(200, 303),
    "lessons.done": _done("lesson:follow"),
    "lessons.tap": _done("lesson:follow", data={"tap": "my-taobao", "at": "1", "client_id": str(uuid4())}),
    "questions.call": _done("question:ask", data={**AT_STEP, **ONCE}),
    "questions.words_form": _shown("question:ask", "cohort", question_id="draft_id"),
    "questions.save_draft": _done("question:ask", "cohort", {"text": "找不到"}, question_id="draft_id"),
    "questions.send": _done("question:ask", "cohort", {"text": "找不到"}, question_id="draft_id"),
    "questions.index": _open(200, 303, 403),
    "questions.show": _open(200, 303, 404, question_id="sent_id"),
    "questions.withdraw_form": _shown("question:ask", "cohort", **SENT),
    "questions.withdraw": _done("question:ask", "cohort", **SENT),
    "questions.restore": _done("question:ask", "cohort", question_id="withdrawn_id"),
    "questions.reply": _done("question:ask", "cohort", SAID, question_id="asked_id"),
    "questions.help_form": _shown("help:call", "cohort", **STUDENT),
    "questions.help_for": _done("help:call", "cohort", {"step": "refunds/open-my-taobao", **ONCE}, **STUDENT),
    "questions.desk": _shown("question:answer"),
    "questions.desk_show": _shown("question:answer", "cohort", **SENT),
    "questions.claim": _done("question:answer", "cohort", **SENT),
    "questions.release": _done("question:answer", "cohort", question_id="taken_id"),
    "questions.answer": _done("question:answer", "cohort", SAID, **SENT),
    "questions.ask_back": _done("question:answer", "cohort", SAID, **SENT),
    "search.index": _open(200),
    "search.find": _open(303, data={"q": "退货"}),
    "search.desk": _shown("course:view"),
    "search.misses": _shown("lesson:check"),
    "search.mark": _done("lesson:check", data={"state": "taught"}),
    "feedback.raise_form": _shown("theme:raise", "cohort", **SENT),
    "feedback.raise_question": _done("theme:raise", "cohort", RAISED, **SENT),
    "feedback.part": _done("theme:raise", "cohort", question_id="taken_id"),
    "feedback.to_check": _shown("lesson:check"),
    "feedback.check": _done("lesson:check"),
    "feedback.index": _shown("theme:view"),
    "feedback.show": _shown("theme:view"),
    "feedback.move_form": _shown("theme:decide"),
    "feedback.move": _done("theme:decide", data=DECIDED),
    "feedback.export_themes": _done("theme:export", answers=SHOWN),
    "feedback.export_evidence": _done("theme:export", answers=SHOWN),
    "feedback.friction_index": _shown("friction:view"),
    "privacy.twin": _shown("person:merge", "cohort", **STUDENT),
    "privacy.merge_form": _shown("person:merge", "cohort"),
    "privacy.merge": _done("person:merge", "cohort", {"name": "keep", "phone": "keep", "age_band": "keep"}),
    "privacy.merge_show": _shown("person:merge", "cohort"),
    "privacy.merge_part_form": _shown("person:merge", "cohort"),
    "privacy.merge_part": _done("person:merge", "cohort"),
    "privacy.transfers": _shown("person:move"),
    "privacy.transfer": _shown("person:move", "cohort"),
    "privacy.transfer_accept": _done("person:move", "cohort", {"cohort": "{cohort_id}"}),
    "privacy.transfer_decline": _done("person:move", "cohort", {"reason": "班里满了"}),
    "cohorts.move_form": _shown("person:move", "cohort", **STUDENT),
    "cohorts.move": _done("person:move", "cohort", {"district": "330105"}, **STUDENT),
    "cohorts.move_withdraw": _done("person:move", "cohort", person_id="moving_id", transfer_id="leaving_id"),
    "privacy.retention_index": _shown("retention:run"),
    "privacy.retention_run": _done("retention:run"),
    "privacy.retention_job": _shown("retention:run", job_id="retention_job_id"),
    "privacy.keys_saved": _done("retention:run"),
    "cohorts.index": _shown("cohort:view"),
    "cohorts.new_form": _shown("cohort:edit"),
    "cohorts.create": _done("cohort:edit", "district", COHORT),
    "cohorts.show": _shown("cohort:view", "cohort"),
    "cohorts.edit_form": _shown("cohort:edit", "cohort"),
    "cohorts.edit": _done("cohort:edit", "cohort", COHORT),
    "cohorts.archive_form": _shown("cohort:edit", "cohort"),
    "cohorts.archive": _done("cohort:edit", "cohort"),
    "cohorts.unarchive": _done("cohort:edit", "cohort", cohort_id="archived_id"),
    "cohorts.add_form": _shown("enrollment:edit", "cohort"),
    "cohorts.add": _done("enrollment:edit", "cohort", {"name": "何新来"}),
    "cohorts.student": _shown("cohort:view", "cohort", **STUDENT),
    "cohorts.unmask_form": _shown("phone:unmask", "cohort", **STUDENT),
    "cohorts.unmask": _done("phone:unmask", "cohort", {"reason": "三次没有来上课"}, SHOWN, **STUDENT),
    "cohorts.student_edit_form": _shown("enrollment:edit", "cohort", **STUDENT),
    "cohorts.student_edit": _done("enrollment:edit", "cohort", {"name": "何改名", "phone_choice": "keep"}, **STUDENT),
    "cohorts.end_form": _shown("enrollment:edit", "cohort", **STUDENT),
    "cohorts.end": _done("enrollment:edit", "cohort", **STUDENT),
    "cohorts.restore": _done("enrollment:edit", "cohort", **GONE),
    "board.show": _shown("board:view", "cohort"),
    "board.people": _shown("board:view", "cohort"),
    "board.lesson_index": _shown("course:view"),
    "board.lesson": _shown("course:view"),
    "board.lesson_export": _done("board:export", answers=SHOWN),
    "board.export": _done("board:export", "cohort", answers=SHOWN),
    "lessons.handout_page": _open(200),
    "lessons.handout_file": _open(200, 303),
    "lessons.handouts": _shown("cohort:view", "cohort"),
    "lessons.start_handouts": _done("cohort:view", "cohort", {"lessons": "{course}/{lesson}", "lang": "zh", "way": "named", "copies": ""}),
    "lessons.handouts_job": _shown("cohort:view", "cohort", job_id="handouts_id"),
    "lessons.stop_handouts": _done("cohort:view", "cohort", job_id="waiting_job_id"),
    "lessons.handouts_pdf": _done("cohort:view", "cohort", answers=SHOWN, file_id="handouts_id"),
    "cohorts.cards": _shown("card:issue", "cohort"),
    "cohorts.cards_print": _done("card:issue", "cohort"),
    "cohorts.cards_everyone_form": _shown("card:issue", "cohort"),
    "cohorts.cards_everyone": _done("card:issue", "cohort"),
    "cohorts.cards_job": _shown("card:issue", "cohort"),
    "cohorts.cards_pdf": _done("card:issue", "cohort", answers=SHOWN),
    "cohorts.card_form": _shown("card:issue", "cohort", **STUDENT),
    "cohorts.card": _done("card:issue", "cohort", **STUDENT),
    "cohorts.card_resume": _done("card:issue", "cohort", **STUDENT),
    "cohorts.handover_form": _shown("handover:give", "cohort", **STUDENT),
    "cohorts.handover": _done("handover:give", "cohort", answers=SHOWN, **STUDENT),
    "cohorts.class_end_form": _shown("class:end", "cohort"),
    "cohorts.class_end": _done("class:end", "cohort"),
    "cohorts.import_form": _shown("roster:import", "cohort"),
    "cohorts.import_start": _done("roster:import", "cohort", {"roster": "姓名\n周又来\n".encode()}),
    "cohorts.import_show": _shown("roster:import", "cohort"),
    "cohorts.import_columns_form": _shown("roster:import", "cohort"),
    "cohorts.import_columns": _done("roster:import", "cohort", {"name": "0", "first_row": "heading"}),
    "cohorts.import_answer": _done("roster:import", "cohort", {"row": "2", "answer": "new"}, import_id="asking_id"),
    "cohorts.import_apply": _done("roster:import", "cohort"),
    "cohorts.import_undo_form": _shown("roster:import", "cohort", import_id="applied_id"),
    "cohorts.import_undo": _done("roster:import", "cohort", import_id="applied_id"),
    "cohorts.appoint_index": _done("role:give", answers=SHOWN | DONE),
    "cohorts.appoint_form": _shown("role:give"),
    "cohorts.appoint": _done("role:give", "district", APPOINTED),
    "cohorts.appoint_end_form": _shown("role:give", "cohort", grant_id="helper_grant_id"),
    "cohorts.appoint_post_end_form": _shown("role:give", "cohort", **STAFF, role="post_role"),
    "cohorts.appoint_end": _done("role:give", "cohort", grant_id="helper_grant_id"),
    "cohorts.appoint_post_end": _done("role:give", "cohort", **STAFF, role="post_role"),
    "accounts.audit_index": _shown("audit:read"),
    "accounts.audit_export": _done("audit:read", answers=SHOWN),
    "cohorts.staff_index": _shown("staff:manage"),
    "cohorts.staff_new_form": _shown("staff:manage"),
    "cohorts.staff_create": _done("staff:manage", data=COLLEAGUE, answers=SHOWN | DONE),
    "cohorts.staff_show": _shown("staff:manage", **STAFF),
    "cohorts.staff_password_link": _done("staff:manage", answers=SHOWN, **STAFF),
    "cohorts.role_form": _shown("staff:manage", **STAFF),
    "cohorts.role_give": _done("staff:manage", data={"role": "operator", "district": ""}, **STAFF),
    "cohorts.role_end_form": _shown("staff:manage", person_id="spare_id", grant_id="spare_grant_id"),
    "cohorts.post_end_form": _shown("staff:manage", **STAFF, role="post_role"),
    "cohorts.role_end": _done("staff:manage", person_id="spare_id", grant_id="spare_grant_id"),
    "cohorts.post_end": _done("staff:manage", **STAFF, role="post_role"),
    "cohorts.staff_close_form": _shown("staff:manage", **STAFF),
    "cohorts.staff_close": _done("staff:manage", **STAFF),
    "cohorts.second_factor_reset_form": _shown("staff:manage", **STAFF),
    "cohorts.second_factor_reset": _done("staff:manage", **STAFF),
    "cohorts.staff_open": _done("staff:manage", person_id="closed_id"),
}  # fmt: skip
