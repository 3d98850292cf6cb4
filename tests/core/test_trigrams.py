from django.core import checks
from django.db import connection

from core.trigrams import INDEXES, missing_indexes, trigram_index
from unions.people.models import Person


def warnings() -> list[str]:
    found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
    return [each.id for each in found if each.id == "core.W003"]


def test_a_part_of_a_name_is_found_by_an_index_and_its_lack_is_told(db):
    if connection.vendor == "postgresql":
        with connection.schema_editor(atomic=False) as editor:
            for name in INDEXES:
                trigram_index(name).reverse_code(None, editor)
            assert warnings() == ["core.W003"]
            for name in INDEXES:
                trigram_index(name).code(None, editor)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Person.objects.filter(search_key__contains="huong").order_by().values("pk").explain()
    index = "unions_person_name_parts" if connection.vendor == "postgresql" else "COVERING INDEX"
    assert (index in plan, missing_indexes(connection), warnings()) == (True, [], [])
