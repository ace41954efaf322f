"""Meetings of a cohort in a room, and who came to them."""
