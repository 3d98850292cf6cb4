import logging

SERVER_ERROR = 500


class RefusalWithoutTraceback(logging.Filter):
    """A deliberate 403 or 404 is one line; only an error has a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", SERVER_ERROR) < SERVER_ERROR:
            record.exc_info = None
        return True
