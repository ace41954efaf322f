"""What a student sees: her courses, a step, its practice, the end of a lesson."""
