"""A roster that says something otherwise than a hand wrote, and headings that a district remembers: for each side."""

from uuid import UUID

from sqlalchemy import select

from college.accounts.models import Person
from college.cohorts import imports, imports_columns, imports_modes, people
from college.cohorts.roster_models import UPDATE
from college.core import jobs
from college.core.db import db, new_id


def differing(make, cohort: UUID, coordinator: UUID, mark: str) -> dict[str, object]:
    """Import somebody, change her age by hand, and look at a list that says the old one; give what addresses need."""
    name, number = f"周改手{mark}", f"M{mark}"
    data = f"姓名,学号,年龄\n{name},{number},66\n".encode()
    desk = Desk(make, cohort, coordinator)
    first = desk.upload(data)
    with make.work():
        imports.request_apply(**desk.place(), import_id=first, is_wrong_left_out=False)
    desk.run_jobs()
    with make.work():
        person = db.session.scalars(select(Person.id).where(Person.name == name)).one()
        people.edit_student(**desk.place(), person_id=person, name=name, phone=None, age_band="70-74")
    second = desk.upload(data)
    with make.work():
        imports_modes.choose_mode(**desk.place(), import_id=second, mode=UPDATE)
    odd = desk.upload(f"称谓甲{mark},记号\n钱{mark},1\n".encode())
    with make.work():
        imports.say_columns(**desk.place(), import_id=odd, where={"name": 0}, is_first_row_heading=True)
    desk.run_jobs()
    with make.work():
        district = imports.import_for(make.actor(coordinator), cohort, odd)[0].district_code
        known = next(each.id for each in imports_columns.remembered_in(district) if f"称谓甲{mark}" in each.headings)
    return {"differing_id": second, "differing_name": name, "differing_number": number, "known_columns_id": known}


class Desk:
    """A coordinator who uploads lists into one cohort."""

    def __init__(self, make, cohort: UUID, coordinator: UUID) -> None:
        self.make, self.cohort, self.coordinator = make, cohort, coordinator

    def place(self) -> dict:
        """Give who does it and where."""
        return {"actor": self.make.actor(self.coordinator), "cohort_id": self.cohort}

    def upload(self, data: bytes) -> UUID:
        """Upload a list and have it read."""
        with self.make.work():
            given = {"form_id": new_id(), "file_name": "名单.csv", "data": data}
            import_id = imports.start(**self.place(), **given).id
        self.run_jobs()
        return import_id

    def run_jobs(self) -> None:
        """Do what waits."""
        with self.make.app.app_context():
            jobs.run_pending()
