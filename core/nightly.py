from core.registry import Registry

NIGHTLY: Registry[str] = Registry()
"""Names of the commands that `manage.py nightly` runs."""
