"""`python -m college` serves; `python -m college COMMAND` is the same as `flask --app college COMMAND`."""

from __future__ import annotations

import sys

from flask.cli import FlaskGroup

from college import create_app


def main() -> None:
    """Run a command; without one, serve."""
    arguments = sys.argv[1:]
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in {"--help", "--version"}):
        arguments = ["serve", *arguments]
    FlaskGroup(create_app=create_app, load_dotenv=False).main(arguments, prog_name="python -m college")


if __name__ == "__main__":
    main()
