from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("unions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="birth_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of birth"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("birth_date__isnull", True), ("birth_year__isnull", True), _connector="OR"),
                name="unions_person_birth_date_or_year",
                violation_error_message="Enter the birth date or only the year of birth, not both.",
            ),
        ),
    ]
