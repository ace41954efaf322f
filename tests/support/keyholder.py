"""A college whose keys lie in a file of the test's own, and everything that such a college encrypts."""

from pathlib import Path
from uuid import UUID

from flask import Flask

from college.accounts import service as accounts
from college.accounts.models_secrets import SecondFactor, SmsCode
from college.cohorts import imports
from college.core import clock, crypto, files, jobs
from college.core.db import db, new_id
from college.core.permissions import Actor
from college.privacy import deletion
from tests.support.college import SHANGCHENG, College
from tests.support.databases import KEYS

DAY = 24 * 3600


def write_keys(folder: Path) -> Path:
    """Write a config.py with the tests' keys, as a first start would, and a line of the operator's own."""
    path = folder / "config.py"
    lines = ["# Keys of this college.", *(f"{name} = {value!r}" for name, value in KEYS.items()), 'CONTACT = "周老师"', ""]
    path.write_text("\n".join(lines).replace("'test'", "'k1'"), encoding="utf-8")
    path.chmod(0o600)
    return path


def use_keys(app: Flask, path: Path) -> Flask:
    """Let an application take its keys from this file, as one that was started the usual way does."""
    app.config["KEYS_FILE"] = str(path)
    app.config["DATA_KEYS"] = {"k1": KEYS["DATA_KEYS"]["test"]}
    app.instance_path = str(path.parent)
    return app


class Keyholder:
    """Makes a row of everything that is encrypted, and reads it again."""

    def __init__(self, college: College) -> None:
        self.college = college
        self.cohort = college.cohort()
        self.coordinator = college.coordinator(SHANGCHENG)
        self.phones: dict[UUID, str] = {}
        self.file: UUID | None = None
        self.rows: UUID | None = None

    def fill(self, people: int = 3, *, has_roster: bool = False) -> "Keyholder":
        """Make people with telephones, a second factor, a message, a file, a note; a roster to look at if asked."""
        with self.college.work():
            for number in range(people):
                phone = f"1400000{number:04d}"
                self.phones[accounts.create_person(name="王桂明", phone=phone).id] = phone
            first = next(iter(self.phones))
            db.session.add(SecondFactor(person_id=first, secret_cipher=crypto.encrypt("second"), made_at=clock.now()))
            message = {"phone_hash": "p", "code_hash": "c", "message_cipher": crypto.encrypt("message")}
            db.session.add(SmsCode(**message, made_at=clock.now(), expires_at=clock.now()))
            self.file = files.keep(
                "卡.pdf", "application/pdf", b"a sheet", owner_id=None, expires_at=clock.now().replace(year=2099), purpose="cards"
            ).id
        if has_roster:
            self._upload()
        gone = self.college.student(self.cohort, "李要走", phone="14000009999")
        with self.college.work():
            deletion.ask_deletion(actor=Actor.system(), person_id=gone, way="died", note="a note")
        return self

    def _upload(self) -> None:
        actor = self.college.actor(self.coordinator)
        with self.college.work():
            data = "姓名,手机\n孙新人,14000008888\n".encode()
            self.rows = imports.start(
                actor=actor, cohort_id=self.cohort, form_id=new_id(), file_name="名单.csv", data=data
            ).id
        with self.college.app.app_context():
            jobs.run_pending()

    def apply(self) -> list[str]:
        """Apply the uploaded roster and give the numbers of whom it brought, whole."""
        actor = self.college.actor(self.coordinator)
        with self.college.work():
            imports.request_apply(actor=actor, cohort_id=self.cohort, import_id=self.rows, is_wrong_left_out=False)
        with self.college.app.app_context():
            jobs.run_pending()
            return [crypto.decrypt(each.phone_cipher) for each in accounts.people_by_phone("14000008888")]

    def read(self) -> bool:
        """Say whether everything comes back as it was."""
        with self.college.app.app_context():
            people = accounts.people_by_ids(self.phones)
            phones = {each.id: crypto.decrypt(each.phone_cipher) for each in people.values()}
            factor = db.session.get_one(SecondFactor, next(iter(self.phones))).secret_cipher
            message = db.session.scalars(db.select(SmsCode.message_cipher)).first()
            kept = files.read(self.file)
        return (phones, crypto_text(self.college.app, factor), crypto_text(self.college.app, message), kept) == (
            self.phones, "second", "message", b"a sheet",
        )  # fmt: skip


def crypto_text(app: Flask, cipher: str) -> str:
    """Read a cipher in an application."""
    with app.app_context():
        return crypto.decrypt(cipher)
