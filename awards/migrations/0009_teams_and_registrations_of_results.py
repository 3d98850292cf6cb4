from django.db import migrations
from django.db.models import OuterRef, Subquery

SUBJECTS = {"person": "person", "collective": "team", "work": "initiative", "enterprise": "enterprise"}


def name_teams(apps, schema_editor):
    received, nomination = apps.get_model("awards", "ReceivedAward"), apps.get_model("awards", "Nomination")
    for name in ("team", "initiative"):
        rows = received.objects.filter(**{f"nomination__{name}__isnull": False})
        of_nomination = nomination.objects.filter(pk=OuterRef("nomination"))
        rows.update(**{name: Subquery(of_nomination.values(name)[:1])})


def link_registrations(apps, schema_editor):
    """The accepted registration of the same subject, title and year."""
    received, registration = apps.get_model("awards", "ReceivedAward"), apps.get_model("emulation", "Registration")
    accepted = registration.objects.filter(
        state__in=["accepted", "locked"], title=OuterRef("title"), year=OuterRef("year"), union=OuterRef("union")
    )
    unlinked = received.objects.filter(registration=None, struck_at=None, grassroots__isnull=False)
    for kind, name in SUBJECTS.items():
        same = accepted.filter(subject_kind=kind, **{name: OuterRef(name)}).order_by("pk")
        _link(received, unlinked.filter(**{f"{name}__isnull": False}), same)
    whole = accepted.filter(subject_kind="grassroots", grassroots=OuterRef("grassroots")).order_by("pk")
    _link(received, unlinked.filter(**{f"{name}__isnull": True for name in SUBJECTS.values()}), whole)


def _link(received, rows, registrations):
    first = rows.annotate(found=Subquery(registrations.values("pk")[:1])).filter(found__isnull=False)
    links = {}
    for award, found in first.order_by("pk").values_list("pk", "found"):
        links.setdefault(found, award)
    for found, award in links.items():
        received.objects.filter(pk=award).update(registration=found)


class Migration(migrations.Migration):
    dependencies = [("awards", "0008_results_of_others")]

    operations = [
        migrations.RunPython(name_teams, migrations.RunPython.noop),
        migrations.RunPython(link_registrations, migrations.RunPython.noop),
    ]
