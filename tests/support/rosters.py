"""A coordinator at work on rosters, for tests of the services: uploads, applies, takes back, and counts what is there."""

from types import SimpleNamespace

from sqlalchemy import func, select

from college.cohorts import imports, imports_undo, service
from college.cohorts.roster_models import RosterImport
from college.core import jobs
from college.core.db import db, new_id
from college.core.permissions import Actor

ROWS = [("王桂兰", "14000001001"), ("李建国", "14000001002"), ("陈玉珍", "")]


def csv_of(rows=ROWS) -> bytes:
    """Write a roster of names and numbers."""
    return "\n".join(["姓名,手机号", *(",".join(row) for row in rows)]).encode()


class RosterDesk:
    """One coordinator who imports into one cohort."""

    def __init__(self, college, cohort, coordinator) -> None:
        self.college, self.cohort, self.coordinator = college, cohort, coordinator

    @property
    def app(self):
        """The application."""
        return self.college.app

    def actor(self) -> Actor:
        """Give the coordinator as services know her."""
        return self.college.actor(self.coordinator)

    def run_jobs(self) -> None:
        """Do what waits."""
        with self.app.app_context():
            jobs.run_pending()

    def upload(self, rows=ROWS, cohort=None):
        """Upload a roster, have it read, and give the id of its import."""
        with self.college.work():
            record = imports.start(
                actor=self.actor(),
                cohort_id=cohort or self.cohort,
                form_id=new_id(),
                file_name="a.csv",
                data=csv_of(rows),
            )
            import_id = record.id
        self.run_jobs()
        return import_id

    def ask_to_apply(self, import_id, cohort=None) -> None:
        """Press the button that applies; the job still waits."""
        with self.college.work():
            imports.request_apply(
                actor=self.actor(), cohort_id=cohort or self.cohort, import_id=import_id, is_wrong_left_out=True
            )

    def apply(self, import_id, cohort=None):
        """Apply an import and give its record."""
        self.ask_to_apply(import_id, cohort)
        self.run_jobs()
        return self.record(import_id)

    def undo(self, import_id):
        """Take an import back and give its record."""
        with self.college.work():
            imports_undo.undo(actor=self.actor(), cohort_id=self.cohort, import_id=import_id)
        return self.record(import_id)

    def record(self, import_id) -> SimpleNamespace:
        """Give the columns of an import."""
        with self.college.work():
            row = db.session.get(RosterImport, import_id)
            return SimpleNamespace(**{column.name: getattr(row, column.name) for column in RosterImport.__table__.columns})

    def names(self, cohort=None) -> list[str]:
        """Give who is in the cohort."""
        with self.college.work():
            return sorted(person.name for _enrollment, person in service.enrolled(cohort or self.cohort))

    def count(self, model, *where) -> int:
        """Count rows."""
        with self.college.work():
            return db.session.scalar(select(func.count()).select_from(model).where(*where))
