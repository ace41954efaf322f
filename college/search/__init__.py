"""Search: one field over lessons, their steps, questions and answers, in both languages; and what was looked for in vain."""
