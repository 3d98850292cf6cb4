from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import Role, User
from core.audit import record
from core.documents.description import Signature
from core.documents.storage import store_document
from core.workflow import lock
from reports.editions.documents.report import report_document
from reports.editions.models import ReportEdition
from reports.editions.selectors.figures import sums_now
from reports.editions.selectors.gaps import gaps_of, open_gaps
from reports.editions.selectors.signed import signing_roles
from reports.editions.services.drafting import check_unsigned
from reports.editions.workflow import EDITION
from reports.indicators.access import require_author
from unions.access import RoleKind
from unions.tree.letterheads import chair_signature, vice_chair_signature
from unions.tree.models import UnionProfile

GAPS_CHANGED = _("What is lacking has changed meanwhile. Please look at the list again.")
NO_SIGNATORY = _("Choose a chair or vice-chair of today who neither began nor sent this report.")
FIGURES_CHANGED = _("Some figures changed while you read them. Please look at them again before you sign.")


@transaction.atomic
def acknowledge_gaps(*, actor: User, edition: ReportEdition, choices: Collection[str]) -> ReportEdition:
    """Raise ValidationError where a gap (`Gap.choice`) is not as shown."""
    require_author(actor, edition.union)
    edition = lock(edition)
    check_unsigned(edition)
    gaps = {gap.choice: gap for gap in gaps_of(edition)}
    if not choices or not set(choices) <= set(gaps):
        raise ValidationError({"gaps": GAPS_CHANGED})
    seen = {"by": actor.pk, "name": actor.full_name, "at": timezone.now().isoformat()}
    for gap in (gaps[choice] for choice in choices):
        edition.acknowledgements[gap.key] = {"items": sorted(gap.items), **seen}
        record("edition.acknowledge", edition, actor=actor, detail={"gap": gap.sentence})
    edition.save(update_fields=["acknowledgements"])
    return edition


@transaction.atomic
def submit_edition(edition: ReportEdition, *, actor: User, reason: str = "") -> ReportEdition:
    edition = lock(edition)
    return EDITION.perform("submit", edition, actor=actor, reason=reason, open_gaps=len(open_gaps(edition)))


def recall_edition(edition: ReportEdition, *, actor: User, reason: str = "") -> ReportEdition:
    return EDITION.perform("recall", edition, actor=actor, reason=reason)


def return_edition(edition: ReportEdition, *, actor: User, reason: str) -> ReportEdition:
    return EDITION.perform("return", edition, actor=actor, reason=reason)


@transaction.atomic
def sign_edition(
    edition: ReportEdition, *, actor: User, signatory: User | None = None, seen: str = ""
) -> ReportEdition:
    """Count and freeze all figures. `seen` is the fingerprint of the sums that were read.

    `signatory` is the leader printed, by default the actor.
    """
    edition = lock(edition)
    sums = sums_now(edition)
    lacking = len(open_gaps(edition, sums.figures))
    EDITION.check(EDITION.move("sign"), edition, actor=actor, open_gaps=lacking)
    if seen and seen != sums.fingerprint:
        raise ValidationError(FIGURES_CHANGED)
    role = _signing_role(edition, signatory or actor)
    signature = _signature_in(role, edition.union.profile_on(edition.as_of))
    store_document(edition, report_document(edition.scope, sections=edition.sections, signature=signature))
    return EDITION.perform(
        "sign",
        edition,
        actor=actor,
        open_gaps=lacking,
        signatory_name=str(role.user),
        figures=sums.numbers,
    )


def _signing_role(edition: ReportEdition, signatory: User) -> Role:
    for role in signing_roles(edition):
        if role.user_id == signatory.pk:
            return role
    raise ValidationError({"signatory": NO_SIGNATORY})


def _signature_in(role: Role, profile: UnionProfile) -> Signature:
    sign = chair_signature if role.kind == RoleKind.FEDERATION_CHAIR else vice_chair_signature
    return sign(profile, str(role.user))


def reopen_edition(edition: ReportEdition, *, actor: User, reason: str) -> ReportEdition:
    return EDITION.perform("reopen", edition, actor=actor, reason=reason)
