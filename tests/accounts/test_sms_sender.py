"""Who carries messages: the words, the terminal, Alibaba Cloud without a network, and where a code is offered."""

import json
from types import SimpleNamespace

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from college import create_app
from college.accounts import service as accounts
from college.accounts import sms_sender
from college.accounts.models_secrets import SmsCode
from college.core import jobs
from college.core.db import db
from tests.accounts.conftest import PHONE
from tests.support.databases import KEYS


@pytest.fixture
def student(college):
    """Make 王桂明 with a telephone."""
    return college.student(college.cohort(), "王桂明", phone=PHONE)


def test_the_terminal_shows_number_and_words_and_nothing_else_does(app, client, student, ask, capfd):
    ask(client)
    out, err = capfd.readouterr()
    assert PHONE in out and PHONE not in err


@pytest.mark.parametrize(("lang", "parts"), [
    ("zh_Hans_CN", ("淘宝长者学院", "123456", "工作人员不会向您要验证码")),
    ("en", ("Taobao College for Seniors", "123456", "will ever ask you for this code")),
])  # fmt: skip
def test_the_message_names_the_site_and_says_that_nobody_asks_for_the_code(app, lang, parts):
    with app.app_context(), force_locale(lang):
        said = sms_sender.message("123456")
    assert all(part in said for part in parts), said


@pytest.mark.parametrize(("sender", "listen", "public", "offered"), [
    ("console", "http://127.0.0.1:8000", None, True),
    ("console", "http://[::1]:8000", None, True),
    ("console", "http://localhost:8000", "http://localhost:8000", True),
    ("console", "http://192.168.1.5:8000", None, False),
    ("console", "http://0.0.0.0:8000", None, False),
    ("console", "http://127.0.0.1:8000", "https://college.example", False),
    ("aliyun", "http://192.168.1.5:8000", "https://college.example", True),
    ("off", "http://127.0.0.1:8000", None, False),
])  # fmt: skip
def test_where_it_is_offered(app, client, sender, listen, public, offered):
    app.config.update(SMS_SENDER=sender, LISTEN_URL=listen, PUBLIC_URL=public)
    with app.app_context():
        assert accounts.sms_is_offered() is offered
    for page in ("/card/help", "/"):
        assert bool(client.get(page).page.find("a", href="/sms")) is offered
        assert client.get(page).page.find("a", href="/code")
    assert client.get("/sms").status_code == (200 if offered else 303)


class FakeAliyun:
    """What the SDK's modules offer, without a network."""

    def __init__(self, answer="OK"):
        self.sent, self.answer = [], answer

    def module(self, name):
        """Stand in for `importlib.import_module`."""
        if name.endswith("dysmsapi20170525.models"):
            return SimpleNamespace(SendSmsRequest=lambda **values: SimpleNamespace(**values))
        if name.endswith("tea_openapi.models"):
            return SimpleNamespace(Config=lambda **values: SimpleNamespace(**values))
        return SimpleNamespace(Client=self._client)

    def _client(self, config):
        self.config = config
        return SimpleNamespace(send_sms=self._send)

    def _send(self, request):
        self.sent.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return SimpleNamespace(body=SimpleNamespace(code=self.answer))


ALIYUN = {
    "SMS_SENDER": "aliyun", "SMS_KEY_ID": "id", "SMS_KEY_SECRET": "secret", "SMS_SIGN": "淘宝长者学院", "SMS_TEMPLATE": "SMS_1",
}  # fmt: skip


def test_alibaba_cloud_gets_number_signature_template_and_code(monkeypatch):
    cloud = FakeAliyun()
    monkeypatch.setattr(sms_sender.importlib, "import_module", cloud.module)
    sms_sender.Aliyun(ALIYUN).send(PHONE, "123456")
    request = cloud.sent[0]
    assert (request.phone_numbers, request.sign_name, request.template_code) == (PHONE, "淘宝长者学院", "SMS_1")
    assert json.loads(request.template_param) == {"code": "123456"}
    assert cloud.config.endpoint == "dysmsapi.aliyuncs.com"


@pytest.mark.parametrize("answer", ["isv.BUSINESS_LIMIT_CONTROL", TimeoutError(f"{PHONE} took too long")])
def test_what_alibaba_cloud_refuses_is_told_to_the_operator_without_the_number(
    app, client, student, ask, monkeypatch, capfd, answer
):
    cloud = FakeAliyun(answer)
    monkeypatch.setattr(sms_sender.importlib, "import_module", cloud.module)
    app.config.update(ALIYUN)
    assert ask(client).status_code == 303
    with app.app_context():
        job = db.session.scalars(select(jobs.Job)).one()
        assert (job.state, bool(job.failed_sentence)) == ("failed", True)
        assert db.session.scalars(select(SmsCode.message_cipher)).one() is None
    assert len(cloud.sent) == 1
    assert PHONE not in "".join(capfd.readouterr())


@pytest.mark.parametrize(("settings", "words"), [
    ({"SMS_SENDER": "pigeon"}, "COLLEGE_SMS_SENDER must be one of console, aliyun, off"),
    ({**ALIYUN, "SMS_SIGN": None}, "COLLEGE_SMS_SIGN"),
    (ALIYUN, "SDK is not installed"),
])  # fmt: skip
def test_what_cannot_send_does_not_start_and_says_why(settings, words):
    with pytest.raises(sms_sender.SenderMissing) as stopped:
        create_app({**KEYS, "TESTING": True, "DATABASE_URL": "sqlite://", **settings})
    assert words in stopped.value.message


def test_off_sends_nothing(app):
    with app.app_context(), pytest.raises(sms_sender.NotSent):
        app.config["SMS_SENDER"] = "off"
        sms_sender.sender().send(PHONE, "123456")
