"""Sign-in names and addresses get their folded keys, the names one that the database keeps unique.

Names that differ in capitals alone ("Ước" beside "ước") were possible on SQLite, and both accounts go on living: the
key goes to the one that is written as the key is, else to the older one; each other keeps its name as it is written
for a key, which no folded name can be, and is found in its very spelling, as it was before. The administrator may
give it another name.
"""

import unicodedata

from django.db import migrations, models

TAKEN = "This sign-in name is taken, perhaps in other capitals; please choose another."
BATCH = 500
LOOK_ALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"})
INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF])


def folded(text):
    """What unions.rules.sign_in_key was when this was written."""
    tidy = " ".join(unicodedata.normalize("NFKC", text).translate({**INVISIBLE, **LOOK_ALIKES}).split())
    return unicodedata.normalize("NFKC", tidy.casefold())


def fill(apps, schema_editor):
    users = apps.get_model("unions", "User").objects
    names = list(users.order_by("pk").values_list("pk", "username"))
    owners = {}
    for pk, name in names:
        if folded(name) == name or folded(name) not in owners:
            owners[folded(name)] = pk
    rows = []
    for user in users.only("username", "email").order_by("pk").iterator(BATCH):
        key = folded(user.username)
        user.username_key = key if owners[key] == user.pk else user.username
        user.email_key = folded(user.email)
        rows.append(user)
        if len(rows) == BATCH:
            users.bulk_update(rows, ["username_key", "email_key"])
            rows = []
    users.bulk_update(rows, ["username_key", "email_key"])


class Migration(migrations.Migration):
    dependencies = [("unions", "0006_likeness_decided")]

    operations = [
        migrations.AddField(
            "user",
            "username_key",
            models.CharField(default="", editable=False, max_length=450),
            preserve_default=False,
        ),
        migrations.AddField(
            "user", "email_key", models.CharField(blank=True, default="", editable=False, max_length=762),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            "user",
            models.UniqueConstraint(
                fields=("username_key",), name="unions_sign_in_name_once", violation_error_message=TAKEN
            ),
        ),
        migrations.AddIndex("user", models.Index(fields=["email_key"], name="unions_user_by_email")),
        migrations.AddIndex("user", models.Index(fields=["phone"], name="unions_user_by_phone")),
    ]
