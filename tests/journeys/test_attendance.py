"""A meeting in a room with bad Wi-Fi: she says that she is here, two helpers tap names, the line breaks, nothing is lost."""

from sqlalchemy import select

from college.core.db import db
from college.meetings.models import Attendance
from tests.support.axe import assert_accessible
from tests.support.meeting_making import just_begun, meeting_of
from tests.support.probes import assert_fit_for_learners


def test_names_are_ticked_off_through_a_lost_line(people, phone):
    cohort = people.cohort()
    wang, *others = [people.student(cohort, name) for name in ("王桂明", "李秀兰", "张建国", "陈玉珍")]
    meeting = meeting_of(people, cohort, starts_at=just_begun())
    names = f"/cohorts/{cohort}/meetings/{meeting}/attendance"

    hers = phone(360, size="large", person=wang)
    hers.goto("/")
    hers.locator("form[action$='/here'] button").first.click()
    hers.wait_for_url("**/meetings/here")
    assert_fit_for_learners(hers)
    assert_accessible(hers)

    first, second = (phone(390, person=people.helper(cohort)) for _ in range(2))
    for page in (first, second):
        page.goto(names)
    assert "1 / 4" in first.locator("[data-count]").inner_text()
    first.locator(f"#p-{others[0]} .taking-name").click()
    first.locator("[data-count]", has_text="2 / 4").wait_for()

    second.context.set_offline(True)
    second.locator(f"#p-{others[1]} .taking-name").click()
    second.locator(f"#p-{others[2]} .taking-more").first.click()
    second.locator("[data-waiting]").wait_for()
    assert second.locator("[data-sending]").count() == 2
    second.context.set_offline(False)
    second.locator("[data-count]", has_text="4 / 4").wait_for()
    second.locator("[data-sending]").first.wait_for(state="detached")
    assert second.locator(f"#p-{others[0]}").get_attribute("data-standing") == "came", "the other helper's tap is seen"

    second.locator(f"#p-{others[0]} .taking-name").click()
    second.locator("[data-count]", has_text="3 / 4").wait_for()
    with people.work():
        kept = {row.person_id: (row.standing, row.how) for row in db.session.scalars(select(Attendance))}
    assert kept == {
        wang: ("came", "self"), others[0]: ("absent", "staff"), others[1]: ("came", "staff"), others[2]: ("late", "staff"),
    }  # fmt: skip
