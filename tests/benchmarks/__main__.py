"""python -m tests.benchmarks NAME [SIZE …]: run in an empty database of its own, which goes afterwards."""

import os
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.test.utils import setup_databases, teardown_databases


def main(name: str, sizes: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from tests.benchmarks import launch, lists, registrations

    benchmarks = {"launch": launch.run, "lists": lists.run, "registrations": registrations.run}
    if name not in benchmarks:
        print(f"There is no benchmark {name}; there are: {', '.join(benchmarks)}.", file=sys.stderr)
        return 2
    settings.ROOT_URLCONF = "tests.benchmarks.urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("collectstatic", verbosity=0, interactive=False)
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        targets = list(benchmarks[name](*([tuple(map(int, sizes))] if sizes else [])))
    finally:
        teardown_databases(databases, verbosity=0)
    print(*targets, sep="\n")
    return 0 if all(target.is_met for target in targets) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "", sys.argv[2:]))
