"""The unions above the grassroots as they change: under whom, how written on paper, until when."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.audit import record
from core.text import short_date, tidy
from core.workflow import lock
from unions.models import Union, UnionLink, UnionProfile
from unions.models.accounts import branch_below
from unions.rules import is_administrator
from unions.services.permission import require


@transaction.atomic
def put_under(*, actor: Any, union: Union, parent: Union, since: date) -> UnionLink:
    """Put a union under another from `since` on."""
    require(actor, is_administrator)
    union = lock(union)
    if parent.pk in branch_below({union.pk}):
        raise ValidationError({"parent": _("A union cannot stand under one that stands below it.")})
    _end_open(union.links_up, since)
    link = UnionLink(union=union, parent=parent, valid_from=since)
    link.full_clean()
    link.save()
    record("union.move", union, actor=actor, detail={"under": parent.code, "since": since.isoformat()})
    return link


@transaction.atomic
def write_profile(*, actor: Any, union: Union, since: date, **facts: Any) -> UnionProfile:
    """Enter how a union is written on paper from `since` on; papers of earlier days keep the earlier words.

    What `facts` leaves out stays as the last profile had it.
    """
    require(actor, is_administrator)
    union = lock(union)
    last = union.profiles.order_by("-valid_from").first()
    _end_open(union.profiles, since)
    kept = {name: getattr(last or UnionProfile.plain(union), name) for name in PROFILE_WORDS}
    profile = UnionProfile(union=union, valid_from=since, **{**kept, **facts})
    profile.full_clean()
    profile.save()
    Union.objects.filter(pk=union.pk).update(name=tidy(profile.name))
    record(
        "union.profile",
        union,
        actor=actor,
        detail={"since": since.isoformat(), **{k: str(v) for k, v in facts.items()}},
    )
    return profile


PROFILE_WORDS = tuple(
    field.name for field in UnionProfile._meta.fields if field.name not in {"id", "union", "valid_from", "valid_to"}
)


def _end_open(rows: Any, since: date) -> None:
    """End the open row the day before; raises ValidationError where it began no earlier."""
    held = rows.filter(valid_to__isnull=True).first()
    if held is None:
        return
    if held.valid_from >= since:
        raise ValidationError(
            {
                "since": _("What holds now began on %(day)s; choose a later day.")
                % {"day": short_date(held.valid_from)}
            }
        )
    held.valid_to = since - timedelta(days=1)
    held.save()


@transaction.atomic
def dissolve_union(*, actor: Any, union: Union, on: date) -> Union:
    """End a union on a day by which no unit and no union stands under it any more."""
    require(actor, is_administrator)
    union = lock(union)
    if union.dissolved_on:
        raise ValidationError(
            {"on": _("The union was dissolved on %(day)s.") % {"day": short_date(union.dissolved_on)}}
        )
    if union.founded_on and on <= union.founded_on:
        raise ValidationError(
            {"on": _("The union was founded on %(day)s only.") % {"day": short_date(union.founded_on)}}
        )
    _check_empty(union, on)
    union.links_up.filter(valid_to__isnull=True, valid_from__lt=on).update(valid_to=on - timedelta(days=1))
    union.dissolved_on = on
    union.save()
    record("union.dissolve", union, actor=actor, detail={"on": on.isoformat()})
    return union


def _check_empty(union: Union, on: date) -> None:
    units, below = union.affiliations.on(on).count(), union.links_down.on(on).count()
    if units or below:
        raise ValidationError(
            _("%(units)d grassroots unions and %(below)d unions still belong to it on that day; transfer them first.")
            % {"units": units, "below": below}
        )
