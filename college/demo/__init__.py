"""An invented college to look around in: two districts, their people, and four weeks of progress."""
