import django.utils.timezone
from django.db import migrations, models
from django.db.models import Min, OuterRef, Subquery


def of_the_beginning(apps, schema_editor):
    """Teams entered before this column count as old as their unit: nobody sees fewer of them than before."""
    links = apps.get_model("unions", "Affiliation").objects.filter(grassroots=OuterRef("grassroots")).order_by()
    first = links.values("grassroots").annotate(day=Min("valid_from")).values("day")
    teams = apps.get_model("unions", "Team").objects
    teams.filter(grassroots__affiliations__isnull=False).update(added_on=Subquery(first))


class Migration(migrations.Migration):
    dependencies = [("unions", "0009_name_parts")]

    operations = [
        migrations.AddField(
            model_name="team",
            name="added_on",
            field=models.DateField(
                default=django.utils.timezone.localdate, editable=False, verbose_name="entered on"
            ),
        ),
        migrations.RunPython(of_the_beginning, migrations.RunPython.noop),
    ]
