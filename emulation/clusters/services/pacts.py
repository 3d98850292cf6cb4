from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.corrections import correct
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
    """The first signature fixes the text. `expected_revision` is 0 if the page showed no pact."""
    cluster = lock(cluster)
    require(actor, is_officer_at, cluster.union_id)
    is_new = not cluster.years.filter(year=year).exists()
    row = lock_year(cluster, year)
    check_open(row)
    values = {"pact_basis": tidy(basis), "pact_contents": nfc(contents).strip(), "pact_targets": nfc(targets).strip()}
    if not split_lines(values["pact_contents"]):
        raise ValidationError({"contents": _("Please write what the units promise each other.")})
    if row.pact_contents:
        return correct(row, actor=actor, values=values, expected_revision=expected_revision)
    update_fields(row, values, expected_revision=None if is_new else expected_revision)
    record("pact.write", row, actor=actor)
    return row


def check_open(pact: ClusterYear) -> None:
    if pact.pact_signed_on:
        raise MoveNotAllowed(
            _("This pact has been signed, so its words stand. Signatures entered by mistake are struck out first.")
        )


def check_written(pact: ClusterYear) -> None:
    if not pact.pact_contents:
        raise MoveNotAllowed(_("There is nothing to sign yet: the pact has not been written."))


def check_signed(pact: ClusterYear) -> None:
    if pact.pact_signed_on is None:
        raise MoveNotAllowed(_("Nobody has signed this pact yet. Please record the signatures first."))


@transaction.atomic
def sign_pact(
    *, actor: User, pact: ClusterYear, units: Sequence[GrassrootsUnion], signed_on: date
) -> list[PactSignature]:
    pact = _lock_pact(actor, pact)
    check_written(pact)
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
def correct_signature(
    signature: PactSignature,
    *,
    actor: User,
    expected_revision: int | None,
    signed_on: date,
    unit_name: str,
    signatory: str,
) -> PactSignature:
    if objection := signing_day_objection(signed_on, signature.cluster_year.year, timezone.localdate()):
        raise ValidationError({"signed_on": objection})
    values = {"signed_on": signed_on, "unit_name": tidy(unit_name), "signatory": tidy(signatory)}
    return correct(signature, actor=actor, values=values, expected_revision=expected_revision)


def check_strikable(signature: PactSignature) -> None:
    pact = signature.cluster_year
    if pact.pact_scan and not pact.signatures.not_struck().exclude(pk=signature.pk).exists():
        raise MoveNotAllowed(_("The signed paper is on file, so the last signature stays."))


def follow_signature(signature: PactSignature) -> None:
    """Without signatures the words of the pact may change again."""
    pact = lock(signature.cluster_year)
    if pact.pact_signed_on is None:
        raise MoveNotAllowed(_("The words of the pact may have changed since. Please record the signature anew."))
    days = [other.signed_on for other in pact.signatures.not_struck()]
    pact.pact_signed_on = min(days, default=None)
    pact.signed_as = pact.signed_as if days else ""
    _save(pact)
    if days:
        store_document(pact, drawn_pact(pact, names_unsigned=False))


@transaction.atomic
def file_pact(*, actor: User, pact: ClusterYear, scan: File[bytes]) -> ClusterYear:
    """A new scan replaces the old one."""
    pact = _lock_pact(actor, pact)
    check_signed(pact)
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
