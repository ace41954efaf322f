"""How a cohort is doing, for its coordinators, lecturers and helpers."""
