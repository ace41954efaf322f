"""A college that really listens, on a port of its own, with a worker beside it: for journeys in a browser."""

import threading

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from college.core import jobs
from tests.support.databases import let_go
from tests.support.signing import cookies_for

WORKER_PAUSE_SECONDS = 0.1
STATIC_KEPT_SECONDS = 3600


class _Quiet(WSGIRequestHandler):
    def log(self, *args, **kwargs) -> None:
        """Say nothing of each request; what goes wrong is kept by the server."""


class LiveCollege:
    """Serves one application until it is stopped."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
        self.errors: list[str] = []
        self.server.log = self._keep_error
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        app.config["PUBLIC_URL"] = self.url
        # As where the college is served: a browser asks once for a style or a script.
        app.config["SEND_FILE_MAX_AGE_DEFAULT"] = STATIC_KEPT_SECONDS
        self.over = threading.Event()
        self.threads = [threading.Thread(target=work, daemon=True) for work in (self._listen, self._work)]

    def start(self) -> "LiveCollege":
        """Begin to listen and to work."""
        for thread in self.threads:
            thread.start()
        return self

    def _keep_error(self, kind: str, message: str, *args) -> None:
        if kind == "error":
            self.errors.append(message % args if args else message)

    def _listen(self) -> None:
        self.server.serve_forever(poll_interval=0.05)

    def _work(self) -> None:
        while not self.over.wait(WORKER_PAUSE_SECONDS):
            with self.app.app_context():
                jobs.run_pending()

    def cookies(self, *, person=None, size: str | None = None, lang: str = "zh") -> list[dict]:
        """Give the cookies of somebody who has signed in and chosen how the pages look."""
        found = cookies_for(self.app, person=person, size=size, lang=lang)
        return [{"name": name, "value": value, "url": self.url} for name, value in found.items()]

    def stop(self) -> None:
        """Stop listening and working, and let the database go."""
        self.over.set()
        self.server.shutdown()
        for thread in self.threads:
            thread.join(timeout=20)
        self.server.server_close()
        let_go(self.app)
