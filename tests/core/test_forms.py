"""What every form shares: blanks go from both ends, and what a service found stands at its field."""

import pytest
from wtforms import HiddenField, StringField, SubmitField

from college.core.forms import Form, at_most, required, strip


class SmallForm(Form):
    """A form with one of each."""

    name = StringField("Name", [required("Please write a name."), at_most(5)])
    hidden = HiddenField()
    send = SubmitField()


@pytest.mark.parametrize(
    ("typed", "kept"), [(None, ""), ("", ""), ("  王 明 ", "王 明"), ("\u3000王明\u3000", "王明"), (" \u3000 王明 \u3000 ", "王明"), ("\u3000", "")]
)
def test_blanks_go_from_both_ends(typed, kept):
    assert strip(typed) == kept


@pytest.fixture
def fill(app):
    """Give a function that fills in the form and says what is wrong with it."""
    app.config["WTF_CSRF_ENABLED"] = False

    def errors(data, found=None):
        with app.test_request_context("/", method="POST", data=data, headers={"Cookie": "language=en"}):
            form = SmallForm()
            form.validate()
            if found:
                form.problem("name", found)
            assert [each.name for each in form.fields_to_show()] == ["name"]
            return [str(each) for each in form.name.errors]

    return errors


def test_an_error_says_what_to_do(fill):
    assert fill({"name": "王明"}) == []
    assert fill({"name": ""}) == ["Please write a name."]
    assert fill({"name": "123456"}) == ["Please write at most 5 letters."]


def test_what_a_service_found_is_added_to_the_field(fill):
    assert fill({"name": "王明"}, found="Somebody has this name.") == ["Somebody has this name."]
    assert fill({"name": "123456"}, found="Somebody has this name.")[1:] == ["Somebody has this name."]
