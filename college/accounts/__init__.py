"""People, what they may, and how they sign in: a printed card for students, a password for staff."""
