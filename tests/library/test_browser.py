"""The staff's preview in a real browser: axe and the desk's own measures find nothing."""

import pytest

from college.library import service as library
from tests.support.axe import assert_accessible
from tests.support.probes import assert_fit_for_desk


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_preview_is_fit_for_a_desk(desk, people, live_college, refunds, lang):
    page = desk(person=people.lecturer(people.cohort()), lang=lang)
    with live_college.app.app_context():
        lesson = library.course(refunds).lessons[1].id
    for address in ("/courses", f"/courses/{refunds}", f"/courses/{refunds}/{lesson}"):
        page.goto(address)
        assert_accessible(page)
        assert_fit_for_desk(page)
