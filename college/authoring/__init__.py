"""Where courses are written on the web: drafts, the phone beside the text, publishing, files."""
