from django.db import migrations, models

from core.text import search_key


def fill_keys(apps, schema_editor):
    for name in ("Union", "Enterprise"):
        model = apps.get_model("unions", name)
        rows = list(model.objects.only("pk", "name"))
        for row in rows:
            row.search_key = search_key(row.name)
        model.objects.bulk_update(rows, ["search_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("unions", "0007_people_list_index")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="search_key",
            field=models.CharField(blank=True, editable=False, max_length=200),
        )
        for name in ("union", "enterprise")
    ] + [migrations.RunPython(fill_keys, migrations.RunPython.noop)]
