from django.db import migrations

from core.trigrams import trigram_index


class Migration(migrations.Migration):
    dependencies = [("emulation", "0010_index_of_sent_registrations")]

    operations = [trigram_index("emulation_initiative_name_parts")]
