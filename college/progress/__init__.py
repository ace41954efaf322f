"""What each student has done: kept steps, her place in a lesson, her taps in practice."""
