"""Each unit known so far has had its name since it was founded, or since it came under a union of ours."""

from typing import Any

from django.db import migrations
from django.db.models import Min


def give_names(apps: Any, schema_editor: Any) -> None:
    unions = apps.get_model("unions", "GrassrootsUnion")
    names = apps.get_model("unions", "GrassrootsName")
    units = unions.objects.annotate(since=Min("affiliations__valid_from")).filter(names__isnull=True)
    rows = (
        names(grassroots=unit, name=unit.name, valid_from=min(filter(None, (unit.founded_on, unit.since))))
        for unit in units.iterator()
        if unit.founded_on or unit.since
    )
    names.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("unions", "0003_reorganisation")]

    operations = [migrations.RunPython(give_names, migrations.RunPython.noop)]
