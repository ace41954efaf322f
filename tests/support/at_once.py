"""Many hands in the same moment: each walks up by itself, then all press together."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask

from tests.support.walking import WalkingClient


def at_once(app: Flask, hands: int, prepare: Callable, submit: Callable) -> list[Any]:
    """Give what each of `hands` clients got.

    prepare: client → whatever `submit` needs, one after the other. submit: (client, that) → an answer, all at once.
    """
    app.test_client_class = WalkingClient
    clients = [app.test_client() for _ in range(hands)]
    pages = [prepare(each) for each in clients]
    gate = Barrier(hands)

    def one(number: int) -> Any:
        gate.wait()
        return submit(clients[number], pages[number])

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(one, range(hands)))
