import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError

logger = logging.getLogger(__name__)
PANIC = "PanicException"
"""What a reader written in Rust raises; it is no Exception, and would end the worker."""


@contextmanager
def refuse_broken_file(refusal: ValidationError) -> Iterator[None]:
    """Raise `refusal` for any error but the reader's own ValidationError."""
    try:
        yield
    except ValidationError:
        raise
    except BaseException as broken:
        if not isinstance(broken, Exception) and type(broken).__name__ != PANIC:
            raise
        logger.warning("A file could not be read: %s: %s", type(broken).__name__, str(broken)[:200])
        raise refusal from broken
