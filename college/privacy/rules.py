"""Decisions about deletion over plain values: its ways, its days, and when it is late."""

from __future__ import annotations

from datetime import date, timedelta

#: How it was asked for: by herself, by telephone, in person, by relatives of someone who has died, by the college
#: because her time is over.
OWN, PHONE, PERSON, DIED, RETENTION = "own", "phone", "person", "died", "retention"
WAYS = (OWN, PHONE, PERSON, DIED, RETENTION)
#: What a coordinator may choose.
FOR_HER = (PHONE, PERSON, DIED)

#: Days in which she can change her mind; then she is purged within one more (PIPL practice: 15 working days; ours 15).
WAIT_DAYS = 14
GONE_WITHIN_DAYS = 15
#: The oldest backup that may still hold her.
BACKUP_DAYS = 30


def due_on(asked_on: date) -> date:
    """Give the day on which somebody who asked on a day is deleted."""
    return asked_on + timedelta(days=WAIT_DAYS)


def gone_on(due: date) -> date:
    """Give the last day on which somebody due on a day may still be there."""
    return due + timedelta(days=GONE_WITHIN_DAYS - WAIT_DAYS)


def backups_gone_on(due: date) -> date:
    """Give the day on which no backup holds somebody due on a day any more."""
    return gone_on(due) + timedelta(days=BACKUP_DAYS)


def late_since(today: date) -> date:
    """Give the day before which whoever was due should be gone by today."""
    return today - timedelta(days=GONE_WITHIN_DAYS - WAIT_DAYS)
