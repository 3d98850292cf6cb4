from django.core.exceptions import ValidationError


class FileRejected(ValidationError):
    """The message says how to mend the file."""
