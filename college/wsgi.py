"""What a web worker loads: the application behind its static files."""

from __future__ import annotations

from pathlib import Path
from wsgiref.headers import Headers

from whitenoise import WhiteNoise

from college import create_app
from college.core import headers

#: Addresses of static files carry the mark of their content, so they may be kept for a year, in seconds.
YEAR = 365 * 24 * 3600


def make() -> WhiteNoise:
    """Make the application and put `instance/static` (see `serving.collect_static`) in front of it."""
    app = create_app()
    carried = headers.for_file(app)

    def harden(found: Headers, _path: str, _url: str) -> None:
        for name, value in carried:
            found[name] = value

    return WhiteNoise(
        app.wsgi_app,
        root=str(Path(app.instance_path) / "static"),
        prefix="static/",
        max_age=YEAR,
        allow_all_origins=False,
        add_headers_function=harden,
        immutable_file_test=lambda path, url: True,
    )
