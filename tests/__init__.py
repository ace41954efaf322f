"""The college's tests: tests/README in short — support holds the tools, the rest is one folder per feature."""
