"""Which titles a rule concerns."""

from collections.abc import Callable

from emulation.eligibility.choices import AwardScope
from emulation.eligibility.rules.facts import Case
from emulation.law.choices import SubjectKind, TitleAuthority, TitleFamily

LDTT, CSTDCS, CSTD_TP, CSTD_TLD, CSTDTQ = "LDTT", "CSTDCS", "CSTD_TP", "CSTD_TLD", "CSTDTQ"
TTLDTT, TTLDXS = "TTLDTT", "TTLDXS"
BK_TLD, BLDST, KNC, GK_LDLD, CTD_LDLDTP = "BK_TLD", "BLDST", "KNC", "GK_LDLD", "CTD_LDLDTP"
SKST = ("SKST_CS", "SKST_Q", "SKST_TD")

EMULATION_FIGHTERS = (CSTDCS, CSTD_TP, CSTD_TLD, CSTDTQ)
RESTING_ON_INITIATIVES = (*EMULATION_FIGHTERS, BK_TLD, BLDST, *SKST)
_OF_THE_UNIT = ("GK_CDCS", "DVXS")

Scope = Callable[[Case], bool]


def everything(_case: Case) -> bool:
    return True


def titles(*codes: str) -> Scope:
    return lambda case: case.title.code in codes


def persons(case: Case) -> bool:
    return case.subject.kind == SubjectKind.PERSON


def persons_but(*codes: str) -> Scope:
    return lambda case: persons(case) and case.title.code not in codes


def persons_for(*codes: str) -> Scope:
    return lambda case: persons(case) and case.title.code in codes


def only_sectors(case: Case) -> bool:
    return bool(case.title.sectors_only)


def only_direct_workers(case: Case) -> bool:
    return persons(case) and case.title.direct_workers_only


def only_women(case: Case) -> bool:
    return persons(case) and case.title.women_only


def union_awards(case: Case) -> bool:
    is_decided_by_union = case.title.authority != TitleAuthority.EXTERNAL or case.title.code in _OF_THE_UNIT
    return persons(case) and case.title.family != TitleFamily.MOVEMENT and is_decided_by_union


def merits_of_persons(case: Case) -> bool:
    """Titles and forms for the merit of a year, no movement and no single deed."""
    is_merit = case.title.family != TitleFamily.MOVEMENT and case.scope == AwardScope.COMPREHENSIVE
    return persons(case) and is_merit and case.title.code != KNC


def nominees(case: Case) -> bool:
    return case.subject.kind != SubjectKind.WORK


def forms(case: Case) -> bool:
    return case.title.family == TitleFamily.FORM and case.subject.kind != SubjectKind.WORK


def proposed_upwards(case: Case) -> bool:
    return case.title.authority == TitleAuthority.UPPER


def certificates_of_merit(case: Case) -> bool:
    """For the merit of the year, from a unit."""
    is_of_unit = case.title.code == GK_LDLD and case.subject.kind != SubjectKind.ENTERPRISE
    return is_of_unit and case.scope == AwardScope.COMPREHENSIVE


def diplomas_of_confederation(case: Case) -> bool:
    return case.title.code == BK_TLD and case.scope == AwardScope.COMPREHENSIVE


def persons_and_collectives(case: Case) -> bool:
    return case.subject.kind in (SubjectKind.PERSON, SubjectKind.COLLECTIVE)


def enterprises_for_workers(case: Case) -> bool:
    return case.title.code.startswith("DNVNLD")


def graded_unions(case: Case) -> bool:
    """Titles and forms for the merit of a year, which rest on the grade."""
    is_merit = case.title.family != TitleFamily.MOVEMENT and case.scope == AwardScope.COMPREHENSIVE
    return case.subject.kind == SubjectKind.GRASSROOTS and is_merit


def unions(case: Case) -> bool:
    return case.subject.kind == SubjectKind.GRASSROOTS
