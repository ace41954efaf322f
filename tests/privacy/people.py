"""One student with something in every table, named by words that stand nowhere else."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from college.accounts import service as accounts
from college.cohorts import cards, imports
from college.cohorts import service as cohorts
from college.cohorts.people import unmask_phone
from college.core import jobs
from college.core.db import new_id
from college.feedback import service as feedback
from college.feedback.raising import NewTheme
from college.library import service as library
from college.notices import service as notices
from college.progress import service as progress
from college.questions import service as questions
from tests.support.asking import COURSE, LESSON, STEP
from tests.support.college import SHANGCHENG, College


@dataclass
class Class:
    """A cohort with its staff, in which students leave traces."""

    make: College
    cohort: UUID
    coordinator: UUID
    lecturer: UUID
    helper: UUID

    @classmethod
    def of(cls, make: College, district: str = SHANGCHENG) -> "Class":
        """Open a class with its staff."""
        cohort = make.cohort(district, (COURSE,))
        return cls(make, cohort, make.coordinator(district), make.lecturer(cohort), make.helper(cohort))

    def student(self, name: str, phone: str | None, outside_id: str | None = None) -> UUID:
        """Bring a student in by a roster, and give her one of everything."""
        person = self._import(name, phone, outside_id)
        self._print_card(person)
        self._consent(person)
        self._learn(person)
        self._ask(person, name)
        with self.make.work():
            notices.tell(person_id=person, key="for-her", texts={"zh": f"{name}您好", "en": f"Dear {name}"}, url="/")
        if phone:
            with self.make.work():
                actor = self.make.actor(self.coordinator)
                unmask_phone(actor=actor, cohort_id=self.cohort, person_id=person, reason=f"家人找{name}")
        return person

    def run_jobs(self) -> None:
        """Do what waits."""
        with self.make.app.app_context():
            jobs.run_pending()

    def _import(self, name: str, phone: str | None, outside_id: str | None) -> UUID:
        actor = self.make.actor(self.coordinator)
        data = f"姓名,手机号,学号\n{name},{phone or ''},{outside_id or ''}\n".encode()
        with self.make.work():
            row = imports.start(
                actor=actor, cohort_id=self.cohort, form_id=new_id(), file_name=f"{name}的名单.csv", data=data
            ).id
        self.run_jobs()
        with self.make.work():
            imports.request_apply(actor=actor, cohort_id=self.cohort, import_id=row, is_wrong_left_out=True)
        self.run_jobs()
        with self.make.work():
            return next(person.id for _enrollment, person in cohorts.enrolled(self.cohort) if person.name == name)

    def _print_card(self, person: UUID) -> None:
        actor = self.make.actor(self.coordinator)
        with self.make.work():
            cards.start_again(actor=actor, cohort_id=self.cohort, person_id=person, form_id=new_id())
        self.run_jobs()

    def _consent(self, person: UUID) -> None:
        with self.make.work():
            actor = self.make.actor(person)
            accounts.start_session(person_id=person, kind="own", way="card")
            accounts.give_consent(actor=actor, language="zh")

    def _learn(self, person: UUID) -> None:
        with self.make.work():
            steps = [step.id for step in library.lesson(COURSE, LESSON).in_language("zh").steps]
            where = {"person_id": person, "course_id": COURSE}
            progress.keep_step(**where, lesson_id=LESSON, step_ids=steps, step_id=steps[0])
            tap = {"screen": "home", "expected": "my-taobao", "step_id": STEP}
            progress.keep_tap(**where, client_id=uuid4(), target="cart", **tap)
            progress.keep_tap(**where, client_id=uuid4(), target="my-taobao", **tap)
            progress.call_help(**where, client_id=uuid4(), lesson_id=LESSON, step_id=STEP, called_by=self.helper)

    def _ask(self, person: UUID, name: str) -> None:
        step = {"course_id": COURSE, "lesson_id": LESSON, "step_id": STEP}
        with self.make.work():
            actor = self.make.actor(person)
            asked = questions.call(actor=actor, client_id=uuid4(), **step).id
            questions.send(actor=actor, question_id=asked, text=f"我是{name},点了没有反应")
        with self.make.work():
            teacher = self.make.actor(self.lecturer)
            theme = NewTheme("my-orders", "点了没有反应")
            feedback.raise_question(actor=teacher, question_id=asked, to=theme, excerpt="点了没有反应")
            questions.ask_back(actor=teacher, question_id=asked, client_id=uuid4(), seen=1, text=f"{name}阿姨,您看到什么?")
        with self.make.work():
            actor = self.make.actor(person)
            questions.reply(actor=actor, question_id=asked, client_id=uuid4(), text=f"{name}看到订单")
            draft = questions.call(actor=actor, client_id=uuid4(), **step).id
            questions.save_draft(actor=actor, question_id=draft, text=f"{name}还没写完")
