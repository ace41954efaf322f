"""The words of the five questions that propose a track, and of the reasons for a proposed lesson."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from college.lessons.rules_next import Why

#: Each question with its three answers: "a" is new to it, "c" is at ease with it; the fifth asks what somebody wants.
CHECK = (
    (
        _l("What do you do with your phone every day?"),
        (_l("I call and write messages"), _l("I also look things up myself"), _l("I often shop with it")),
    ),
    (
        _l("Have you bought anything on Taobao?"),
        (_l("Not yet, or my family does it for me"), _l("Yes, a few times"), _l("Yes, often")),
    ),
    (
        _l("How do you feel when you pay on the phone?"),
        (_l("I have not paid with it yet"), _l("I pay, but I am a little afraid"), _l("I know what I am doing")),
    ),
    (
        _l("When something does not fit, can you send it back yourself?"),
        (_l("I do not know how"), _l("With some help"), _l("Yes, by myself")),
    ),
    (
        _l("What would you like best?"),
        (_l("To shop by myself"), _l("To shop without being cheated"), _l("To try selling something")),
    ),
)

#: Why a lesson is proposed.
REASONS = {
    Why.UNFINISHED: _l("You stopped here last time. Go on from the same step."),
    Why.GOAL: _l("This week in your class."),
    Why.CLASS: _l("Your class is learning this lesson this week."),
    Why.AGAIN: _l("Some taps were not easy here. Practise once more, and it will stay."),
    Why.ORDER: _l("This comes next."),
    Why.FIRST: _l("A good one to begin with."),
}
