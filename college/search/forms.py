"""The shape of what a search field and a lecturer's word about a miss send."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SearchField, StringField
from wtforms import validators as check

from college.core.forms import Form, strip
from college.search.service import LONGEST, State

#: What is read of a query at most; what is longer is cut off before it is looked at.
MOST_READ = 4 * LONGEST


def words_of(typed: str | None) -> str:
    """Give what was typed without blanks at its ends, cut where nobody types by hand."""
    return strip((typed or "")[:MOST_READ])


class SearchForm(Form):
    """One field. It takes anything that is not empty."""

    q = SearchField(
        _l("What are you looking for?"),
        filters=[words_of],
        validators=[check.DataRequired(_l("Please write a word first, for example “refund”."))],
        render_kw={"enterkeyhint": "search", "autocomplete": "off", "maxlength": LONGEST},
    )


class MarkForm(Form):
    """What a lecturer says about a text that was looked for in vain."""

    state = StringField(validators=[check.AnyOf([each.value for each in State])])
