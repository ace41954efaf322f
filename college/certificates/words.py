"""What certificates say in words, on paper in both languages and on pages in the reader's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from college.accounts import service as accounts
from college.certificates import rules
from college.certificates.models import Certificate
from college.certificates.paper import Both, PaperText
from college.core.pages import LOCALES

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"
)  # fmt: skip


def done_words(certificate: Certificate) -> str:
    """Say in the present language what she did for it: the course's title follows."""
    count = certificate.lesson_count
    if certificate.rule == rules.SHOWN:
        return ngettext("showed in person what %(num)d lesson teaches", "showed in person what all %(num)d lessons teach", count)
    if certificate.rule == rules.PRACTISED:
        return ngettext("finished %(num)d lesson and did all its practice", "finished all %(num)d lessons and did all their practice", count)
    return ngettext("finished %(num)d lesson to its end", "finished all %(num)d lessons", count)


def check_url(certificate: Certificate) -> str:
    """Give the whole address of the page on which anybody may check it."""
    return accounts.public_url(f"/certificates/{certificate.code}")


def paper_text(certificate: Certificate, name: str) -> PaperText:
    """Give what stands on the paper of a certificate, with the name that she has now."""
    return PaperText(
        name=name,
        course=Both(certificate.title_zh, certificate.title_en),
        done=_both(lambda: done_words(certificate)),
        date=Both(*_days(certificate.given_on)),
        place=_place(certificate.district_name, certificate.cohort_name),
        url=check_url(certificate),
        code=rules.grouped(certificate.code),
        college=_both(lambda: _("Taobao College for Seniors")),
        title=_both(lambda: _("Certificate of completion")),
        check=_both(lambda: _("Scan it to check this paper")),
    )


def _place(district: str, cohort: str) -> str:
    """Give district and class, the district once where the class is called after it."""
    return cohort if cohort.startswith(district) else f"{district} {cohort}".strip()


def _both(say: Callable[[], str]) -> Both:
    said = []
    for lang in ("zh", "en"):
        with force_locale(LOCALES[lang]):
            said.append(say())
    return Both(*said)


def _days(day: date) -> tuple[str, str]:
    return f"{day.year}年{day.month}月{day.day}日", f"{day.day} {MONTHS[day.month - 1]} {day.year}"
