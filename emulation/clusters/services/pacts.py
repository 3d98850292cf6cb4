from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.documents.storage import store_document
from core.editing import update_fields
from core.permissions import require
from core.text import nfc, tidy
from core.workflow import MoveNotAllowed, lock
from emulation.clusters.documents import drawn_pact, split_lines
from emulation.clusters.models import ClusterYear, PactSignature
from emulation.clusters.rules import may_write_pact, signing_day_objection
from emulation.clusters.selectors import signatories_on, units_to_sign
from emulation.clusters.services.clusters import lock_year
from unions.access import is_officer_at
from unions.units.models import Cluster, GrassrootsUnion


@transaction.atomic
def write_pact(
    *,
    actor: User,
    cluster: Cluster,
    year: int,
    contents: str,
    targets: str,
    basis: str = "",
    expected_revision: int | None = None,
) -> ClusterYear:
    """After the first signature the text cannot change. `expected_revision` is 0 if the page showed no pact."""
    cluster = lock(cluster)
    require(actor, is_officer_at, cluster.union_id)
    is_new = not cluster.years.filter(year=year).exists()
    row = lock_year(cluster, year)
    if row.pact_signed_on:
        raise MoveNotAllowed(_("This pact has been signed, so its words stand."))
    values = {"pact_basis": tidy(basis), "pact_contents": nfc(contents).strip(), "pact_targets": nfc(targets).strip()}
    if not split_lines(values["pact_contents"]):
        raise ValidationError({"contents": _("Please write what the units promise each other.")})
    changed = update_fields(row, values, expected_revision=None if is_new else expected_revision)
    record("pact.write", row, actor=actor, detail={"changes": changed})
    return row


@transaction.atomic
def sign_pact(
    *, actor: User, pact: ClusterYear, units: Sequence[GrassrootsUnion], signed_on: date
) -> list[PactSignature]:
    pact = _lock_pact(actor, pact)
    if not pact.pact_contents:
        raise MoveNotAllowed(_("There is nothing to sign yet: the pact has not been written."))
    if objection := signing_day_objection(signed_on, pact.year, timezone.localdate()):
        raise ValidationError({"signed_on": objection})
    keys = {unit.pk for unit in units}
    allowed = list(units_to_sign(pact).filter(pk__in=keys).prefetch_related("names"))
    if len(allowed) < len(keys):
        raise ValidationError({"units": _("Some of these units have signed already, or have left the cluster.")})
    signatures = PactSignature.objects.bulk_create(_signatures(pact, allowed, signed_on))
    pact.pact_signed_on = min(signed_on, pact.pact_signed_on or signed_on)
    pact.signed_as = pact.signed_as or pact.cluster.name
    _save(pact)
    store_document(pact, drawn_pact(pact, names_unsigned=False))
    detail = {"units": [unit.code for unit in allowed], "signed_on": signed_on.isoformat()}
    record("pact.sign", pact, actor=actor, detail=detail)
    return signatures


def _signatures(pact: ClusterYear, units: Sequence[GrassrootsUnion], day: date) -> list[PactSignature]:
    signatories = signatories_on([unit.pk for unit in units], day)
    return [
        PactSignature(
            cluster_year=pact,
            grassroots=unit,
            signed_on=day,
            unit_name=unit.name_on(day),
            signatory=signatories.get(unit.pk, ""),
        )
        for unit in units
    ]


@transaction.atomic
def strike_signature(*, actor: User, signature: PactSignature) -> ClusterYear:
    """Without signatures the text may change again."""
    pact = _lock_pact(actor, signature.cluster_year)
    if not PactSignature.objects.filter(pk=signature.pk).exists():
        raise MoveNotAllowed(_("This signature has been struck out already."))
    other_days = [other.signed_on for other in pact.signatures.exclude(pk=signature.pk)]
    if not other_days and pact.pact_scan:
        raise ValidationError(_("The signed paper is on file, so the last signature stays."))
    signature.delete()
    pact.pact_signed_on = min(other_days, default=None)
    pact.signed_as = pact.signed_as if other_days else ""
    _save(pact)
    if other_days:
        store_document(pact, drawn_pact(pact, names_unsigned=False))
    detail = {"unit": signature.grassroots.code, "signed_on": signature.signed_on.isoformat()}
    record("pact.strike", pact, actor=actor, detail=detail)
    return pact


@transaction.atomic
def file_pact(*, actor: User, pact: ClusterYear, scan: File[bytes]) -> ClusterYear:
    """A new scan replaces the old one."""
    pact = _lock_pact(actor, pact)
    if pact.pact_signed_on is None:
        raise MoveNotAllowed(_("Nobody has signed this pact yet. Please record the signatures first."))
    pact.pact_scan = scan
    _save(pact)
    record("pact.file", pact, actor=actor)
    return pact


def _lock_pact(actor: User, pact: ClusterYear) -> ClusterYear:
    pact = lock(pact)
    require(actor, may_write_pact, pact)
    return pact


def _save(pact: ClusterYear) -> None:
    pact.revision += 1
    pact.full_clean()
    pact.save()
