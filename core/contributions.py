from django.utils.translation import gettext_lazy as _

from core import (
    checks,  # noqa: F401 registers the system checks
    integrity,  # noqa: F401 registers the background job
)
from core.audit_labels import register_labels
from core.corrections import CORRECTIONS, NotCorrected
from core.frozen.records import NEVER, FrozenRecord, LaterChange
from core.frozen.triggers import Freeze
from core.models import AuditEntry, AuditHead, StoredDocument, StoredFile, UsedNumber
from core.nightly import NIGHTLY

NEWEST_HASH = "(SELECT hash FROM core_auditentry ORDER BY id DESC LIMIT 1)"
GOES_ON = f"OLD.hash <> NEW.hash AND NEW.hash = {NEWEST_HASH}"
FREEZES = (
    FrozenRecord(AuditEntry),
    FrozenRecord(AuditHead, changes=(LaterChange("append entries", ("hash", "count", "seal"), when=GOES_ON),)),
    Freeze("core_audithead_frozen_insert", "core_audithead", "INSERT", f"{NEWEST_HASH} IS NOT NULL"),
    FrozenRecord(StoredDocument),
    FrozenRecord(UsedNumber),
    FrozenRecord(
        StoredFile,
        kept_since=NEVER,  # the row goes with its file
        changes=(LaterChange("note whose space it takes", ("owner_type", "owner_id")),),
        beside={"core.ReplacedFile.file": "says what became of the file; it goes by rule, the file with it"},
    ),
)


LABELS = {
    "row.correct": _("corrected what was entered"),
    "row.strike": _("struck this out"),
    "row.restore": _("restored what was struck out"),
    "row.remove": _("removed what was entered by mistake"),
    "file.delete_replaced": _("deleted an old scan that had been replaced"),
}


NOT_CORRECTED = {
    "core.AuditHead": "written by the audit log alone",
    "core.AuditEntry": "the audit log never changes",
    "core.IntegrityCheck": "made by the portal, not typed",
    "core.StoredDocument": "stored when its paper is signed, closed or issued",
    "core.StoredFile": "noted by the portal when a file is stored",
    "core.ReplacedFile": "noted by the portal when another scan is put in its place",
    "core.Job": "made by the portal, not typed",
    "core.Notification": "made by the portal, not typed",
    "core.NumberSequence": "a counter of the portal",
    "core.UsedNumber": "given by the portal or typed with a paper; a wrong one ends with the paper that has it",
    "core.UsedFormToken": "made by the portal, not typed",
    "core.RecentChoice": "remembered by the portal, replaced by the next choice",
}


def register() -> None:
    for command in ("clearsessions", "delete_old_files", "check_audit", "check_files"):
        NIGHTLY.register(command)
    for label, reason in NOT_CORRECTED.items():
        CORRECTIONS.register(NotCorrected(reason), to=label)
    register_labels(LABELS)
