"""The pact of a cluster's year: written, signed unit by unit, its paper filed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from core.audit import record
from core.editing import update_fields
from core.permissions import require
from core.text import nfc, tidy
from core.workflow import lock
from emulation.clusters.documents import lines_of
from emulation.clusters.models import ClusterYear, PactSignature
from emulation.clusters.rules import may_write_pact, signing_day_fault
from emulation.clusters.selectors import signatories_on, units_to_sign
from emulation.clusters.services.clusters import of_year
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
    """Write what the units of the cluster promise each other for a year; once somebody signed, the words stand.

    `seen` is the revision the page showed, 0 where there was nothing yet.
    """
    cluster = lock(cluster)
    require(actor, is_officer_at, cluster.union_id)
    is_new = not cluster.years.filter(year=year).exists()
    row = of_year(cluster, year)
    if row.pact_signed_on:
        raise ValidationError(_("This pact has been signed, so its words stand."), code="stale")
    words = {"pact_basis": tidy(basis), "pact_contents": nfc(contents).strip(), "pact_targets": nfc(targets).strip()}
    if not lines_of(words["pact_contents"]):
        raise ValidationError({"contents": _("Please write what the units promise each other.")})
    changed = update_fields(row, words, expected_revision=None if is_new else expected_revision)
    record("pact.write", row, actor=actor, detail={"changes": changed})
    return row


@transaction.atomic
def sign_pact(
    *, actor: User, pact: ClusterYear, units: Sequence[GrassrootsUnion], signed_on: date
) -> list[PactSignature]:
    """Record that units of the cluster signed on a day, with the names of that day."""
    pact = _locked(actor, pact)
    if not pact.pact_contents:
        raise ValidationError(_("There is nothing to sign yet: the pact has not been written."), code="stale")
    if fault := signing_day_fault(signed_on, pact.year, timezone.localdate()):
        raise ValidationError({"signed_on": fault})
    wanted = {unit.pk for unit in units}
    fit = list(units_to_sign(pact).filter(pk__in=wanted).prefetch_related("names"))
    if len(fit) < len(wanted):
        raise ValidationError({"units": _("Some of these units have signed already, or have left the cluster.")})
    signed = PactSignature.objects.bulk_create(_signatures(pact, fit, signed_on))
    pact.pact_signed_on = min(signed_on, pact.pact_signed_on or signed_on)
    pact.signed_as = pact.signed_as or pact.cluster.name
    _store(pact)
    detail = {"units": [unit.code for unit in fit], "signed_on": signed_on.isoformat()}
    record("pact.sign", pact, actor=actor, detail=detail)
    return signed


def _signatures(pact: ClusterYear, units: Sequence[GrassrootsUnion], day: date) -> list[PactSignature]:
    names = signatories_on([unit.pk for unit in units], day)
    facts = {"cluster_year": pact, "signed_on": day}
    return [
        PactSignature(grassroots=unit, unit_name=unit.name_on(day), signatory=names.get(unit.pk, ""), **facts)
        for unit in units
    ]


@transaction.atomic
def strike_signature(*, actor: User, signature: PactSignature) -> ClusterYear:
    """Take back a signature entered by mistake; without any the words may be changed again."""
    pact = _locked(actor, signature.cluster_year)
    known = PactSignature.objects.filter(pk=signature.pk).exists()
    if not known:
        raise ValidationError(_("This signature has been struck out already."), code="stale")
    others = [row.signed_on for row in pact.signatures.exclude(pk=signature.pk)]
    if not others and pact.pact_scan:
        raise ValidationError(_("The signed paper is on file, so the last signature stays."))
    signature.delete()
    pact.pact_signed_on = min(others, default=None)
    pact.signed_as = pact.signed_as if others else ""
    _store(pact)
    detail = {"unit": signature.grassroots.code, "signed_on": signature.signed_on.isoformat()}
    record("pact.strike", pact, actor=actor, detail=detail)
    return pact


@transaction.atomic
def file_pact(*, actor: User, pact: ClusterYear, scan: Any) -> ClusterYear:
    """File the signed paper, in place of one filed before."""
    pact = _locked(actor, pact)
    if pact.pact_signed_on is None:
        raise ValidationError(_("Nobody has signed this pact yet. Please record the signatures first."), code="stale")
    pact.pact_scan = scan
    _store(pact)
    record("pact.file", pact, actor=actor)
    return pact


def _locked(actor: User, pact: ClusterYear) -> ClusterYear:
    pact = lock(pact)
    require(actor, may_write_pact, pact)
    return pact


def _store(pact: ClusterYear) -> None:
    pact.revision += 1
    pact.full_clean()
    pact.save()
