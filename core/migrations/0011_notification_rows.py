from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0010_notification_matters"),
    ]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="rows",
            field=models.JSONField(default=list),
        ),
    ]
