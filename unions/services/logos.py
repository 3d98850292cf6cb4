"""The mark on a union's certificates: drawn anew from the file that was brought, and never changed."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from core.audit import record
from core.editing import amend
from core.files import redrawn_png
from core.workflow import lock
from unions.models import Union, UnionLogo, UnionProfile
from unions.rules.tree import keeps_unions
from unions.selectors.tree import unions_above
from unions.services.permission import require
from unions.services.tree import check_lives


@transaction.atomic
def choose_logo(*, actor: Any, profile: UnionProfile, seen: int | None, content: bytes | None) -> UnionProfile:
    """Give the papers of a period the mark in `content`, or none; certificates of signed decisions keep theirs."""
    require(actor, keeps_unions, unions_above(profile.union))
    union, profile = lock(profile.union), lock(profile)
    check_lives(union)
    if content is None and profile.logo_id is None:
        raise ValidationError({"logo": _("Please choose a file.")})
    logo = _kept(union, redrawn_png(content)) if content is not None else None
    amend(profile, {"logo": logo}, seen=seen)
    detail = {"since": profile.valid_from.isoformat(), "sha256": logo.sha256 if logo else ""}
    record("union.logo", union, actor=actor, detail=detail)
    return profile


def _kept(union: Union, png: bytes) -> UnionLogo:
    """The same picture once more is the same row; one whose file was lost gets it back."""
    digest = hashlib.sha256(png).hexdigest()
    known = union.logos.filter(sha256=digest).first()
    if known is None:
        known = UnionLogo(union=union, sha256=digest)
        known.file.save(f"{union.code.lower()}-{digest[:12]}.png", ContentFile(png), save=False)
        known.save()
    elif not known.file.storage.exists(known.file.name):
        known.file.storage.save(known.file.name, ContentFile(png))
    return known
