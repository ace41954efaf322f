"""Where everybody begins: one start page for each role."""
