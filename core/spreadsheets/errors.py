"""Why a file is not read."""

from django.core.exceptions import ValidationError


class FileRejected(ValidationError):
    """The file as a whole cannot be taken in; the sentence says what it is and how to mend it."""
