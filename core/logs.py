import logging

SERVER_ERROR = 500


class RefusalWithoutTraceback(logging.Filter):
    """What the portal answered as it should (403, 404 …) is one line; only an error of its own has a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", SERVER_ERROR) < SERVER_ERROR:
            record.exc_info = None
        return True
