from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MatchReason(TextChoices):
    # The list filters reasons by "contains": no code may be part of another code.
    NAME_BIRTH = "name_birth", _("Same name, same birth date")
    MARKS_BIRTH = "marks_birth", _("Same name but for its marks, same birth date")
    SWAPPED = "swapped", _("Same name, day and month of birth the other way round")
    BIRTH_YEAR = "birth_year", _("Same name, same year of birth, the day is not known of both")
    IN_UNIT = "in_unit", _("Same name in the same unit, a birth date is missing")
    PHONE = "phone", _("Same name, same phone")
    BY_HAND = "by_hand", _("Named by an officer as one person entered twice")


class CandidateState(TextChoices):
    OPEN = "open", _("Not decided yet")
    SAME = "same", _("One person, merged")
    DIFFERENT = "different", _("Different people")
