"""Filling the demonstration and handing out its sign-in links."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from college.accounts import service as accounts
from college.core.db import db
from college.core.errors import NotFound
from college.demo.models import DemoMark
