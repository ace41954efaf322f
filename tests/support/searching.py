"""What searches leave behind: an index that knows everything, and words that nobody found anything for."""

from uuid import UUID

from college.core.clock import today
from college.search import misses
from college.search import service as search
from college.search.models import SearchMiss
from college.search.rules_misses import week_of
from tests.support.college import College


def catch_up(make: College, **how) -> int:
    """Bring the index up to date; give how many lessons and questions were cut."""
    with make.app.test_request_context():
        return search.catch_up(**how)


def missed(make: College, person: UUID, words: str = "越剧", lang: str = "zh") -> UUID:
    """Have somebody look for words in vain this week, in a college whose index is up to date; give the row."""
    catch_up(make)
    with make.work():
        misses.note(actor=make.actor(person), words=words, lang=lang)
        wanted = {"text": words, "language": lang, "week": week_of(today())}
        return SearchMiss.query.filter_by(**wanted).one().id
