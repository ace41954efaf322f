"""Courses: read from files, checked in plain words, rendered once per revision, published; for everyone who shows a lesson."""
