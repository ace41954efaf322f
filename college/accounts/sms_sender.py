"""Who carries text messages: the terminal (for trying out), Alibaba Cloud, or nobody; others are one class more."""

from __future__ import annotations

import importlib
import ipaddress
import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit

import click
from flask import Flask, current_app
from flask_babel import gettext as _

ALIYUN_HOST = "dysmsapi.aliyuncs.com"
#: How long Alibaba Cloud may take to answer, in milliseconds.
ALIYUN_WAITS = 8000


class SenderMissing(click.ClickException):
    """The college cannot send text messages as it is set up; the text says what to do. Commands print it as one line."""


class NotSent(Exception):
    """The carrier refused or could not be reached; the text names the reason, never the number or the code."""


class Sender(Protocol):
    """Carries one code to one telephone."""

    def send(self, phone: str, code: str) -> None:
        """Send ``code`` to the 11 digits of ``phone``. Raises `NotSent`."""


class Console:
    """Prints the message where the college was started; it goes into no log."""

    def send(self, phone: str, code: str) -> None:
        """Print the line. Never fails."""
        click.echo(f"SMS to {phone}: {message(code)}")


class Off:
    """Sends nothing, because nobody offers it."""

    def send(self, phone: str, code: str) -> None:
        """Raise `NotSent`: no page leads here."""
        raise NotSent("text messages are switched off")


class Aliyun:
    """Alibaba Cloud's Short Message Service. The template registered there has one place, ``${code}``, and says the
    words of `message`: the name of the site, and that nobody of the staff ever asks for the code."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        """Read keys, signature and template. Raises `SenderMissing` when one or the SDK is missing."""
        self.sign, self.template = config["SMS_SIGN"], config["SMS_TEMPLATE"]
        needed = {"KEY_ID": config["SMS_KEY_ID"], "KEY_SECRET": config["SMS_KEY_SECRET"]}
        needed |= {"SIGN": self.sign, "TEMPLATE": self.template}
        lacking = [f"COLLEGE_SMS_{name}" for name, value in needed.items() if not value]
        if lacking:
            raise SenderMissing(f"COLLEGE_SMS_SENDER is aliyun, but these are not set: {', '.join(lacking)}.")
        self.models, client, openapi = self._sdk()
        self.client = client.Client(
            openapi.Config(
                access_key_id=needed["KEY_ID"],
                access_key_secret=needed["KEY_SECRET"],
                endpoint=ALIYUN_HOST,
                connect_timeout=ALIYUN_WAITS,
                read_timeout=ALIYUN_WAITS,
            )
        )

    @staticmethod
    def _sdk() -> tuple[Any, Any, Any]:
        """Give the SDK's modules: models, client, and those of its base. They are an optional extra, so loaded late."""
        try:
            return (
                importlib.import_module("alibabacloud_dysmsapi20170525.models"),
                importlib.import_module("alibabacloud_dysmsapi20170525.client"),
                importlib.import_module("alibabacloud_tea_openapi.models"),
            )
        except ImportError:
            raise SenderMissing(
                'COLLEGE_SMS_SENDER is aliyun, but its SDK is not installed. Run: '
                "pip install alibabacloud_dysmsapi20170525. Or choose another sender."
            ) from None

    def send(self, phone: str, code: str) -> None:
        """Send through Alibaba Cloud. Raises `NotSent` with its short answer, such as isv.BUSINESS_LIMIT_CONTROL."""
        request = self.models.SendSmsRequest(
            phone_numbers=phone,
            sign_name=self.sign,
            template_code=self.template,
            template_param=json.dumps({"code": code}),
        )
        try:
            answer = self.client.send_sms(request).body.code
        except Exception as error:
            raise NotSent(type(error).__name__) from None
        if answer != "OK":
            raise NotSent(str(answer))


SENDERS: dict[str, Callable[[Mapping[str, Any]], Sender]] = {
    "console": lambda config: Console(),
    "aliyun": Aliyun,
    "off": lambda config: Off(),
}


def message(code: str) -> str:
    """Give the words of the message: which site it is from, the code, and that no member of staff ever asks for it."""
    return _(
        "[Taobao College for Seniors] Your code is %(code)s. It works for 10 minutes. "
        "Nobody of our staff will ever ask you for this code.",
        code=code,
    )


def sender() -> Sender:
    """Give the sender that the college is set up with. Raises `SenderMissing`."""
    return SENDERS[current_app.config["SMS_SENDER"]](current_app.config)


def check_sender(app: Flask) -> None:
    """Stop the start when messages cannot be sent as set up. Raises `SenderMissing` with what to do."""
    name = app.config["SMS_SENDER"]
    if name not in SENDERS:
        raise SenderMissing(f"COLLEGE_SMS_SENDER must be one of {', '.join(SENDERS)}, but it is {name!r}.")
    SENDERS[name](app.config)


def is_offered() -> bool:
    """Say whether students are offered a code by message: only where one would reach them.

    A line in the terminal reaches whoever tries the college out on this machine, and nobody else.
    """
    name = current_app.config["SMS_SENDER"]
    if name == "console":
        return all(_is_this_machine(current_app.config[each]) for each in ("LISTEN_URL", "PUBLIC_URL"))
    return name != "off"


def _is_this_machine(url: str | None) -> bool:
    host = urlsplit(url or "http://localhost").hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
