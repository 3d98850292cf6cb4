from django.db import migrations

from core.trigrams import trigram_index


class Migration(migrations.Migration):
    dependencies = [("unions", "0008_search_keys")]

    operations = [trigram_index("unions_person_name_parts")]
