"""Makes, for each rule of retention, one row that was over at a given moment."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import String, cast, func, select

from college.accounts.models import Consent, DeviceSession, Person
from college.accounts.models_secrets import (
    AddressFailure,
    CredentialFailure,
    Handover,
    OneTimeLink,
    Quota,
    SecondFactor,
    SmsCode,
)
from college.authoring.models import LessonDraft, Presence, Reading
from college.authoring.models_pictures import BroughtPicture
from college.cohorts.models import Cohort, Enrollment
from college.cohorts.roster_models import APPLIED, RosterImport
from college.core import clock
from college.core.audit import AuditEntry
from college.core.clock import LOCAL
from college.core.db import db, new_id
from college.core.files import StoredFile
from college.core.jobs import Job
from college.core.permissions import COLLEGE, Actor, Role
from college.accounts import service as accounts
from college.library.models import Picture
from college.library.models_recordings import Recording, Sound
from college.meetings.models import WalkIn
from college.notices.models import Notice
from college.privacy.models_retention import RetentionRun
from college.progress.service import ActiveDay
from college.questions.models import Question
from college.search.models import SearchMiss
from college.search.rules_misses import week_of
from tests.support.college import SHANGCHENG, College
from tests.support.meeting_making import meeting_of

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class OldRows:
    """Makes rows in a college; ``over(key, moment)`` makes one, ``left(key)`` counts those that are still there."""

    def __init__(self, college: College, backups: Path) -> None:
        self.college = college
        self.backups = backups
        self.cohort = college.cohort(courses=("refunds",))

    def over(self, key: str, moment: datetime) -> None:
        """Make what the rule ``key`` throws away, over at ``moment``."""
        if key == "backups":
            return self._backup(moment)
        if key == "learners":
            return self._learner(moment)
        person = self.college.person("王旧人")
        with self.college.work():
            db.session.add(getattr(self, f"_{key}")(person, moment))

    def left(self, key: str) -> int:
        """Count what is still there of what the rule takes."""
        if key == "backups":
            return len(list(self.backups.glob("*")))
        with self.college.app.app_context():
            return db.session.scalar(self._counting(key)) or 0

    def _counting(self, key: str):
        if key == "learners":
            return select(func.count()).where(Person.name == "李学员", Person.hidden_at.is_(None))
        if key == "taken_out":
            return select(func.count()).select_from(LessonDraft).where(cast(LessonDraft.removed, String) != "[]")
        if key == "imports":
            return select(func.count()).select_from(RosterImport).where(RosterImport.file_name == "kept.csv")
        return select(func.count()).select_from(MODELS[key])

    def _handovers(self, person: UUID, moment: datetime):
        return Handover(
            person_id=person, token_hash=str(new_id()), code_hash=str(new_id()), made_by=person,
            made_at=moment - 10 * MINUTE, expires_at=moment,
        )  # fmt: skip

    def _sms_codes(self, _person: UUID, moment: datetime):
        return SmsCode(phone_hash="p", code_hash="c", made_at=moment - 10 * MINUTE, expires_at=moment)

    def _quotas(self, _person: UUID, moment: datetime):
        return Quota(key=str(new_id()), span="day", slot=1, began_at=moment - DAY)

    def _password_links(self, person: UUID, moment: datetime):
        return OneTimeLink(person_id=person, token_hash=str(new_id()), made_at=moment - DAY, expires_at=moment)

    def _unfinished_factors(self, person: UUID, moment: datetime):
        return SecondFactor(person_id=person, secret_cipher="test:x", made_at=moment)

    def _wrong_guesses(self, _person: UUID, moment: datetime):
        return CredentialFailure(key=str(new_id()), count=5, locked_until=moment - MINUTE, last_at=moment)

    def _addresses(self, _person: UUID, moment: datetime):
        return AddressFailure(address_hash=str(new_id()), hour=moment, count=3)

    def _files(self, _person: UUID, moment: datetime):
        return StoredFile(
            purpose="roster.file", name="名单.csv", media_type="text/csv", cipher=b"test:x", size=1, created_at=moment - DAY,
            expires_at=moment,
        )  # fmt: skip

    def _imports(self, person: UUID, moment: datetime):
        return RosterImport(
            cohort_id=self.cohort, district_code=SHANGCHENG, state=APPLIED, file_name="kept.csv", file_hash="0" * 64,
            made_at=moment - DAY, applied_at=moment, answers={"2": "new"}, done_counts={"new": 3},
            deeds={"created": [str(person)], "added": [str(person)], "restored": {}},
        )  # fmt: skip

    def _drafts(self, person: UUID, moment: datetime):
        return Question(
            person_id=person, client_id=new_id(), cohort_id=self.cohort, district_code=SHANGCHENG, course_id="refunds",
            lesson_id="find-order", step_id="open-my-taobao", text="还没说完", created_at=moment,
        )  # fmt: skip

    def _recordings(self, person: UUID, moment: datetime):
        mark = new_id().hex * 2
        db.session.add(Sound(sha256=mark, media_type="audio/mpeg", data=b"sound"))
        db.session.flush()
        return Recording(
            client_id=new_id(), course_id="refunds", step_id="open-my-taobao", lang="zh", sha256=mark, media_type="audio/mpeg",
            seconds=2.0, is_measured=True, size=5, spoken_hash="0" * 64, recorded_by=person, recorded_at=moment - DAY,
            removed_at=moment,
        )  # fmt: skip

    def _presence(self, person: UUID, moment: datetime):
        return Presence(course_id="refunds", lesson_id="find-order", person_id=person, part="head", seen_at=moment)

    def _brought_pictures(self, _person: UUID, moment: datetime):
        mark = new_id().hex * 2
        db.session.add(Picture(sha256=mark, media_type="image/jpeg", width=1, height=1, data=b"picture"))
        db.session.flush()
        return BroughtPicture(sha256=mark, brought_at=moment)

    def _readings(self, person: UUID, moment: datetime):
        return Reading(
            draft_id=self._draft().id, client_id=new_id(), reader_id=person, asked_by=person, asked_at=moment - DAY,
            verdict="good", answer="写得清楚", answered_at=moment,
        )  # fmt: skip

    def _taken_out(self, person: UUID, moment: datetime):
        gone = {"id": "gone", "after": "", "zh": "## 一步 {#gone}", "en": "", "by": str(person), "at": moment.isoformat()}
        return self._draft(removed=[gone])

    def _draft(self, **values) -> LessonDraft:
        draft = LessonDraft(course_id="refunds", lesson_id=new_id().hex[:20], zh="---\ntitle: 一节课\n---\n", **values)
        db.session.add(draft)
        db.session.flush()
        return draft

    def _jobs(self, _person: UUID, moment: datetime):
        return Job(kind="cards.print", language="zh", payload={}, state="done", created_at=moment, finished_at=moment)

    def _notices(self, person: UUID, moment: datetime):
        return Notice(person_id=person, key=str(new_id()), texts={"zh": "好"}, url="/", created_at=moment, read_at=moment)

    def _walk_ins(self, person: UUID, moment: datetime):
        meeting = meeting_of(self.college, self.cohort, commits=False)
        return WalkIn(meeting_id=meeting, name="临时来的人", noted_by=person, noted_at=moment)

    def _active_days(self, person: UUID, moment: datetime):
        return ActiveDay(person_id=person, day=moment.astimezone(LOCAL).date())

    def _misses(self, _person: UUID, moment: datetime):
        day = moment.astimezone(LOCAL).date()
        return SearchMiss(text=new_id().hex[:30], language="zh", week=week_of(day), count=1, last_on=day)

    def _devices(self, person: UUID, moment: datetime):
        device = DeviceSession(
            id=new_id(), person_id=person, token_hash=str(new_id()), kind="own", way="card", started_at=moment - DAY,
            expires_at=moment + DAY, ended_at=moment,
        )  # fmt: skip
        db.session.add(device)
        db.session.flush()
        return Consent(person_id=person, version="1", language="zh", session_id=device.id, given_at=moment)

    def _audit(self, person: UUID, moment: datetime):
        return AuditEntry(at=moment, actor_id=person, action="session.start", subject=f"person:{person}", detail={})

    def _consents(self, person: UUID, moment: datetime):
        db.session.get_one(Person, person).forgotten_at = moment
        return Consent(person_id=person, version="1", language="zh", given_at=moment)

    def _runs(self, _person: UUID, moment: datetime):
        return RetentionRun(at=moment, done_at=moment)

    def _learner(self, moment: datetime) -> None:
        self.student(moment)

    def student(self, *ended: datetime, name: str = "李学员") -> UUID:
        """Make a student whose cohorts had their last days on these moments' days in China."""
        person = self.college.person(name)
        for moment in ended:
            day = moment.astimezone(LOCAL).date()
            cohort = self.college.cohort(starts_on=day - 30 * DAY, ends_on=day)
            with self.college.work():
                db.session.add(Enrollment(person_id=person, cohort_id=cohort, from_on=day - 30 * DAY))
        return person

    def signed_in_until(self, person: UUID, moment: datetime) -> None:
        """Have had a person signed in on a device until a moment."""
        with self.college.work():
            db.session.add(self._devices(person, moment))

    def hire(self, person: UUID) -> None:
        """Give a person a role."""
        with self.college.work():
            accounts.grant(actor=Actor.system(), person_id=person, role=Role.OPERATOR, scope=COLLEGE)

    def archive(self, moment: datetime) -> None:
        """Put the first cohort into the archive."""
        with self.college.work():
            db.session.get_one(Cohort, self.cohort).archived_at = moment

    def _backup(self, moment: datetime) -> None:
        self.backups.mkdir(parents=True, exist_ok=True)
        path = self.backups / f"{new_id()}.sqlite"
        path.write_bytes(b"rows")
        os.utime(path, (moment.timestamp(), moment.timestamp()))


MODELS = {
    "handovers": Handover, "sms_codes": SmsCode, "quotas": Quota, "password_links": OneTimeLink,
    "unfinished_factors": SecondFactor, "wrong_guesses": CredentialFailure, "addresses": AddressFailure,
    "files": StoredFile, "drafts": Question, "jobs": Job, "notices": Notice, "devices": DeviceSession,
    "recordings": Recording, "presence": Presence, "brought_pictures": BroughtPicture, "readings": Reading, "audit": AuditEntry, "consents": Consent, "runs": RetentionRun, "misses": SearchMiss, "walk_ins": WalkIn, "active_days": ActiveDay,
}  # fmt: skip


def moment_of_test() -> datetime:
    """Give a moment in the middle of a day in China, so that days and moments do not part."""
    return clock.now().replace(hour=4, minute=0, second=0, microsecond=0)
