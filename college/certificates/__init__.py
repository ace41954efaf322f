"""Certificates: given when a course is finished, printed in large letters, checked by anybody."""
