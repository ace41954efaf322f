"""Short messages to one person."""
