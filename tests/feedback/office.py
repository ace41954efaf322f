"""Raises, parts and decides as the people of a class and their product manager, each in a committed unit."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select

from college.core.db import db
from college.feedback import service
from college.feedback.raising import NewTheme
from college.feedback.rules import Status
from college.notices.models import Notice
from tests.questions.classroom import Class

FEATURE = "my-orders"


@dataclass
class Office:
    """What the tests of feedback do."""

    room: Class
    manager: UUID

    def raise_to(self, question_id: UUID, to: UUID | str = "看不懂", excerpt: str = "点了没有反应", who: UUID | None = None, **values):
        """Raise a question to a theme (id) or to a new one (title); give the theme's id."""
        wanted = NewTheme(values.pop("feature", FEATURE), to) if isinstance(to, str) else to
        with self.room.college.work():
            actor = self.room.college.actor(who or self.room.lecturer)
            raised = service.raise_question(actor=actor, question_id=question_id, to=wanted, excerpt=excerpt, **values)
            return raised.theme_id

    def part(self, question_id: UUID, who: UUID | None = None) -> bool:
        """Part a question from its theme."""
        return self.room.run(who or self.room.lecturer, service.part, question_id=question_id)

    def move(self, theme_id: UUID, to: Status, sentence: str = "我们看了您说的地方。", *, seen: Status | None = None, client_id=None, who=None):
        """Move a theme from where it stands; give the id of the move."""
        values = {"client_id": client_id or uuid4(), "seen": seen or self.status(theme_id), "to": to, "sentence": sentence}
        with self.room.college.work():
            return service.move(actor=self.room.college.actor(who or self.manager), theme_id=theme_id, **values).id

    def close(self, theme_id: UUID, to: Status = Status.EXPLAINED, sentence: str = "钱会回到原来付款的地方。") -> None:
        """Move a theme all the way."""
        before = Status.LOOKING if to == Status.EXPLAINED else Status.PLANNED
        for step in (Status.LOOKING, before, to):
            if self.status(theme_id) != step:
                self.move(theme_id, step, sentence)

    def status(self, theme_id: UUID) -> Status:
        """Give where a theme stands."""
        with self.room.college.app.app_context():
            return Status(db.session.get(service.Theme, theme_id).status)

    def notices(self, person: UUID, theme_id: UUID | None = None) -> list[Notice]:
        """Give what a person was told about themes, or about one."""
        with self.room.college.app.app_context():
            told = select(Notice).where(Notice.person_id == person, Notice.key.startswith(f"theme:{theme_id or ''}"))
            return list(db.session.scalars(told.order_by(Notice.created_at)))

    def rows(self, model, **values) -> list:
        """Give rows of a table."""
        with self.room.college.app.app_context():
            return list(db.session.scalars(select(model).filter_by(**values)))
