from django.db.models import QuerySet

from emulation.personal_records.models import PersonalRecord, PrivateRecordQuerySet
from unions.access import CHAIRING, DRAFTING, PortalUser, RoleKind
from unions.people.models import Employment, Person
from unions.units.models import GrassrootsUnion


def is_private(model: type[PersonalRecord]) -> bool:
    return isinstance(model._default_manager.all(), PrivateRecordQuerySet)


def units_to_record_for(
    user: PortalUser, person: Person, model: type[PersonalRecord]
) -> QuerySet[GrassrootsUnion, GrassrootsUnion]:
    """Units of the person, past ones included, whose records `user` keeps."""
    own = user.access.units_where(CHAIRING if is_private(model) else DRAFTING)
    units = GrassrootsUnion.objects.kept_by(user.access.unions_where({RoleKind.OFFICER}), own)
    posts = Employment.objects.filter(person=person)
    rows: QuerySet[GrassrootsUnion, GrassrootsUnion] = units.filter(pk__in=posts.values("grassroots"))
    return rows.order_by("sort_key", "pk")
