"""A person's own data: what is kept about her, the copy of it, deletion, and how long anything stays."""
