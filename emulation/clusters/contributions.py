from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, CorrectionRule
from core.documents.kinds import DOCUMENT_KINDS, DocumentKind
from core.frozen.records import ALWAYS, FrozenRecord, LaterChange, Part
from core.navigation import TABS, NavItem
from core.panels import FACTS, PANELS, Panel
from core.papers import PAPERS
from core.timeline import EVENTS, Event
from core.views.facts import linked
from emulation.clusters.documents import pact_document, pact_papers, pact_subject
from emulation.clusters.models import ClusterYear, PactSignature
from emulation.clusters.rules import may_correct_pact, may_correct_signature
from emulation.clusters.selectors import year_of_unit
from emulation.clusters.services.pacts import check_open, check_strikable, follow_signature
from unions.access import PortalUser, is_officer_at, works_for_a_union
from unions.tree.models import Union
from unions.units.models import Cluster, GrassrootsUnion
from unions.units.rules import may_correct_for_union

SIGNATURES = """EXISTS (
    SELECT 1 FROM emulation_pactsignature AS given WHERE given.cluster_year_id = {row}.id AND given.struck_at IS NULL
)"""
FIRST = "OLD.pact_signed_on IS NULL AND OLD.signed_as = '' AND NEW.pact_signed_on IS NOT NULL"
NONE_LEFT = f"NEW.pact_signed_on IS NULL AND NOT {SIGNATURES.format(row='NEW')}"
FREEZES = (
    FrozenRecord(
        ClusterYear,
        since=f"({{row}}.pact_signed_on IS NOT NULL OR {SIGNATURES})",
        changes=(
            LaterChange("record the first signature", ("pact_signed_on", "signed_as"), when=FIRST),
            LaterChange("record, correct or strike out a signature", ("pact_signed_on",)),
            LaterChange("strike out the last signature", ("pact_signed_on", "signed_as"), when=NONE_LEFT),
            LaterChange("file the signed paper", ("pact_scan",)),
            LaterChange("name the lead", ("lead", "lead_from")),
        ),
        parts=(
            Part(
                PactSignature,
                "cluster_year",
                since=ALWAYS,
                grows="units sign one after the other",
                changes=(
                    LaterChange("correct what the paper says", ("signed_on", "unit_name", "signatory")),
                    LaterChange("strike out, restore", ("struck_at", "struck_by", "strike_reason")),
                ),
            ),
        ),
    ),
)
LABELS = {
    "cluster.enter": gettext_lazy("entered the cluster"),
    "cluster.rename": gettext_lazy("renamed the cluster"),
    "cluster.put": gettext_lazy("put units into the cluster"),
    "cluster.take_out": gettext_lazy("took a unit out of the cluster"),
    "cluster.lead": gettext_lazy("named the lead of the year"),
    "cluster.take_lead_back": gettext_lazy("took the naming of the lead back"),
    "pact.write": gettext_lazy("wrote the pact"),
    "pact.sign": gettext_lazy("recorded signatures under the pact"),
    "pact.strike": gettext_lazy("struck out a signature entered by mistake"),  # before a struck one was kept
    "pact.file": gettext_lazy("filed the signed paper of the pact"),
}

CLUSTER_CORRECTION = CorrectionRule(
    fields=("name",),
    page="emulation:cluster-edit",
    may=may_correct_for_union,
    until="never frozen: pacts that are signed keep the name",
    may_remove=may_correct_for_union,
    owner=lambda cluster: cluster.union,
    fixed={"union": "remove the cluster and enter it for the right union"},
)


PACT_CORRECTION = CorrectionRule(
    fields=("pact_basis", "pact_contents", "pact_targets"),
    page="emulation:pact-edit",
    may=may_correct_pact,
    until="the first signature; signatures entered by mistake are struck out",
    check=check_open,
    fixed={
        **dict.fromkeys(("cluster", "year"), "write the pact of the right cluster and year; nobody signs this one"),
        **dict.fromkeys(("lead", "lead_from"), "named anew or taken back on the cluster's page: roles follow"),
        "pact_signed_on": "the day of the first signature; it follows the signatures",
        "signed_as": "the name of the cluster on the day of the first signature",
        "pact_scan": "filing another scan replaces it",
    },
)
SIGNATURE_CORRECTION = CorrectionRule(
    fields=("signed_on", "unit_name", "signatory"),
    page="emulation:pact-signature-edit",
    may=may_correct_signature,
    until="never frozen: it says what stands on the paper; the pact is stored anew",
    may_strike=may_correct_signature,
    check_strike=check_strikable,
    follow=follow_signature,
    owner=lambda signature: signature.cluster_year,
    fixed=dict.fromkeys(("cluster_year", "grassroots"), "strike it out and record the right signature"),
)


def unit_events(user: PortalUser, unit: GrassrootsUnion) -> Iterator[Event]:
    led = ClusterYear.objects.visible_to(user).filter(lead=unit).select_related("cluster")
    for row in led:
        words = _("Lead of “%(cluster)s” in %(year)s") % {"cluster": row.cluster, "year": row.year}
        url = row.cluster.get_absolute_url()
        yield Event(row.year, _("Emulation cluster"), words, url=url, day=row.lead_from)
    signatures = PactSignature.objects.visible_to(user).not_struck().filter(grassroots=unit)
    for signature in signatures.select_related("cluster_year__cluster"):
        pact, day = signature.cluster_year, signature.signed_on
        words = _("Signed the pact of “%(cluster)s”") % {"cluster": pact.cluster}
        yield Event(day.year, _("Emulation cluster"), words, url=pact.get_absolute_url(), day=day)


def unit_facts(user: PortalUser, unit: GrassrootsUnion, year: int) -> list[tuple[str, Any]]:
    cluster, cluster_year = year_of_unit(user, unit, year)
    facts = [(_("Cluster"), linked(cluster))]
    if cluster_year and cluster_year.lead:
        facts.append((_("Lead of the cluster in %(year)s") % {"year": cluster_year.year}, cluster_year.lead))
    return facts


def clusters_panel(user: PortalUser, union: Union, year: int) -> Panel:
    clusters = Cluster.objects.visible_to(user).filter(union=union)
    context = {"union": union, "clusters": clusters, "may_enter": is_officer_at(user, union.pk)}
    return Panel(template="emulation/union_clusters.html", context=context, position=70)


def pacts_of_year(pacts: QuerySet[ClusterYear], union: Union, year: int) -> QuerySet[ClusterYear]:
    return pacts.filter(cluster__union=union, year=year).order_by("cluster", "pk")


PACTS = DocumentKind.of_rows(
    "pact",
    gettext_lazy("Emulation pact"),
    lambda: ClusterYear.objects.exclude(pact_contents="").select_related("cluster__union", "lead"),
    pacts_of_year,
    pact_document,
    pact_subject,
)


def register() -> None:
    DOCUMENT_KINDS.register(PACTS)
    label, url_name = gettext_lazy("Emulation clusters"), "emulation:clusters"
    tab = NavItem("clusters", label, url_name, 30, works_for_a_union, is_by_year=True)
    TABS.register(tab, to="organisation")
    CORRECTIONS.register(CLUSTER_CORRECTION, to="unions.Cluster")
    FACTS.register(unit_facts, to="unions.GrassrootsUnion")
    PANELS.register(clusters_panel, to="unions.Union")
    EVENTS.register(unit_events, to="unions.GrassrootsUnion")
    PAPERS.register(pact_papers, to="emulation.ClusterYear")
    CORRECTIONS.register(PACT_CORRECTION, to="emulation.ClusterYear")
    CORRECTIONS.register(SIGNATURE_CORRECTION, to="emulation.PactSignature")
    register_labels(LABELS)
