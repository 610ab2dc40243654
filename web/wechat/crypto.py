"""The platform's signatures and its encryption (AES-256-CBC as the Official Account documents describe it)."""

import base64
import binascii
import hashlib
import hmac
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32  # bytes to which texts are filled up
PREFIX = 16  # random bytes in front of each text


class Forged(Exception):
    """What came was not made by the platform for this account."""


def signature(*parts: str) -> str:
    """Return the platform's signature over the token and other parts, in whichever order they are given."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def check_signature(given: str, *parts: str) -> None:
    """Raise Forged unless a signature belongs to the parts."""
    if not hmac.compare_digest(given.encode(), signature(*parts).encode()):
        raise Forged("the signature is wrong")


class AccountCipher:
    """Encrypts and decrypts texts between the platform and one account."""

    def __init__(self, aes_key: str, app_id: str) -> None:
        """aes_key are the 43 signs of the platform's settings page; ValueError when they are no key."""
        key = base64.b64decode(f"{aes_key}=", validate=True)
        if len(key) != BLOCK:
            raise ValueError("the key has another length")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:PREFIX]))
        self._app_id = app_id.encode()

    def encrypt(self, text: str) -> str:
        """Return a text as the platform expects it."""
        content = text.encode()
        plain = secrets.token_bytes(PREFIX) + struct.pack("!I", len(content)) + content + self._app_id
        filling = BLOCK - len(plain) % BLOCK
        encryptor = self._cipher.encryptor()
        encrypted = encryptor.update(plain + bytes([filling]) * filling) + encryptor.finalize()
        return base64.b64encode(encrypted).decode("ascii")

    def decrypt(self, encrypted: str) -> str:
        """Return the text in what the platform sent; Forged when it is not for this account or not encrypted at all."""
        try:
            decryptor = self._cipher.decryptor()
            plain = decryptor.update(base64.b64decode(encrypted, validate=True)) + decryptor.finalize()
            end = len(plain) - plain[-1]
            (length,) = struct.unpack("!I", plain[PREFIX : PREFIX + 4])
            content, owner = plain[PREFIX + 4 : PREFIX + 4 + length], plain[PREFIX + 4 + length : end]
            if not hmac.compare_digest(owner, self._app_id):
                raise Forged("it is for another account")
            return content.decode()
        except (binascii.Error, ValueError, IndexError, struct.error) as error:
            raise Forged("it cannot be decrypted") from error
