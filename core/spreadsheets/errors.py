from django.core.exceptions import ValidationError


class FileRejected(ValidationError):
    """The whole file cannot be imported; the message says why and how to mend it."""
