"""The words of a page in a language, as the catalogues have them: journeys press what people read."""

from flask import Flask
from flask_babel import force_locale, gettext

from college.core.pages import LOCALES


def words_of(app: Flask, lang: str):
    """Give a function: English sentence and its values → how the pages say it in `lang` ("zh" or "en")."""

    def say(sentence: str, **values) -> str:
        with app.app_context(), force_locale(LOCALES[lang]):
            return gettext(sentence, **values)

    return say
