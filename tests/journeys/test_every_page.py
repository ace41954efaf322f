"""Every page on the screens of those who read it: axe finds nothing, letters and targets keep AGE_FRIENDLY's figures.

By default each phone page is looked at on the smallest and the widest phone at the smallest and the largest
letters, each desk page once; --full takes all widths, sizes and languages, and measures without scripts too.
"""

import pytest

from tests.journeys.conftest import confirm, take_consent_back
from tests.support.axe import axe_faults
from tests.support.probes import DESK, LEARNER, probe_faults

SIZES, WIDTHS, LANGUAGES = ("standard", "large", "huge"), (320, 360, 412), ("zh", "en")
PLAIN = [(320, "huge", "zh", True), (360, "large", "en", True)]
FULL = [
    (width, size, lang, js)
    for width in WIDTHS
    for size in SIZES
    for lang in LANGUAGES
    for js in (True, False)
    if (width, size, lang, js) not in PLAIN
]
#: An address that is not there, and a question that its asker took back: pages of errors must be as fit as any.
NOWHERE, TAKEN_BACK = "/nowhere", "/desk/questions/{withdrawn_id}"
#: Who looks → where. "{…}" are the names of `World.value`.
PHONE_PAGES = {
    "nobody": [
        "/", "/card/help", "/code", "/sms", "/goodbye", "/help", "/accessibility", "/privacy", NOWHERE, "/search", "/search?q=退货", "/learn/{course}", "/learn/{course}/{lesson}/{step}",
        "/learn/{course}/{lesson}/{step}/practice", "/certificates", "/certificates/{certificate_code}",
    ],
    "student here": [
        "/", "/meetings/here", "/privacy", "/consent", "/devices", "/confirm", "/help", "/learn", "/learn/{course}", "/learn/{course}/{lesson}/{step}", "/learn/{course}/{lesson}/{step}/practice",
        "/learn/{course}/{lesson}/finished", "/learn/{course}/{lesson}/print", "/accessibility", "/questions", "/questions/{draft_id}/words", "/questions/{sent_id}",
        "/questions/{asked_id}", "/questions/{withdrawn_id}", "/questions/{answered_id}", "/questions/{sent_id}/withdraw", "/goodbye", "/search", "/search?q=反应", "/search?q=彩票", NOWHERE, "/meetings", "/meetings/calendar", "/my-certificates",
    ],
    "student who confirmed": ["/my-data", "/my-data/whole", "/my-data/delete"],
    "student without consent": ["/my-data", "/", "/learn", "/learn/{course}/{lesson}/{step}", "/privacy"],
}  # fmt: skip
DESK_PAGES = {
    "nobody": ["/staff/sign-in"],
    "coordinator here": [
        "/", "/district-staff", "/district-staff?q=nobody", "/district-staff/new", "/district-staff/roles/{helper_grant_id}/end", "/district-staff/posts/{lecturer_id}/{district_code}/lecturer/end", "/cohorts", "/cohorts/new", "/cohorts/{cohort_id}", "/cohorts/{cohort_id}/edit", "/cohorts/{cohort_id}/archive",
        "/people", "/people?q=wgm", "/people?q=没有此人", "/cohorts/{cohort_id}/seats", "/cohorts/{cohort_id}/seats/list", "/cohorts/{cohort_id}/seats/plan", "/cohorts/{cohort_id}/students/{student_id}/change-cohort", "/cohorts/{cohort_id}/people/{changed_id}",
        "/cohorts/{cohort_id}/people/new", "/cohorts/{cohort_id}/people/{student_id}",
        "/cohorts/{cohort_id}/people/{student_id}/edit", "/cohorts/{cohort_id}/people/{student_id}/end",
        "/cohorts/{cohort_id}/people/{student_id}/phone", "/cohorts/{cohort_id}/people/{student_id}/card",
        "/cohorts/{cohort_id}/people/{student_id}/erase", "/cohorts/{cohort_id}/people/{student_id}/copy", "/privacy/requests",
        "/cohorts/{cohort_id}/imports/new", "/cohorts/{cohort_id}/imports/{import_id}",
        "/cohorts/{cohort_id}/imports/{import_id}/columns", "/cohorts/{cohort_id}/imports/{asking_id}",
        "/cohorts/{cohort_id}/imports/{applied_id}", "/cohorts/{cohort_id}/imports/{applied_id}/undo",
        "/cohorts/{cohort_id}/imports/{parted_id}",
        "/cohorts/{cohort_id}/imports/{differing_id}", "/cohorts/{cohort_id}/imports/{differing_id}?mend=2", "/cohorts/{cohort_id}/export",
        "/cohorts/{cohort_id}/end-class", "/cohorts/{cohort_id}/people/{student_id}/handover", "/cohorts/{cohort_id}/cards", "/cohorts/{cohort_id}/cards/everyone", "/cohorts/{cohort_id}/cards/{job_id}", "/cohorts/{cohort_id}/handouts", "/cohorts/{cohort_id}/handouts/{handouts_id}",
        "/cohorts/{cohort_id}/certificates", "/cohorts/{cohort_id}/certificates/print/{certificate_job_id}",
        "/cohorts/{cohort_id}/people/{student_id}/move", "/cohorts/{cohort_id}/people/{moving_id}", "/transfers", "/transfers/{transfer_id}",
        "/cohorts/{cohort_id}/people/{keep_id}/twin", "/cohorts/{cohort_id}/people/{keep_id}/twin?q=没有此人",
        "/privacy/merges/new/{keep_id}/{other_id}", "/privacy/merges/{merge_id}", "/privacy/merges/{merge_id}/part",
        "/cohorts/{cohort_id}/people/{held_id}",
        "/cohorts/{cohort_id}/meetings", "/cohorts/{cohort_id}/meetings?show=past", "/cohorts/{cohort_id}/meetings/new", "/cohorts/{cohort_id}/meetings/print", "/cohorts/{cohort_id}/meetings/calendar",
        "/cohorts/{cohort_id}/meetings/{present_meeting_id}/attendance", "/cohorts/{cohort_id}/meetings/{meeting_id}/attendance", "/cohorts/{cohort_id}/meetings/{past_meeting_id}/attendance", "/cohorts/{cohort_id}/meetings/{present_meeting_id}/attendance?q=没有此人",
        "/cohorts/{cohort_id}/meetings/{present_meeting_id}/attendance/{student_id}/excuse", "/cohorts/{cohort_id}/meetings/{past_meeting_id}/attendance/{student_id}/correct",
        "/cohorts/{cohort_id}/meetings/{present_meeting_id}/attendance/absentees", "/cohorts/{cohort_id}/meetings/{present_meeting_id}/attendance/absentees/phones",
        "/cohorts/{cohort_id}/meetings/{present_meeting_id}/attendance/walk-in?noted={walk_in_id}&q=周", "/cohorts/{cohort_id}/students/{student_id}/shown", "/cohorts/{cohort_id}/meetings/{past_meeting_id}/shown",
        "/cohorts/{cohort_id}/meetings/{meeting_id}", "/cohorts/{cohort_id}/meetings/{off_meeting_id}", "/cohorts/{cohort_id}/meetings/{meeting_id}/edit", "/cohorts/{cohort_id}/meetings/{meeting_id}/call-off",
        "/cohorts/{cohort_id}/goals", "/cohorts/{cohort_id}/goals/{goal_id}",
        "/write", "/write/{own_course_id}/authors",
        "/board/{cohort_id}", "/board/{cohort_id}/people", "/courses",
        "/districts", "/districts/{district_code}", "/city", "/engagement",
        "/courses/{course}", "/courses/{course}/{lesson}",
    ],
    "lecturer here": [
        "/write", "/write/import", "/write/import/{brought_id}", "/write/new", "/write/{course}/copy", "/", "/cohorts", "/cohorts/{cohort_id}", "/cohorts/{cohort_id}/people/{student_id}", "/board/{cohort_id}",
        "/board/{cohort_id}/people", "/board/lessons", "/board/lessons/{course}/{lesson}", "/courses/{course}/{lesson}", "/desk/questions", "/desk/questions?show=all",
        "/desk/questions/{sent_id}", "/desk/questions/{taken_id}", "/desk/questions/{asked_id}",
        "/courses/silent", "/courses/{course}/silent", "/courses/{course}/{lesson}/{step}/recording",
        TAKEN_BACK, "/desk/questions/{sent_id}/raise", "/desk/questions/{taken_id}/raise",
        "/desk/to-check", "/desk/to-check?show=never", "/desk/search?q=反应", "/desk/search/misses", "/desk/search/misses?show=done", "/help", "/privacy", "/accessibility", NOWHERE,
    ],
    "author here": [
        "/write/{own_course_id}/{draft_lesson_id}/publish", "/write/{own_course_id}/{draft_lesson_id}/publish/{publish_job_id}", "/write/{own_course_id}/course/publish",
        "/write/{own_course_id}/{draft_lesson_id}/withdraw", "/write/{own_course_id}/{draft_lesson_id}/history", "/write/{own_course_id}/{draft_lesson_id}/readings",
        "/write/readings/{reading_id}", "/write/readings/{reading_id}/phone/{draft_step_id}", "/desk/to-check?show=never",
        "/write", "/write/{own_course_id}/import", "/write/{own_course_id}/import/{update_id}", "/write/{own_course_id}", "/write/{own_course_id}/new-lesson", "/write/{own_course_id}/{lesson}/origin",
        "/write/{own_course_id}/{other_lesson_id}", "/write/{own_course_id}/{draft_lesson_id}/aside", "/write/{own_course_id}/{other_lesson_id}/head", "/write/{own_course_id}/{other_lesson_id}/intro",
        "/write/{own_course_id}/{other_lesson_id}/text", "/write/{own_course_id}/{other_lesson_id}/steps/{drawn_step_id}", "/write/{own_course_id}/course", "/write/{own_course_id}/course/head",
        "/write/{own_course_id}/{other_lesson_id}/steps/{drawn_step_id}/text", "/write/{own_course_id}/{other_lesson_id}/steps/{drawn_step_id}/move-to",
        "/write/{own_course_id}/{other_lesson_id}/phone/{drawn_step_id}", "/write/{own_course_id}/{other_lesson_id}/phone/{drawn_step_id}/practice",
        "/write/{own_course_id}/{other_lesson_id}/steps/{drawn_step_id}/practice", "/write/{own_course_id}/{other_lesson_id}/steps/{drawn_step_id}/practice/3/screen", "/write/{own_course_id}/{other_lesson_id}/steps/{drawn_step_id}/practice/try",
        "/write/{own_course_id}/{other_lesson_id}/steps/{drawn_step_id}/practice/1/values", "/write/{own_course_id}/{other_lesson_id}/steps/{drawn_step_id}/practice/1/target",
        "/write/{own_course_id}/{other_lesson_id}/steps/{drawn_step_id}/practice/1/say", "/write/{own_course_id}/{other_lesson_id}/steps/{drawn_step_id}/practice/1/wrong",
        "/write/{own_course_id}/{other_lesson_id}/steps/{drawn_step_id}/picture", "/write/{own_course_id}/{other_lesson_id}/steps/{drawn_step_id}/picture/{kept_sha256}",
    ],
    "helper here": ["/cohorts/{cohort_id}/meetings/{present_meeting_id}/attendance", "/cohorts/{cohort_id}/meetings/{present_meeting_id}/attendance/walk-in", "/", "/cohorts/{cohort_id}", "/board/{cohort_id}", "/desk/help-calls/{cohort_id}/{student_id}"],
    "product manager": [
        "/", "/courses", "/courses/screens", "/courses/screens?page=5", "/desk/search", "/desk/search?q=彩票", "/themes", "/themes?show=all", "/themes?show=changed", "/themes/{theme_id}", "/themes/{theme_id}/move",
        "/themes/{theme_id}/move?to=looking&sentence=我们在看。", "/themes/{theme_id}/move?to=&sentence=", "/friction", NOWHERE,
    ],
    "operator": ["/", "/districts", "/districts/{district_code}", "/districts/{district_code}?sort=enrolled", "/city", "/engagement", "/engagement?district={district_code}", "/districts/recounted/{recount_id}", "/devices", "/second-factor/new", "/second-factor/codes", "/second-factor/remove", "/confirm", "/staff/{lecturer_id}/second-factor/reset", "/staff", "/staff/new", "/staff/{lecturer_id}", "/staff/{lecturer_id}/roles/new", "/staff/{lecturer_id}/close", "/staff/{far_coordinator_id}/roles/{far_coordinator_grant_id}/end", "/staff/{lecturer_id}/posts/{district_code}/lecturer/end", "/privacy/retention", "/privacy/retention/{retention_job_id}", "/audit", "/audit?who=nobody", "/staff?q=nobody"],
}  # fmt: skip


def _id_of(town, name: str):
    ids = {
        "nobody": None,
        "student here": town.world.here.student_id,
        "student who confirmed": town.world.here.student_id,
        "student without consent": town.without_consent_id,
        "lecturer here": town.world.here.lecturer_id,
        "helper here": town.world.here.helper_id,
        "author here": town.world.here.more["author_id"],
        "operator": town.world.operator_id,
        "product manager": town.world.manager_id,
        "coordinator here": town.world.coordinator_id,
    }
    return ids[name]


def _address(town, pattern: str) -> str:
    side = town.world.here
    return pattern.format_map({**town.world.shared, **side.more, **vars(side)})


def _look(page, town, patterns: list[str], figures: dict, *, with_axe: bool = True) -> list[str]:
    faults = []
    for pattern in patterns:
        answer = page.goto(_address(town, pattern))
        if answer.status >= 400 and pattern not in {NOWHERE, TAKEN_BACK}:
            faults.append(f"{pattern}: answered {answer.status}")
            continue
        found = [*probe_faults(page, figures), *(axe_faults(page) if with_axe else [])]
        faults += [f"{pattern}: {fault}" for fault in found]
    return faults


def _look_at_phone(looks, town, who: str, width: int, size: str, lang: str, js: bool) -> None:
    page = looks.phone(width, size=size, lang=lang, js=js, person=_id_of(town, who))
    if who == "student without consent":
        take_consent_back(town.world.make, town.without_consent_id)
    if who == "student who confirmed":
        confirm(town.world.make, _id_of(town, who))
    faults = _look(page, town, PHONE_PAGES[who], LEARNER, with_axe=js)
    assert not faults, f"{len(faults)} faults at {width}px, {size}, {lang}\n" + "\n".join(faults[:60])


@pytest.mark.parametrize("who", PHONE_PAGES)
@pytest.mark.parametrize(("width", "size", "lang", "js"), PLAIN)
def test_a_phone_page_is_fit(looks, town, who, width, size, lang, js):
    _look_at_phone(looks, town, who, width, size, lang, js)


@pytest.mark.full
@pytest.mark.parametrize("who", PHONE_PAGES)
@pytest.mark.parametrize(("width", "size", "lang", "js"), FULL)
def test_a_phone_page_is_fit_on_every_phone(looks, town, who, width, size, lang, js):
    _look_at_phone(looks, town, who, width, size, lang, js)


@pytest.mark.parametrize("who", DESK_PAGES)
def test_a_desk_page_is_fit(looks, town, who):
    _look_at_desk(looks, town, who, "zh")


@pytest.mark.full
@pytest.mark.parametrize("who", DESK_PAGES)
def test_a_desk_page_is_fit_in_english(looks, town, who):
    _look_at_desk(looks, town, who, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("who", [who for who in DESK_PAGES if who != "nobody"])
def test_the_start_page_of_a_desk_fits_a_phone_at_the_largest_letters(looks, town, who, lang):
    faults = []
    for width, size in ((320, "huge"), (320, "standard"), (390, "standard")):
        page = looks.phone(width, size=size, lang=lang, person=_id_of(town, who))
        found = _look(page, town, ["/"], {"overflow": None}, with_axe=False)
        faults += [f"{width}px, {size}: {fault}" for fault in found]
    assert not faults, "\n".join(faults)


def _look_at_desk(looks, town, who: str, lang: str) -> None:
    page = looks.desk(lang=lang, person=_id_of(town, who))
    faults = _look(page, town, DESK_PAGES[who], DESK)
    assert not faults, f"{len(faults)} faults on a desk in {lang}\n" + "\n".join(faults[:60])
