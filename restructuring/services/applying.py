"""What a confirmed reorganisation does to units, people and boards. Called in its transaction, after all checks."""

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
from unions.units.services import keyed_grassroots, unit_keys


def apply(reorganisation: Reorganisation, lines: Sequence[ReorganisationLine], *, actor: User) -> None:
    """Carry out every line, and note the deed at each unit."""
    ReorganisationRun(reorganisation, actor).carry_out(lines)
    for unit in {line.grassroots for line in lines}:
        detail = {"decision": reorganisation.decision_number, "on": reorganisation.effective_on.isoformat()}
        record(f"grassroots.{reorganisation.kind}", unit, actor=actor, detail=detail)


class ReorganisationRun:
    """One reorganisation at work: the day it takes effect, and the day before, on which the old state ends."""

    def __init__(self, reorganisation: Reorganisation, actor: User) -> None:
        self.reorganisation = reorganisation
        self.actor = actor
        self.day: date = reorganisation.effective_on
        self.eve: date = self.day - timedelta(days=1)
        self.basis = reorganisation.decision_number
        self.sectors: dict[tuple[int, str], Sector] = {}

    def carry_out(self, lines: Sequence[ReorganisationLine]) -> None:
        deeds: dict[str, Callable[[Sequence[ReorganisationLine]], None]] = {
            Kind.RENAME: self.rename,
            Kind.TRANSFER: self.transfer,
            Kind.MERGE: self.merge,
            Kind.SPLIT: self.split,
            Kind.DISSOLVE: self.dissolve,
            Kind.REACTIVATE: self.reactivate,
        }
        deeds[self.reorganisation.kind](lines)

    def rename(self, lines: Sequence[ReorganisationLine]) -> None:
        for line in lines:
            give_name(line.grassroots, line.new_name, self.day)

    def transfer(self, lines: Sequence[ReorganisationLine]) -> None:
        units = [line.grassroots for line in lines]
        self._close(Affiliation.objects.filter(grassroots__in=units))
        self._withdraw_invitations(units)
        self._settle([(line.grassroots, line.to_union) for line in lines if line.to_union])
        self.rename([line for line in lines if line.new_name])

    def merge(self, lines: Sequence[ReorganisationLine]) -> None:
        for unit, into in [(line.grassroots, line.into) for line in lines if line.into]:
            self._move_people(unit.employments.all(), into)
            self._follow(unit, into)
        self._end([line.grassroots for line in lines])

    def split(self, lines: Sequence[ReorganisationLine]) -> None:
        for line in lines:
            offspring = self._found(line)
            chosen = line.grassroots.employments.filter(person__in=line.people.all())
            self._move_people(chosen, offspring)
            self._follow(line.grassroots, offspring)
        if self.reorganisation.source_ends:
            self._end(list({line.grassroots for line in lines}))

    def dissolve(self, lines: Sequence[ReorganisationLine]) -> None:
        self._end([line.grassroots for line in lines])

    def reactivate(self, lines: Sequence[ReorganisationLine]) -> None:
        """Those who worked there to the end and work nowhere else come back with their unit."""
        returning = []
        for line in lines:
            last = line.grassroots.affiliations.order_by("-valid_from").first()
            if last is not None and last.valid_to is not None and line.to_union:
                returning.append((line.grassroots, line.to_union))
                self._reopen(people_who_return(line.grassroots, last.valid_to), line.grassroots)
            line.grassroots.status, line.grassroots.dissolved_on = UnitStatus.ACTIVE, None
            line.grassroots.save()
        self._settle(returning)

    def _close(self, rows: QuerySet[Any]) -> None:
        """End dated rows the day before; what began later than that, on its first day."""
        running = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=self.eve))
        running.filter(valid_from__gt=self.eve).update(valid_to=F("valid_from"))
        running.filter(valid_from__lte=self.eve).update(valid_to=self.eve)

    def _settle(self, moves: Sequence[tuple[GrassrootsUnion, Union]]) -> None:
        """Put units under their new unions: the sector of the same kind there, no cluster yet, the employer along."""
        Affiliation.objects.bulk_create(
            Affiliation(grassroots=unit, union=union, valid_from=self.day, basis=self.basis) for unit, union in moves
        )
        for unit, union in moves:
            unit.sector, unit.cluster = self._sector_in(union, unit.sector), None
        GrassrootsUnion.objects.bulk_update([unit for unit, _union in moves], ["sector", "cluster"], batch_size=200)
        for unit, union in moves:
            if unit.enterprise_id:
                self._take_employer_along(unit.enterprise_id, union)

    def _take_employer_along(self, enterprise: int, union: Union) -> None:
        """An employer all of whose working units now belong to `union` is kept there too."""
        links = Affiliation.objects.open_ended().filter(grassroots__enterprise=enterprise)
        if not links.exclude(union=union).exists():
            Enterprise.objects.filter(pk=enterprise).update(union=union)

    def _sector_in(self, union: Union, old: Sector) -> Sector:
        if old.union_id == union.pk:
            return old
        key = (union.pk, old.kind)
        if key not in self.sectors:
            same = union.sectors.filter(kind=old.kind).order_by("position", "pk").first()
            self.sectors[key] = same or self._open_sector(union, old)
        return self.sectors[key]

    def _open_sector(self, union: Union, old: Sector) -> Sector:
        codes = set(union.sectors.values_list("code", flat=True))
        code = next(code for code in (old.code, old.kind, *_numbered(old.code[:17])) if code not in codes)
        return Sector.objects.create(union=union, code=code, name=old.name, kind=old.kind, position=old.position)

    def _end(self, units: Sequence[GrassrootsUnion]) -> None:
        """End units: who still works there, their boards, where they belong."""
        for rows in (Affiliation.objects, Employment.objects):
            self._close(rows.filter(grassroots__in=units))
        boards = Role.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=self.eve), grassroots__in=units)
        ended = list(boards)
        self._close(Role.objects.filter(grassroots__in=units))
        for role in ended:
            record("role.end", role, actor=self.actor, detail={"decision": self.basis})
        self._withdraw_invitations(units)
        for unit in units:
            unit.status, unit.dissolved_on, unit.cluster = UnitStatus.DISSOLVED, self.day, None
            unit.save()

    def _withdraw_invitations(self, units: Sequence[GrassrootsUnion]) -> None:
        """A slip of the union that kept a unit opens nothing in the next one, and none a unit that is no more."""
        withdraw_all(
            Invitation.objects.filter(grassroots__in=units), actor=self.actor, because={"decision": self.basis}
        )

    def _move_people(self, posts: QuerySet[Employment], unit: GrassrootsUnion) -> None:
        """Close posts the day before and open the same in `unit`, for all who do not work there already."""
        moving = list(posts.filter(valid_to__isnull=True))
        self._close(posts.filter(pk__in=[post.pk for post in moving]))
        self._reopen(moving, unit)

    def _reopen(self, posts: Iterable[Employment], unit: GrassrootsUnion) -> None:
        there = set(unit.employments.filter(valid_to__isnull=True).values_list("person", flat=True))
        Employment.objects.bulk_create(
            Employment(
                person_id=post.person_id,
                grassroots=unit,
                team=post.team if post.grassroots_id == unit.pk else None,
                position=post.position,
                is_leader=post.is_leader,
                is_direct_worker=post.is_direct_worker,
                valid_from=max(self.day, post.valid_from),
            )
            for post in posts
            if post.person_id not in there
        )

    def _follow(self, old: GrassrootsUnion, new: GrassrootsUnion) -> None:
        Succession.objects.create(
            predecessor=old,
            successor=new,
            kind=self.reorganisation.kind,
            on=self.day,
            reorganisation=self.reorganisation,
        )

    def _found(self, line: ReorganisationLine) -> GrassrootsUnion:
        """Enter the unit that a split forms: of the kind, sector, employer and union of the old one."""
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
            founded_on=self.day,
        )
        unit.full_clean()
        unit.save()
        Affiliation.objects.create(grassroots=unit, union=old.union, valid_from=self.day, basis=self.basis)
        GrassrootsName.objects.create(grassroots=unit, name=unit.name, valid_from=self.day)
        record("grassroots.enter", unit, actor=self.actor, detail={"decision": self.basis})
        return unit


def give_name(unit: GrassrootsUnion, name: str, day: date) -> None:
    """Name `unit` anew from `day` on; a unit whose names nobody dated gets its old one dated first."""
    held = unit.names.filter(valid_to__isnull=True).first()
    if held is None:
        since = unit.affiliations.order_by("valid_from").values_list("valid_from", flat=True).first()
        first = min(filter(None, (unit.founded_on, since)), default=day - timedelta(days=1))
        held = GrassrootsName(grassroots=unit, name=unit.name, valid_from=min(first, day - timedelta(days=1)))
    held.valid_to = day - timedelta(days=1)
    held.save()
    for key, value in unit_keys(name).items():
        setattr(unit, key, value)
    unit.save()
    GrassrootsName.objects.create(grassroots=unit, name=unit.name, valid_from=day)


def _numbered(stem: str) -> Iterable[str]:
    return (f"{stem}-{number}" for number in range(2, 1000))
