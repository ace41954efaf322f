"""What every way in shares: the device in a few words, and pages shown as her account says."""

from __future__ import annotations

from flask import Response, request

from college.accounts.models import Person
from college.core.pages import remember_display

SYSTEMS = ("iPhone", "iPad", "HarmonyOS", "Android", "Windows", "Mac", "Linux")


def device_name() -> str:
    """Give a few words about the device, for the list of own devices: its system, never its full description."""
    agent = request.user_agent.string
    return next((word for word in SYSTEMS if word in agent), "")


def show_as_hers(response: Response, person: Person, chosen: dict[str, str]) -> Response:
    """Show pages as her account says; what she chose on the way in counts for the account too."""
    person.text_size = chosen.get("size", person.text_size)
    person.locale = chosen.get("language", person.locale)
    remember_display(response, size=person.text_size, language=person.locale)
    return response
