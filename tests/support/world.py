"""Two mirrored districts with every role in each, and everything that an address can point at."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from college.accounts import service as accounts
from college.authoring import conflicts, publishing, readings, scheduling
from college.authoring import courses as desk
from college.authoring import import_keeping
from college.authoring import queries as authoring_queries
from college.authoring import service as authoring
from college.authoring.models import LessonDraft
from college.cohorts import cards, imports, posts
from college.cohorts import service as cohorts
from college.core import jobs
from college.core.clock import now, today
from college.core.db import db, new_id
from college.core.permissions import COLLEGE, Actor, Held, Role, Scope
from college.library import recordings
from college.lessons import handout_sets
from college.lessons.handout_rules import Wish
from college.library import service as library
from college.library.models import Track
from college.notices import service as notices
from college.privacy import service as privacy
from college.privacy import retention
from tests.support.asking import questions_of
from tests.support.attending import attended
from tests.support.deciding import explained, raised
from tests.support.brought import BROUGHT
from tests.support.counted import asked_to_count, count_all
from tests.support.certified import asked_to_print, certified
from tests.support.changed import changed
from tests.support.college import SHANGCHENG, XIHU, College
from tests.support.differing import differing
from tests.support.drawing import drawn
from tests.support.doubled import arrival, twins_of
from tests.support.planned import planned, with_calendars
from tests.support.searching import missed
from tests.support.signing import sign_in
from tests.support.sounds import mp3

PHONE = "14000000007"
#: The secret behind every form token of the matrix.
TOKEN = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Side:
    """One cohort and all that belongs to it; the names of the fields are those of the places in addresses."""

    district_code: str
    cohort_id: UUID
    student_id: UUID
    lecturer_id: UUID
    helper_id: UUID
    more: dict[str, object] = field(default_factory=dict)

    def place(self, at: str) -> Scope:
        """Where this cohort lies, or ("course") the course that its district writes."""
        if at == "course":
            return Scope(district=self.district_code, course=str(self.more["own_course_id"]))
        if at == "area":
            return Scope(district=self.district_code)
        return Scope(district=self.district_code, cohort=self.cohort_id)


@dataclass(frozen=True)
class Who:
    """One person of the matrix: what she holds and the cookie with which she comes."""

    name: str
    held: tuple[Held, ...] = ()
    cookie: str = ""

    def holds(self, permission, place: Scope | None) -> str:
        """Say "nowhere", "elsewhere" or "here"; with no place, anywhere is here."""
        mine = [each for each in self.held if permission in GIVEN[each.role]]
        if not mine:
            return "nowhere"
        return "here" if place is None or any(_covers(each.scope, place) for each in mine) else "elsewhere"


#: The table of permissions once more, by hand: the matrix is not to believe the code that it checks.
GIVEN = {
    Role.OPERATOR: {"staff:manage", "role:give", "audit:read", "retention:run", "district:load", "course:view", "numbers:view"},
    Role.COORDINATOR: {
        "cohort:view", "cohort:edit", "enrollment:edit", "roster:import", "card:issue", "phone:unmask",
        "board:view", "board:export", "course:view", "role:give", "handover:give", "class:end",
        "person:merge", "person:move", "person:erase", "roster:export", "meeting:plan", "attendance:take",
        "shown:keep", "goal:set", "numbers:view", "certificate:print",
    },
    Role.LECTURER: {
        "cohort:view", "board:view", "course:view", "question:answer", "theme:raise", "lesson:check", "class:end",
        "recording:keep", "course:start", "meeting:plan", "attendance:take", "shown:keep", "goal:set", "certificate:print",
    },
    Role.AUTHOR: {"course:view", "course:write", "recording:keep", "lesson:check"},
    Role.HELPER: {"cohort:view", "board:view", "course:view", "help:call", "handover:give", "class:end", "attendance:take", "shown:keep"},
    Role.PRODUCT_MANAGER: {"course:view", "theme:view", "theme:decide", "theme:export", "friction:view"},
    Role.STUDENT: {"lesson:follow", "question:ask", "meeting:join"},
}  # fmt: skip


def _covers(held: Scope, place: Scope) -> bool:
    if held == COLLEGE:
        return True
    if held.course:
        return held.course == place.course
    return held.cohort == place.cohort if held.cohort else bool(held.district) and held.district == place.district


class World:
    """上城区 with two cohorts and 西湖区 with one, alike in everything."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.make = College(app)
        self.marks = iter("甲乙丙")
        self.operator_id = self.make.operator()
        self.manager_id = self.make.product_manager()
        self.coordinator_id, self.far_coordinator_id = self.make.coordinator(SHANGCHENG), self.make.coordinator(XIHU)
        self.here = self._side(SHANGCHENG, self.coordinator_id)
        self.colleague = self._side(SHANGCHENG, self.coordinator_id)
        self.far = self._side(XIHU, self.far_coordinator_id)
        self._arrivals()
        with_calendars(self.make, [self.coordinator_id, self.far_coordinator_id, *self._members()])
        self.people = self._people()
        self.shared = {**self._shared(), **self._themes(), "miss_id": missed(self.make, self.here.student_id)}
        self._counted()
        for side in self.sides().values():
            coordinator = self.far_coordinator_id if side is self.far else self.coordinator_id
            side.more["waiting_job_id"] = self._ask_handouts(coordinator, side.cohort_id)
            side.more["certificate_job_id"] = asked_to_print(self.make, side.cohort_id, coordinator)

    def _side(self, district: str, coordinator: UUID) -> Side:
        cohort = self.make.cohort(district, ("refunds",))
        student = self.make.student(cohort, phone=PHONE)
        gone = self.make.student(cohort, "周离开")
        mark = next(self.marks)
        self.make.student(cohort, f"李无卡{mark}")
        lecturer, helper = self.make.lecturer(cohort), self.make.helper(cohort)
        archived = self.make.cohort(district, name="旧班", archived_at=now())
        with self.make.work():
            cohorts.end_enrollment(actor=Actor.system(), cohort_id=cohort, person_id=gone)
        job = self._print_card(coordinator, cohort, student)
        hidden = self.make.student(cohort, "吴将删")
        with self.make.work():
            privacy.ask_deletion(actor=Actor.system(), person_id=hidden, way="phone", note="来电话")
        more = {"gone_id": gone, "hidden_id": hidden, "archived_id": archived, "job_id": job, "file_id": job}
        more |= questions_of(self.make, student, lecturer)
        with self.make.work():
            more["notice_id"] = notices.unread(student)[0].id
            accounts.cards_of([student])[student].paused_at = now()
            more["session_id"] = accounts.start_session(person_id=student, kind="own", way="card")[0].id
        more |= {
            "import_id": self._import(coordinator, cohort, f"孙新人{mark}"),
            "asking_id": self._import(coordinator, cohort, f"李无卡{mark}"),
            "applied_id": self._import(coordinator, cohort, f"钱旧人{mark}", is_applied=True),
            "parted_id": self._import(coordinator, cohort, f"丁甲{mark},一班\n丁乙{mark},二班", head="姓名,班级"),
        }
        more["handouts_id"] = self._print_handouts(coordinator, cohort)
        more |= self._roles(district, lecturer, helper)
        more |= self._written(district, mark)
        more |= drawn(self.make, more)
        more |= self._opened(more)
        more |= self._brought(lecturer, more["author_id"], more["own_course_id"])
        more |= twins_of(self.make, cohort, coordinator)
        more |= certified(self.make, cohort, student, coordinator)
        more |= planned(self.make, cohort, helper)
        more |= attended(self.make, cohort, student, helper)
        more |= changed(self.make, cohort, coordinator, district)
        more |= differing(self.make, cohort, coordinator, mark)
        return Side(district, cohort, student, lecturer, helper, more)

    def _members(self) -> list[UUID]:
        return [each for side in (self.here, self.far) for each in (side.student_id, side.lecturer_id, side.helper_id)]

    def _arrivals(self) -> None:
        """Send somebody of the other district to each side's."""
        for side in (self.here, self.colleague):
            side.more["transfer_id"] = arrival(self.make, self.far.cohort_id, self.far_coordinator_id, side.district_code)
        self.far.more["transfer_id"] = arrival(self.make, self.here.cohort_id, self.coordinator_id, self.far.district_code)

    def _roles(self, district: str, lecturer: UUID, helper: UUID) -> dict[str, object]:
        """Give the lecturer a post in her district; say what the helper's role is known by."""
        with self.make.work():
            posts.give_post(actor=Actor.system(), person_id=lecturer, role=Role.LECTURER, district_code=district)
            return {"helper_grant_id": accounts.grants_of(helper)[0].id, "helper_login": accounts.login_of(helper)}

    def _written(self, district: str, mark: str) -> dict[str, object]:
        """Begin a course of the district, never published, with two authors, two lesson drafts and one put away.

        An endpoint of the desk says `Rule(needs="course:write", at="course", names=OWN)`: her own course answers, that
        of another district or colleague is 404 for an author, and 403 for whoever writes nothing at all.
        """
        with self.make.work():
            course = desk.start_course(actor=Actor.system(), form_id=new_id(), title=f"新课{mark}", district_code=district)
        place = Scope(district=district, course=course)
        people = [self.make.staff(Role.AUTHOR, place, name) for name in (f"沈作者{mark}", f"韩作者{mark}")]
        with self.make.work():
            author, write = self.make.actor(people[0]), {"course_id": course, "form_id": new_id()}
            lesson = desk.new_lesson(actor=author, title="第一节", **write)
            other, away = (desk.new_lesson(actor=author, title=each, **{**write, "form_id": new_id()}) for each in ("第二节", "收走的"))
            desk.put_away(actor=author, course_id=course, lesson_id=away)
            authoring_queries.home(course).origin_course_id = "refunds"
            draft = authoring.draft_for(actor=author, course_id=course, lesson_id=lesson)
            aside = self._aside(author, draft)
            looked = self._looked_at(author, self.make.actor(people[1]), course, lesson)
            return {
                "own_course_id": course, "draft_lesson_id": lesson, "other_lesson_id": other, "away_lesson_id": away,
                "draft_step_id": library.cut(draft.zh).step_ids[0], "author_id": people[0], "co_author_id": people[1],
                **looked, "aside_id": aside, "author_grant_id": accounts.grants_of(people[1])[0].id, "co_author_login": accounts.login_of(people[1]),
            }

    def _opened(self, more: dict[str, object]) -> dict[str, object]:
        """Have a step be taken out of the first lesson; give the marks with which forms on its pieces were opened."""
        with self.make.work():
            where = {"actor": self.make.actor(more["author_id"]), "course_id": more["own_course_id"], "lesson_id": more["draft_lesson_id"]}
            gone = library.cut(authoring.add_step(**where, after="-", texts=authoring.Texts("## 多余的一步")).zh).step_ids[-1]
            texts = authoring.texts_of(authoring.take_out_step(**where, step_id=gone))
            parts = {"draft_step": more["draft_step_id"], "head": "head", "intro": "intro"}
            bases = {f"{name}_base": authoring.fingerprint(texts.part(part)) for name, part in parts.items()}
            return {**bases, "text_base": authoring.fingerprint(texts), "removed_step_id": gone}

    def _looked_at(self, author: Actor, colleague: Actor, course: str, lesson: str) -> dict[str, UUID]:
        """Have the second author ask the first to read her draft, and the first press publish."""
        where = {"course_id": course, "lesson_id": lesson}
        version = authoring.locked_draft(actor=author, **where).version
        asked = readings.ask(actor=colleague, **where, reader_id=author.person_id, asked="请看看第一步。", client_id=new_id())
        job = publishing.start(actor=author, course_id=course, versions={lesson: version}, why="写好了", form_id=new_id())
        day = today() + timedelta(days=7)
        scheduling.schedule(actor=author, course_id=course, versions={lesson: version}, why="写好了", day=day)
        return {"reading_id": asked.id, "publish_job_id": job}

    def _brought(self, lecturer: UUID, author: UUID, course: str) -> dict[str, object]:
        """Bring the files of somebody else's course: to begin a new one, and into the district's own."""
        with self.make.work():
            given = {"form_id": new_id(), "file_name": "notes.zip", "data": BROUGHT}
            new = import_keeping.start(actor=self.make.actor(lecturer), **given)
            return {"brought_id": new, "update_id": import_keeping.start(actor=self.make.actor(author), into=course, **given)}

    def _aside(self, author: Actor, draft: LessonDraft) -> UUID:
        """Have two texts of its first step meet, and the earlier one give way; give by what that is known."""
        step = library.cut(draft.zh).step_ids[0]
        settled = {"course_id": draft.course_id, "lesson_id": draft.lesson_id, "part": step, "choice": "mine", "form_id": new_id()}
        base = authoring.fingerprint(authoring.texts_of(draft).part(step))
        conflicts.settle(actor=author, mine=authoring.Texts(f"## 第一步 {{#{step}}}\n请打开淘宝。"), base=base, **settled)
        return settled["form_id"]

    def _print_card(self, coordinator: UUID, cohort: UUID, student: UUID) -> UUID:
        with self.make.work():
            job = cards.start_again(
                actor=self.make.actor(coordinator), cohort_id=cohort, person_id=student, form_id=new_id()
            )
        with self.app.app_context():
            jobs.run_pending()
        return job

    def _print_handouts(self, coordinator: UUID, cohort: UUID) -> UUID:
        job = self._ask_handouts(coordinator, cohort)
        with self.app.app_context():
            jobs.run_pending()
        return job

    def _ask_handouts(self, coordinator: UUID, cohort: UUID) -> UUID:
        with self.make.work():
            wish = Wish((("refunds", library.course("refunds").lessons[0].id),), "zh", False, 1)
            return handout_sets.start_set(actor=self.make.actor(coordinator), cohort_id=cohort, wish=wish, form_id=new_id())

    def _import(self, coordinator: UUID, cohort: UUID, name: str, *, is_applied: bool = False, head: str = "姓名") -> UUID:
        """Upload a roster of one name and have it read, and applied if asked."""
        actor, place = self.make.actor(coordinator), {"cohort_id": cohort}
        with self.make.work():
            data = f"{head}\n{name}\n".encode()
            row = imports.start(actor=actor, **place, form_id=new_id(), file_name="名单.csv", data=data).id
        with self.app.app_context():
            jobs.run_pending()
        if is_applied:
            with self.make.work():
                imports.request_apply(actor=actor, **place, import_id=row, is_wrong_left_out=False)
            with self.app.app_context():
                jobs.run_pending()
        return row

    def _counted(self) -> None:
        for side in self.sides().values():
            coordinator = self.far_coordinator_id if side is self.far else self.coordinator_id
            side.more["recount_id"] = asked_to_count(self.make, coordinator, side.district_code)
        count_all(self.app)

    def _shared(self) -> dict[str, object]:
        """What every side's addresses may point at."""
        spare, closed = self.make.operator(), self.make.operator()
        with self.make.work():
            accounts.disable_person(actor=Actor.system(), person_id=closed)
            lesson = library.course("refunds").lessons[0]
            steps = library.lesson("refunds", lesson.id).in_language("zh").steps
            grant, far = accounts.grants_of(spare)[0].id, accounts.grants_of(self.far_coordinator_id)[0].id
        with self.make.work():
            db.session.add(Track(id="from-zero", position=1, names={"zh": "从零开始", "en": "From zero"},
                                 for_whom={"zh": "给刚开始学的您。", "en": "For whoever begins."}, course_ids=["refunds"]))
        return {
            "track": "from-zero",
            "stylesheet": "css/tokens.css", "dead": "0" * 26, "sha256": "0" * 64, "ending": "png",
            "course": "refunds", "lesson": lesson.id, "step": next(step.id for step in steps if step.practice),
            "far_coordinator_id": self.far_coordinator_id, "far_coordinator_grant_id": far,
            "spare_id": spare, "spare_grant_id": grant, "closed_id": closed, "post_role": "lecturer",
            "retention_job_id": self._throw_away(),
            **self._recordings("refunds", lesson.id, next(step.id for step in steps if step.practice)),
        }  # fmt: skip

    def _recordings(self, course: str, lesson: str, step: str) -> dict[str, object]:
        """Have a lecturer read a step aloud twice: the second time is heard, the first can be brought back."""
        where = {"course_id": course, "lesson_id": lesson, "step_id": step, "lang": "zh"}
        for mark in (b"first", b"second"):
            with self.make.work():
                lecturer = self.make.actor(self.here.lecturer_id)
                recordings.keep(actor=lecturer, **where, client_id=new_id(), data=mp3(2, mark))
        with self.make.work():
            shown = recordings.step_of(actor=self.make.actor(self.here.lecturer_id), **where)
            return {"recording_id": shown.now.id, "removed_recording_id": shown.back[0].id}

    def _throw_away(self) -> UUID:
        """Have an operator throw away what is over."""
        with self.make.work():
            job = retention.ask_run(actor=self.make.actor(self.operator_id)).id
        with self.app.app_context():
            jobs.run_pending()
        return job

    def _themes(self) -> dict[str, object]:
        """Raise a question of each side; one theme is open and one explained, with a lesson to check."""
        sides = list(self.sides().values())
        themes = [raised(self.make, side.lecturer_id, side.more["taken_id"]) for side in sides]
        done = raised(self.make, self.here.lecturer_id, self.here.more["asked_id"], "订单在哪里")
        return {"theme_id": themes[0], "check_id": explained(self.make, self.manager_id, done)}

    def sides(self) -> dict[str, Side]:
        """Give what addresses may point at, by the district or cohort in which it lies."""
        return {"here": self.here, "a colleague's": self.colleague, "far": self.far}

    def value(self, side: Side, name: str) -> object:
        """Give what stands for `name` in an address that points into `side`."""
        for holder in (vars(side), side.more, self.shared):
            if name in holder:
                return holder[name]
        raise LookupError(f"the world has no {name}")

    def _people(self) -> list[Who]:
        people = [Who("nobody", (), _with_token(self.app.test_client()))]
        coordinators = (self.coordinator_id, self.far_coordinator_id)
        for name, side, coordinator in zip(("here", "far"), (self.here, self.far), coordinators, strict=True):
            cohort, district = Scope(cohort=side.cohort_id), Scope(district=side.district_code)
            people += [
                self._who(f"student {name}", side.student_id, Held(Role.STUDENT, cohort)),
                self._who(f"lecturer {name}", side.lecturer_id, Held(Role.LECTURER, cohort)),
                self._who(f"helper {name}", side.helper_id, Held(Role.HELPER, cohort)),
                self._who(f"coordinator {name}", coordinator, Held(Role.COORDINATOR, district)),
                self._who(f"author {name}", side.more["author_id"], Held(Role.AUTHOR, Scope(course=side.more["own_course_id"]))),
            ]
        manager = self._who("product manager", self.manager_id, Held(Role.PRODUCT_MANAGER, COLLEGE))
        return [*people, manager, self._who("operator", self.operator_id, Held(Role.OPERATOR, COLLEGE))]

    def _who(self, name: str, person_id: UUID, held: Held) -> Who:
        return Who(name, (held,), _with_token(sign_in(self.app, person_id)))


def _with_token(client) -> str:
    """Put the matrix's form token into a client's session and give the cookie."""
    with client.session_transaction() as session:
        session["csrf_token"] = TOKEN
    return client.get_cookie(client.application.config["SESSION_COOKIE_NAME"]).value


def form_token(app: Flask) -> str:
    """Give what a form must carry for the sessions of the matrix."""
    with app.test_request_context():
        session["csrf_token"] = TOKEN
        return generate_csrf()
