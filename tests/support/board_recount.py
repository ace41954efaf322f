"""A plain recount of a cohort's board from a list of events: lists, dictionaries and loops, nothing of the college's own."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

CHINA = timezone(timedelta(hours=8))
#: What a phone held back for longer happened so long before it arrived.
HELD_AT_MOST = timedelta(days=7)


def happened(event: Any) -> datetime:
    """Give when something happened that arrived with a waiting time."""
    return event.received - min(timedelta(seconds=event.sent.get("waited") or 0), HELD_AT_MOST)


def monday(moment: datetime) -> date:
    """Give the Monday of a moment's week in China."""
    day = moment.astimezone(CHINA).date()
    return day - timedelta(days=day.weekday())


class Recount:
    """Reads all events once, then counts any cohort at the moment of counting."""

    def __init__(self, log: list[Any], lessons: dict[tuple[str, str], list[str]]) -> None:
        self.lessons = lessons
        self.now_is = {each.sent["other_id"]: each.sent["keep_id"] for each in log if each.kind == "merged"}
        self.inside: dict[tuple[UUID, UUID], bool] = {}
        #: From which day to which (None: still) each person was in each cohort, each time that she came.
        self.stays: dict[tuple[UUID, UUID], list[list[date | None]]] = defaultdict(list)
        self.opened: set[UUID] = set()
        #: When each person finished each step first; when she last kept it; when she had finished a lesson.
        self.done: dict[UUID, dict[tuple[str, str, str], datetime]] = defaultdict(dict)
        self.kept: dict[UUID, dict[tuple[str, str, str], datetime]] = defaultdict(dict)
        self.ended: dict[UUID, dict[tuple[str, str], datetime]] = defaultdict(dict)
        self.right: set[tuple[UUID, str]] = set()
        self.active: dict[UUID, list[tuple[str, datetime]]] = defaultdict(list)
        self.calls: dict[tuple[UUID, str], list[datetime]] = defaultdict(list)
        self.shown: set[tuple[UUID, str, str]] = set()
        self.asks: dict[UUID, tuple[UUID, UUID, str]] = {}
        self.there: dict[tuple[UUID, UUID], tuple[datetime, str]] = {}
        self.off: set[UUID] = set()
        seen: set[tuple[str, UUID, UUID]] = set()
        for each in log:
            client = each.sent.get("client_id")
            key = (each.kind, each.sent.get("person_id"), client)
            if client is None or key not in seen:
                seen.add(key)
                getattr(self, f"_{each.kind}")(each, each.sent)

    def _who(self, person: UUID) -> UUID:
        while person in self.now_is:
            person = self.now_is[person]
        return person

    def _inside(self, event: Any, sent: dict[str, Any]) -> None:
        key, day = (sent["person_id"], sent["cohort_id"]), event.received.astimezone(CHINA).date()
        self.inside[key] = sent["is_in"]
        staying = [each for each in self.stays[key] if each[1] is None]
        if sent["is_in"] and not staying:
            self.stays[key].append([day, None])
        for each in staying if not sent["is_in"] else []:
            each[1] = day

    def _enrolled_on(self, cohort: UUID, day: date) -> set[UUID]:
        """Give who was in a cohort on a day: coming back the next day is no break, one day alone is no stay."""
        found = set()
        for (person, where), stays in self.stays.items():
            whole: list[list[date]] = []
            for first, last in sorted([first, last or date.max] for first, last in stays if where == cohort):
                if whole and (whole[-1][1] == date.max or first <= whole[-1][1] + timedelta(days=1)):
                    whole[-1][1] = max(whole[-1][1], last)
                else:
                    whole.append([first, last])
            if any(first <= day <= last and first != last for first, last in whole):
                found.add(person)
        return found

    def _opened(self, _event: Any, sent: dict[str, Any]) -> None:
        self.opened.add(self._who(sent["person_id"]))

    def _step(self, event: Any, sent: dict[str, Any]) -> None:
        person, key, at = sent["person_id"], (sent["course_id"], sent["lesson_id"], sent["step_id"]), happened(event)
        self.done[person][key] = min(self.done[person].get(key, at), at)
        self.kept[person][key] = max(self.kept[person].get(key, at), at)
        self._end(person, key[:2])

    def _end(self, person: UUID, lesson: tuple[str, str]) -> None:
        times = [self.done[person].get((*lesson, step)) for step in self.lessons[lesson]]
        if None not in times:
            self.ended[person][lesson] = min(self.ended[person].get(lesson, max(times)), max(times))

    def _tap(self, event: Any, sent: dict[str, Any]) -> None:
        person = self._who(sent["person_id"])
        self.active[person].append((sent["course_id"], happened(event)))
        if sent["target"] == sent["expected"]:
            self.right.add((person, sent["course_id"]))

    def _called(self, event: Any, sent: dict[str, Any]) -> None:
        self.calls[self._who(sent["person_id"]), sent["course_id"]].append(happened(event))

    def _moved(self, _event: Any, sent: dict[str, Any]) -> None:
        self.asks[sent["question_id"]] = (self._who(sent["person_id"]), sent["cohort_id"], sent["status"])

    def _marked(self, event: Any, sent: dict[str, Any]) -> None:
        key, at = (sent["meeting_id"], sent["person_id"]), happened(event)
        before = self.there.get(key)
        if before and (before[0] > at or (sent["own"] and before[1] in ("came", "late"))):
            return
        self.there[key] = (at, sent["standing"])

    def _off(self, _event: Any, sent: dict[str, Any]) -> None:
        (self.off.add if sent["is_off"] else self.off.discard)(sent["meeting_id"])

    def _shown(self, _event: Any, sent: dict[str, Any]) -> None:
        self.shown |= {(each, sent["course_id"], sent["lesson_id"]) for each in sent["person_ids"]}

    def _unshown(self, _event: Any, sent: dict[str, Any]) -> None:
        self.shown.discard((sent["person_id"], sent["course_id"], sent["lesson_id"]))

    def _merged(self, _event: Any, sent: dict[str, Any]) -> None:
        keep, other = sent["keep_id"], sent["other_id"]
        # Of a step that both have finished the kept record's day stands; the end of a lesson is the earlier one.
        self.done[keep] = {**self.done.pop(other, {}), **self.done[keep]}
        for kind, better in ((self.kept, max), (self.ended, min)):
            for key, at in kind.pop(other, {}).items():
                kind[keep][key] = better(kind[keep].get(key, at), at)
        for lesson in self.lessons:
            self._end(keep, lesson)
        for person, course, lesson in [each for each in self.shown if each[0] == other]:
            self.shown.discard((person, course, lesson))
            self.shown.add((keep, course, lesson))
        for person, cohort in [each for each in self.stays if each[0] == other]:
            self.stays[keep, cohort] += self.stays.pop((person, cohort))
        for (person, cohort), is_in in list(self.inside.items()):
            if person == other:
                self.inside[keep, cohort] = self.inside.get((keep, cohort), False) or is_in
                self.inside[other, cohort] = False
        for (meeting, person), hers in list(self.there.items()):
            if person == other:
                kept = self.there.get((meeting, keep))
                if kept is None or (kept[1] not in ("came", "late") and hers[1] in ("came", "late")):
                    self.there[meeting, keep] = hers
                del self.there[meeting, other]

    def board(self, cohort: UUID, lessons: dict[tuple[str, str], list[str]], meetings: list[Any], now: datetime) -> dict[str, Any]:
        """Count one cohort: ``people`` by number, ``totals``, ``weeks``, ``lessons``, ``stuck`` and ``meetings``.

        lessons: the steps of each lesson of its courses, by (course id, lesson id).
        """
        people = {person for (person, where), is_in in self.inside.items() if where == cohort and is_in}
        places = {person: self._places(person, lessons) for person in people}
        held = [each.id for each in meetings if each.cohort_id == cohort and each.ends_at <= now and each.id not in self.off]
        there = {(m, p) for (m, p), (_at, standing) in self.there.items() if m in held and p in people and standing in ("came", "late")}
        rates = self._rates(cohort, [each for each in meetings if each.id in held])
        asks = Counter(who for who, where, status in self.asks.values() if where == cohort and status in ("waiting", "claimed"))
        asks = {who: count for who, count in asks.items() if who in people}
        last = {person: max((seen for seen, _n, _f in place.values()), default=None) for person, place in places.items()}
        done = {person: {key for key, (_s, _n, end) in place.items() if end} for person, place in places.items()}
        courses = {course for course, _lesson in lessons}
        call = {person: max((at for course in courses for at in self.calls.get((person, course), [])), default=None) for person in people}
        whole = {person for person in people if lessons and done[person] == set(lessons)}
        reached = {p: done[p] | {(course, lesson) for who, course, lesson in self.shown if who == p} & set(lessons) for p in people}
        all_reached = {p for p in people if lessons and reached[p] == set(lessons)}
        silent = {p for p in people if last[p] and last[p] < now - timedelta(days=14) and p not in all_reached}
        seen = {"there": there, "asks": asks, "last": last, "done": done, "call": call, "whole": whole, "silent": silent}
        return {
            "people": {**self._people(people, places, lessons, seen, now), "reached": all_reached},
            "totals": {
                "open_questions": sum(asks.values()),
                "lessons_finished": sum(len(each) for each in done.values()),
                "meetings_held": len(held),
                "attendances": sum(came for came, _enrolled in rates.values()),
                "places": sum(enrolled for _came, enrolled in rates.values()),
            },
            "weeks": self._weeks(people, places, lessons),
            "lessons": {key: self._lesson(places, key) for key in lessons},
            "reached": {key: {p for p in people if key in reached[p]} for key in lessons},
            "stuck": Counter(self._stands(places[p]) for p in silent),
            "meetings": {m: {p for at, p in there if at == m} for m in held},
            "rates": rates,
        }

    def _rates(self, cohort: UUID, meetings: list[Any]) -> dict[UUID, tuple[int, int]]:
        """Give (came, enrolled) of each meeting, both of its day."""
        found = {}
        for each in meetings:
            people = self._enrolled_on(cohort, each.starts_at.astimezone(CHINA).date())
            came = {p for p in people if self.there.get((each.id, p), (None, ""))[1] in ("came", "late")}
            found[each.id] = (len(came), len(people))
        return found

    def _people(self, people: set[UUID], places: Any, lessons: Any, seen: dict[str, Any], now: datetime) -> dict[str, set[UUID]]:
        """Give who is meant by each number of the whole board; ``seen`` as `board` puts it together."""
        there, asks, last, done, call, whole, silent = seen.values()
        courses = {course for course, _lesson in lessons}
        return {
            "all": people,
            "opened": people & self.opened,
            "unopened": people - self.opened,
            "came": {p for _m, p in there},
            "never-came": people - {p for _m, p in there},
            "started": {p for p in people if places[p]},
            "waiting": {p for p in people if not places[p]},
            "finished": whole,
            "finished-one": {p for p in people if done[p]},
            "practised": {p for p in people if any((p, course) in self.right for course in courses)},
            "shown": {p for p, course, lesson in self.shown if p in people and (course, lesson) in lessons},
            "stuck": silent,
            "calling": {p for p in people if call[p] and (last[p] is None or last[p] < call[p])},
            "called": {p for p in people if call[p] and monday(call[p]) >= monday(now)},
            "asking": set(asks),
        }

    def _places(self, person: UUID, lessons: dict[tuple[str, str], list[str]]) -> dict[tuple[str, str], tuple[Any, Any, Any]]:
        """Give, by lesson begun: when she last kept a step, the step after that one (None behind the last), when it was finished."""
        found = {}
        for (course, lesson), steps in lessons.items():
            times = [(self.kept[person][course, lesson, step], n) for n, step in enumerate(steps) if (course, lesson, step) in self.kept[person]]
            if times:
                seen, last = max(times)
                following = steps[last + 1] if last + 1 < len(steps) else None
                found[course, lesson] = (seen, following, self.ended[person].get((course, lesson)))
        return found

    @staticmethod
    def _lesson(places: dict[UUID, dict[Any, Any]], key: tuple[str, str]) -> tuple[set[UUID], set[UUID], Counter]:
        begun = {p for p, place in places.items() if key in place}
        ended = {p for p in begun if places[p][key][2]}
        return begun, ended, Counter(places[p][key][1] or "~" for p in begun - ended)

    @staticmethod
    def _stands(place: dict[Any, Any]) -> tuple[str, str, str]:
        order = {key: number for number, key in enumerate(place)}
        (course, lesson), (_seen, step, ended) = max(place.items(), key=lambda each: (each[1][0], not each[1][2], order[each[0]]))
        return course, lesson, "." if ended else step or "~"

    def _weeks(self, people: set[UUID], places: dict[UUID, Any], lessons: Any) -> dict[date, tuple[set[UUID], Counter]]:
        active: dict[date, set[UUID]] = defaultdict(set)
        ends: dict[date, Counter] = defaultdict(Counter)
        courses = {course for course, _lesson in lessons}
        for person in people:
            for (course, _lesson, _step), at in self.done[person].items():
                if course in courses:
                    active[monday(at)].add(person)
            for course, at in self.active.get(person, []):
                if course in courses:
                    active[monday(at)].add(person)
            for _seen, _next, ended in places[person].values():
                if ended:
                    ends[monday(ended)][person] += 1
        return {week: (active[week], ends[week]) for week in {*active, *ends}}
