"""A page of 50 rows of a list, beside the changelist of Django's admin over the same rows."""

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.measuring import Target, get, in_turns
from tests.benchmarks.rows import Federation

SIZES = (10_000, 100_000, 1_000_000)
MOST = 0.5
LISTS = {
    "registrations": ("/registrations/?year=2026", "/admin/emulation/registration/?year=2026"),
    "people": ("/people/", "/admin/unions/person/"),
}
BASE_PAGE = "/base/"
HEADING = f"{'rows':>9}  {'list':14} {'ours':>8} {'admin':>8} {'ratio':>6} {'base':>7} {'queries':>8} {'kB':>6}"


def run(sizes: tuple[int, ...] = SIZES) -> Iterator[Target]:
    federation, firsts = Federation(), {}
    ours, admin = Client(), Client()
    ours.force_login(federation.officer)
    admin.force_login(federation.admin)
    print(HEADING)
    for size in sizes:
        federation.grow_to(size)
        for name, (path, changelist) in LISTS.items():
            page, reference, base = in_turns(get(ours, path), get(admin, changelist), get(ours, BASE_PAGE))
            with CaptureQueriesContext(connection) as asked:
                weight = get(ours, path)()
            firsts.setdefault(name, page)
            print(
                f"{size:9_}  {name:14} {page * 1000:5.1f} ms {reference * 1000:5.1f} ms {page / reference:6.2f} "
                f"{base * 1000:4.1f} ms {len(asked):8} {weight / 1000:6.1f}"
                f"   {page / firsts[name]:.2f} × the first size"
            )
            yield Target(f"{name}, {size:_} rows, processor time beside the admin's", page / reference, MOST)
