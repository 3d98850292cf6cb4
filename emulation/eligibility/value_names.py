"""What the values of rules are called on pages and in docs/rules.md."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emulation.classification.choices import Grade
from emulation.eligibility.choices import AwardScope, EvidenceKind, Severity
from emulation.initiatives.choices import RecognitionLevel
from emulation.personal_records.choices import DisciplineLevel, LeaveKind

KEYS: dict[str, str | Promise] = {
    "allow_unregistered_kinds": _("without registration"),
    "months": _("months"),
    "months_after_restructuring": _("months after a split or merge"),
    "counted": _("leave that counts"),
    "days": _("working days"),
    "level": _("level"),
    "grade": _("grade"),
    "years": _("years"),
    "cstdcs_requires": _("needed for “Chiến sĩ thi đua cơ sở”"),
    "times": _("times without a gap"),
    "block": _("years a time"),
    "disjoint": _("years count once"),
    "percent": _("percent"),
    "more": _("more than this share"),
    "completed_percent": _("percent who completed their tasks"),
    "ldtt_percent": _("percent “Lao động tiên tiến”"),
    "cstdcs": _("number of “Chiến sĩ thi đua cơ sở”"),
    "initiatives": _("initiatives"),
    "form": _("commendation before"),
    "recognised_by": _("recognised by the level"),
    "last_years": _("last years looked at"),
    "factors": _("factors"),
    "member": _("union work"),
    "leading_post": _("leading post"),
    "public_service": _("public-service unit of the union"),
    "full_time": _("full time"),
    "part_time": _("part time"),
    "part_time_enterprise": _("part time in an enterprise outside the State sector"),
    "upward": _("proposed upwards"),
    "below": _("level below"),
    "levels": _("level needed"),
    "needed": _("initiatives needed"),
    "min_share": _("share in percent at least"),
    "once": _("at once, in đồng"),
    "together": _("together, in đồng"),
    "members_a_person": _("members for one person"),
    "persons": _("persons"),
    "collectives": _("collectives"),
    "least": _("at least"),
    "most": _("at most"),
    "quota": _("quota"),
    "base": _("base"),
    "standard": _("grade of the collective at least"),
    "women_percent": _("percent of women"),
    "excellent_unit_percent": _("percent where the unit is excellent"),
    "parts": _("parts of the dossier"),
    **dict(Grade.choices),
}
_CHOICES = (AwardScope, EvidenceKind, Severity, Grade, RecognitionLevel, DisciplineLevel, LeaveKind)
WORDS: dict[str, str | Promise] = {
    **{value: label for choices in _CHOICES for value, label in choices.choices},
    "contribution": _("initiative or topic"),
    "any_of": _("one of the conditions"),
    "all_of": _("grade and contribution"),
    "city": _("City"),
    "ministry": _("Ministry or central body"),
}
