from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat


def one_matter_each(apps, schema_editor):
    key = Cast(F("pk"), models.CharField())
    apps.get_model("core", "Notification").objects.update(matter=Concat(Value("notification:"), key))


class Migration(migrations.Migration):

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("core", "0009_file_space"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="notification", name="core_notification_once"),
        migrations.AddField(
            model_name="notification",
            name="matter",
            field=models.CharField(default="", max_length=200),
            preserve_default=False,
        ),
        migrations.RunPython(one_matter_each, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(fields=("matter", "user"), name="core_notification_once"),
        ),
    ]
