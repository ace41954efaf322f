"""What is written to the log: plain lines that carry the request's id, and neither secrets nor telephone numbers."""

from __future__ import annotations

import logging
import re
import secrets
import sys
from typing import Any

import structlog
from flask import Flask, g, has_request_context
from flask.logging import default_handler

from college.core.crypto import ALPHABET

#: Letters of a request's id, in two groups, so that it can be read out on the telephone.
ID_LETTERS, GROUP = 8, 4

#: Addresses that carry a secret behind the first word: a card's, a password link's, a handover's, a demonstration's,
#: a calendar's.
SECRETS = ("/c/", "/p/", "/h/", "/demo/enter/", "/calendar/")
_SECRET = re.compile(rf"({'|'.join(map(re.escape, SECRETS))})[^\s/?#\"'&<>]+")
#: An 11-digit mobile number of China, also in groups.
_PHONE = re.compile(r"(?<!\d)((?:86)?1[3-9]\d)(?:[ -]?\d{4})[ -]?(\d{4})(?!\d)")


def init_app(app: Flask) -> None:
    """Have every line of the log masked, structured or not."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _with_request_id,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
            lambda _logger, _method, line: masked(line),
        ],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    for handler in (default_handler, logging.lastResort):
        if handler is not None:
            handler.setFormatter(Masked("%(asctime)s %(levelname)s %(name)s: %(message)s"))


class Masked(logging.Formatter):
    """Formats the lines of other packages as they come, masked."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line with its traceback, without secrets and telephone numbers."""
        return masked(super().format(record))


def masked(text: str) -> str:
    """Leave out the secrets of addresses and the middle of telephone numbers."""
    return _PHONE.sub(r"\1****\2", _SECRET.sub(r"\1…", text))


def request_id() -> str:
    """Give the id of this request: `ID_LETTERS` random letters with a hyphen in the middle."""
    found = g.get("request_id")
    if found is None:
        found = g.request_id = _new_id()
    return found


def _new_id() -> str:
    number = int.from_bytes(secrets.token_bytes(ID_LETTERS * 5 // 8))
    letters = "".join([ALPHABET[number >> shift & 31] for shift in range(0, ID_LETTERS * 5, 5)])
    return f"{letters[:GROUP]}-{letters[GROUP:]}"


def _with_request_id(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Let every line of a request carry its id, so that the page that somebody reads out is found."""
    if has_request_context():
        event["request"] = request_id()
    return event
