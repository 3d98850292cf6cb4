"""Files from outside go to the daemon of ClamAV, where one is named; without its verdict none is taken in."""

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.alarms import VIRUS, raise_alarm

logger = logging.getLogger(__name__)
SCAN_SECONDS, PING_SECONDS = 20, 3
LONGEST_ANSWER = 1000
SIZE_BYTES = 4


def refuse_virus(content: bytes) -> None:
    if not settings.CLAMD_ADDRESS:
        return
    size = len(content).to_bytes(SIZE_BYTES, "big")
    answer = _asked(b"zINSTREAM\0" + size, content, bytes(SIZE_BYTES), seconds=SCAN_SECONDS)
    if answer.endswith(" FOUND"):
        name = answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise_alarm(VIRUS, name, f"A file that was handed in contains {name}.")
        raise ValidationError(_("The file contains a virus and was not taken in. Please check your device."))
    if answer != "stream: OK":
        logger.error("The virus scanner gave no verdict: %s", answer)
        raise ValidationError(
            _("The file cannot be checked for viruses now and was not taken in. Please try again in a few minutes.")
        )


def scanner_health() -> Literal["ok", "away"]:
    return "ok" if _asked(b"zPING\0", seconds=PING_SECONDS) == "PONG" else "away"


def _asked(*parts: bytes, seconds: int) -> str:
    try:
        with _connection(seconds) as daemon:
            for part in parts:
                daemon.sendall(part)
            with daemon.makefile("rb") as answer:
                return answer.read(LONGEST_ANSWER).decode(errors="replace").rstrip("\0\n")
    except (OSError, ValueError) as error:
        return f"no answer ({error})"


@contextmanager
def _connection(seconds: int) -> Iterator[socket.socket]:
    """To a socket of this machine, named by its path, or to host:port."""
    address = settings.CLAMD_ADDRESS
    if not address.startswith("/"):
        host, _colon, port = address.rpartition(":")
        with socket.create_connection((host, int(port)), seconds) as daemon:
            yield daemon
        return
    with socket.socket(socket.AF_UNIX) as daemon:
        daemon.settimeout(seconds)
        daemon.connect(address)
        yield daemon
