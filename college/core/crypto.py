"""Keeping short secrets (telephone numbers, files) unreadable in the database, with keys that lie outside it."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet
from flask import current_app

from college.core import keyring

#: Letters of a printed or spoken secret: no 0/O, 1/I/L to mistake (Crockford's base 32, lower case).
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_token(length: int = 26) -> str:
    """Give a random token of ``length`` letters of 5 bits each; 26 letters are 130 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def token_hash(token: str) -> str:
    """Give the SHA-256 under which a random token is kept. Only for secrets of 112 bits and more."""
    return hashlib.sha256(token.encode()).hexdigest()


def encrypt(text: str) -> str:
    """Encrypt ``text`` with the newest data key; the result begins with the key's id."""
    return encrypt_bytes(text.encode()).decode("ascii")


def decrypt(cipher: str) -> str:
    """Give back what `encrypt` was given. Raises `KeyError` when the key is gone."""
    return decrypt_bytes(cipher.encode("ascii")).decode()


def encrypt_bytes(data: bytes) -> bytes:
    """Encrypt ``data`` with the newest data key; the result begins with the key's id and a colon."""
    keys = keyring.keys()
    key_id = list(keys)[-1]
    return key_id.encode() + b":" + Fernet(keys[key_id]).encrypt(data)


def decrypt_bytes(cipher: bytes) -> bytes:
    """Give back what `encrypt_bytes` was given. Raises `KeyError` when the key is gone."""
    key_id, _, body = cipher.partition(b":")
    return Fernet(keyring.keys()[key_id.decode()]).decrypt(body)


def fingerprint(text: str) -> str:
    """Give the keyed hash by which an encrypted ``text`` is found again; nothing can be read from it."""
    key = current_app.config["INDEX_KEY"].encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
