"""What each deed in the audit is called, in plain words; a deed without words shows its code."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

#: Action → sentence. A test holds that every action the code writes stands here.
DEEDS: dict[str, Any] = {
    "access.refused": _l("Was refused: no right to this"),
    "alert.sms_site_cap": _l("Alert: the day's text messages of the whole site are used up"),
    "alert.wrong_codes": _l("Alert: many wrong codes from one place"),
    "audit.export": _l("Saved these entries as a table"),
    "board.export": _l("Saved a board as a table"),
    "card.issue": _l("Made a student card"),
    "card.pause": _l("A student card was stopped: too many new phones in a day"),
    "card.print": _l("Made and printed student cards"),
    "card.resume": _l("Let a student card go on"),
    "card.revoke": _l("Made student cards useless"),
    "card.sheet": _l("Took out a sheet of student cards"),
    "cohort.archive": _l("Put a cohort into the archive"),
    "cohort.create": _l("Made a cohort"),
    "cohort.edit": _l("Changed a cohort"),
    "cohort.unarchive": _l("Took a cohort out of the archive"),
    "confirm.failed": _l("Typed a wrong password to confirm"),
    "confirm.locked": _l("Typed wrong passwords too often to confirm"),
    "consent.give": _l("Agreed to the privacy notice"),
    "consent.withdraw": _l("Took the consent back"),
    "course.publish": _l("Published a course"),
    "deletion.ask": _l("Asked for deletion"),
    "deletion.take_back": _l("Took the deletion back"),
    "district.load": _l("Loaded districts from a file"),
    "enrollment.bulk": _l("Enrolled students from a list"),
    "enrollment.create": _l("Enrolled a student"),
    "enrollment.end": _l("Ended an enrollment"),
    "enrollment.restore": _l("Took the end of an enrollment back"),
    "grant.end": _l("Ended a role"),
    "grant.give": _l("Gave a role"),
    "handover.code_closed": _l("A handover code was closed: too many wrong ones"),
    "handover.wrong_code": _l("A wrong handover code was typed"),
    "keys.saved": _l("Noted that the keys are saved elsewhere"),
    "lesson.check": _l("Checked a lesson"),
    "password.link": _l("Made a link for setting a password"),
    "password.set": _l("Set a password"),
    "person.disable": _l("Closed an account"),
    "person.edit": _l("Changed what is kept about a student"),
    "person.enable": _l("Opened an account again"),
    "person.forget": _l("Deleted everything about a person"),
    "person.merge": _l("Put two records of one person together"),
    "person.part": _l("Parted two records again"),
    "phone.unmask": _l("Looked at a whole telephone number"),
    "post.end": _l("Ended a post"),
    "post.give": _l("Gave a post"),
    "recovery_codes.make": _l("Made new recovery codes"),
    "retention.run": _l("Cleared away what was due"),
    "second_factor.remove": _l("Took a second factor away"),
    "second_factor.reset": _l("Took somebody's lost second factor away"),
    "second_factor.set": _l("Set up a second factor"),
    "session.confirm": _l("Confirmed who it is"),
    "session.end": _l("Signed a device out"),
    "session.end_all": _l("Signed everybody of a cohort out"),
    "session.end_others": _l("Signed all other devices out"),
    "session.known": _l("Said that a new device is the person's own"),
    "session.start": _l("Signed in"),
    "sign_in.failed": _l("Could not sign in: wrong password"),
    "sign_in.locked": _l("Could not sign in: wrong too often"),
    "sign_in.many_failures": _l("Alert: many failed sign-ins from one place"),
    "sms.failed": _l("A text message could not be sent"),
    "sms.locked": _l("A telephone was stopped: too many wrong codes"),
    "staff.create": _l("Made an account of staff"),
    "theme.export": _l("Saved themes as a table"),
    "theme.move": _l("Decided about a theme"),
    "theme.part": _l("Took a question out of a theme"),
    "theme.raise": _l("Raised a question to a theme"),
    "transfer.accept": _l("Took a student over from another district"),
    "transfer.ask": _l("Asked another district to take a student over"),
    "transfer.decline": _l("Did not take a student over"),
    "transfer.withdraw": _l("Took a request for another district back"),
}

#: What an entry is about: the word before its id.
KINDS: dict[str, Any] = {
    "person": _l("Person"),
    "cohort": _l("Cohort"),
    "import": _l("Import"),
    "theme": _l("Theme"),
    "course": _l("Course"),
    "lesson": _l("Lesson"),
}

#: What the particulars of an entry are called.
PARTICULARS: dict[str, Any] = {
    "added": _l("new"),
    "changed": _l("changed"),
    "cohort": _l("cohort"),
    "count": _l("how many"),
    "file": _l("file"),
    "from_on": _l("first day"),
    "kind": _l("kind"),
    "name": _l("name"),
    "permission": _l("right"),
    "reason": _l("reason"),
    "restored": _l("came back"),
    "role": _l("role"),
    "scope": _l("place"),
    "to": _l("to"),
    "to_on": _l("last day"),
    "version": _l("version"),
    "way": _l("way"),
    "wanted": _l("chosen"),
}

#: Particulars that say what another one says in plainer words.
SAID_ALREADY = frozenset({"place"})

#: What the codes among the particulars are called.
VALUES: dict[str, Any] = {
    "operator": _l("Operator"),
    "coordinator": _l("Coordinator"),
    "lecturer": _l("Lecturer"),
    "helper": _l("Helper"),
    "product_manager": _l("Product manager"),
    "student": _l("Student"),
    "staff": _l("desk of the staff"),
    "own": _l("own phone"),
    "class": _l("phone of the class"),
    "password": _l("password"),
    "card": _l("card"),
    "sms": _l("text message"),
    "handover": _l("handover"),
    "demo": _l("demonstration"),
}
