from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_security_log")]

    operations = [migrations.RenameField("securityevent", "viewed_as", "about")]
