"""All checks are done, in the transaction of the confirmation."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.invitations.models import Invitation
from accounts.invitations.services import withdraw_all
from accounts.users.models import Role, User
from core.audit import record
from restructuring.choices import ReorganisationKind as Kind
from restructuring.models import Reorganisation, ReorganisationLine, Succession
from restructuring.selectors.reorganisations import people_who_return
from unions.people.models import Employment
from unions.tree.models import Union
from unions.units.choices import UnitStatus
from unions.units.models import Affiliation, Enterprise, GrassrootsName, GrassrootsUnion, Sector
from unions.units.services.entering import keyed_grassroots, unit_keys

Lines = Sequence[ReorganisationLine]


def apply(reorganisation: Reorganisation, lines: Lines, *, actor: User) -> None:
    ReorganisationRun(reorganisation, actor).apply(lines)
    for unit in {line.grassroots for line in lines}:
        detail = {"decision": reorganisation.decision_number, "on": reorganisation.effective_on.isoformat()}
        record(f"grassroots.{reorganisation.kind}", unit, actor=actor, detail=detail)


class ReorganisationRun:
    """The old state ends on `last_old_day`, the new begins on `first_new_day`."""

    def __init__(self, reorganisation: Reorganisation, actor: User) -> None:
        self.reorganisation = reorganisation
        self.actor = actor
        self.first_new_day: date = reorganisation.effective_on
        self.last_old_day: date = self.first_new_day - timedelta(days=1)
        self.basis = reorganisation.decision_number
        # Sectors of receiving unions by union and kind.
        self.sectors: dict[tuple[int, str], Sector] = {}

    def apply(self, lines: Lines) -> None:
        actions: dict[str, Callable[[Lines], None]] = {
            Kind.RENAME: self.rename,
            Kind.TRANSFER: self.transfer,
            Kind.MERGE: self.merge,
            Kind.SPLIT: self.split,
            Kind.DISSOLVE: self.dissolve,
            Kind.REACTIVATE: self.reactivate,
        }
        actions[self.reorganisation.kind](lines)

    def rename(self, lines: Lines) -> None:
        for line in lines:
            rename_unit(line.grassroots, line.new_name, self.first_new_day)

    def transfer(self, lines: Lines) -> None:
        units = [line.grassroots for line in lines]
        self._end_rows(Affiliation.objects.filter(grassroots__in=units))
        self._withdraw_invitations(units)
        self._affiliate([(line.grassroots, line.to_union) for line in lines if line.to_union])
        self.rename([line for line in lines if line.new_name])

    def merge(self, lines: Lines) -> None:
        for unit, into in [(line.grassroots, line.into) for line in lines if line.into]:
            self._move_people(unit.employments.all(), into)
            self._record_succession(unit, into)
        self._end_units([line.grassroots for line in lines])

    def split(self, lines: Lines) -> None:
        for line in lines:
            new_unit = self._create_unit(line)
            posts = line.grassroots.employments.filter(person__in=line.people.all())
            self._move_people(posts, new_unit)
            self._record_succession(line.grassroots, new_unit)
        if self.reorganisation.source_ends:
            self._end_units(list({line.grassroots for line in lines}))

    def dissolve(self, lines: Lines) -> None:
        self._end_units([line.grassroots for line in lines])

    def reactivate(self, lines: Lines) -> None:
        moves = []
        for line in lines:
            last = line.grassroots.affiliations.order_by("-valid_from").first()
            if last is not None and last.valid_to is not None and line.to_union:
                moves.append((line.grassroots, line.to_union))
                self._open_posts(people_who_return(line.grassroots, last.valid_to), line.grassroots)
            line.grassroots.status, line.grassroots.dissolved_on = UnitStatus.ACTIVE, None
            line.grassroots.save()
        self._affiliate(moves)

    def _end_rows(self, rows: QuerySet[Any]) -> None:
        """A row that begins later ends on its own first day."""
        current = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=self.last_old_day))
        current.filter(valid_from__gt=self.last_old_day).update(valid_to=F("valid_from"))
        current.filter(valid_from__lte=self.last_old_day).update(valid_to=self.last_old_day)

    def _affiliate(self, moves: Sequence[tuple[GrassrootsUnion, Union]]) -> None:
        """A unit joins the sector of its kind in the new union, and no cluster."""
        Affiliation.objects.bulk_create(
            Affiliation(grassroots=unit, union=union, valid_from=self.first_new_day, basis=self.basis)
            for unit, union in moves
        )
        for unit, union in moves:
            unit.sector, unit.cluster = self._sector_in(union, unit.sector), None
        GrassrootsUnion.objects.bulk_update([unit for unit, _union in moves], ["sector", "cluster"], batch_size=200)
        for unit, union in moves:
            if unit.enterprise_id:
                self._move_enterprise(unit.enterprise_id, union)

    def _move_enterprise(self, enterprise: int, union: Union) -> None:
        # An enterprise belongs to the union of its units; it moves only when the last of them has moved.
        links = Affiliation.objects.open_ended().filter(grassroots__enterprise=enterprise)
        if not links.exclude(union=union).exists():
            Enterprise.objects.filter(pk=enterprise).update(union=union)

    def _sector_in(self, union: Union, old: Sector) -> Sector:
        if old.union_id == union.pk:
            return old
        key = (union.pk, old.kind)
        if key not in self.sectors:
            existing = union.sectors.filter(kind=old.kind).order_by("position", "pk").first()
            self.sectors[key] = existing or self._create_sector(union, old)
        return self.sectors[key]

    def _create_sector(self, union: Union, old: Sector) -> Sector:
        taken = set(union.sectors.values_list("code", flat=True))
        candidates = (old.code, old.kind, *_numbered_codes(old.code[:17]))
        code = next(code for code in candidates if code not in taken)
        return Sector.objects.create(union=union, code=code, name=old.name, kind=old.kind, position=old.position)

    def _end_units(self, units: Sequence[GrassrootsUnion]) -> None:
        for rows in (Affiliation.objects, Employment.objects):
            self._end_rows(rows.filter(grassroots__in=units))
        self._end_roles(units)
        self._withdraw_invitations(units)
        for unit in units:
            unit.status, unit.dissolved_on, unit.cluster = UnitStatus.DISSOLVED, self.first_new_day, None
            unit.save()

    def _end_roles(self, units: Sequence[GrassrootsUnion]) -> None:
        not_ended = Q(valid_to__isnull=True) | Q(valid_to__gt=self.last_old_day)
        roles = list(Role.objects.filter(not_ended, grassroots__in=units))
        self._end_rows(Role.objects.filter(grassroots__in=units))
        for role in roles:
            record("role.end", role, actor=self.actor, detail={"decision": self.basis})

    def _withdraw_invitations(self, units: Sequence[GrassrootsUnion]) -> None:
        # An invitation by the old union must not give access to the unit under its new union.
        withdraw_all(
            Invitation.objects.filter(grassroots__in=units), actor=self.actor, because={"decision": self.basis}
        )

    def _move_people(self, posts: QuerySet[Employment], unit: GrassrootsUnion) -> None:
        current = list(posts.filter(valid_to__isnull=True))
        self._end_rows(posts.filter(pk__in=[post.pk for post in current]))
        self._open_posts(current, unit)

    def _open_posts(self, posts: Iterable[Employment], unit: GrassrootsUnion) -> None:
        """People who work there already are left out."""
        working = set(unit.employments.filter(valid_to__isnull=True).values_list("person", flat=True))
        Employment.objects.bulk_create(
            Employment(
                person_id=post.person_id,
                grassroots=unit,
                team=post.team if post.grassroots_id == unit.pk else None,
                position=post.position,
                is_leader=post.is_leader,
                is_direct_worker=post.is_direct_worker,
                valid_from=max(self.first_new_day, post.valid_from),
            )
            for post in posts
            if post.person_id not in working
        )

    def _record_succession(self, old: GrassrootsUnion, new: GrassrootsUnion) -> None:
        Succession.objects.create(
            predecessor=old,
            successor=new,
            kind=self.reorganisation.kind,
            on=self.first_new_day,
            reorganisation=self.reorganisation,
        )

    def _create_unit(self, line: ReorganisationLine) -> GrassrootsUnion:
        old = line.grassroots
        unit = keyed_grassroots(
            name=line.new_name,
            code=line.new_code,
            kind=old.kind,
            sector=old.sector,
            cluster=old.cluster,
            enterprise=old.enterprise,
            ownership=old.ownership,
            address=old.address,
            founded_on=self.first_new_day,
        )
        unit.full_clean()
        unit.save()
        Affiliation.objects.create(grassroots=unit, union=old.union, valid_from=self.first_new_day, basis=self.basis)
        GrassrootsName.objects.create(grassroots=unit, name=unit.name, valid_from=self.first_new_day)
        record("grassroots.enter", unit, actor=self.actor, detail={"decision": self.basis})
        return unit


def rename_unit(unit: GrassrootsUnion, name: str, first_day: date) -> None:
    last_old_day = first_day - timedelta(days=1)
    old_name = unit.names.filter(valid_to__isnull=True).first() or _undated_name(unit, last_old_day)
    old_name.valid_to = last_old_day
    old_name.save()
    for key, value in unit_keys(name).items():
        setattr(unit, key, value)
    unit.save()
    GrassrootsName.objects.create(grassroots=unit, name=unit.name, valid_from=first_day)


def _undated_name(unit: GrassrootsUnion, last_old_day: date) -> GrassrootsName:
    """Unsaved, valid from the founding or the first affiliation."""
    since = unit.affiliations.order_by("valid_from").values_list("valid_from", flat=True).first()
    first = min(filter(None, (unit.founded_on, since)), default=last_old_day)
    return GrassrootsName(grassroots=unit, name=unit.name, valid_from=min(first, last_old_day))


def _numbered_codes(stem: str) -> Iterable[str]:
    return (f"{stem}-{number}" for number in range(2, 1000))
