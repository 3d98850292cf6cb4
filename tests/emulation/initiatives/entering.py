from datetime import date
from typing import Any

from emulation.initiatives.choices import InitiativeState as S
from emulation.initiatives.models import Initiative

EVERYBODY = ("leader", "vice", "officer", "clerk", "council", "chair", "board", "cluster_lead", "viewer", "admin")
DECISION = {"level": "superior", "decision": "45/QĐ-LĐLĐ", "recognised_on": date(2024, 11, 20)}


def put_into_state(initiative: Initiative, state: str) -> Initiative:
    """Put a row into `state` without the moves under test, with the fields that its constraints require."""
    facts = {"state": state}
    if state == S.RETURNED:
        facts["return_reason"] = "Thiếu phần mô tả"
    if state == S.RECOGNISED:
        facts |= {"recognition_level": "superior", "recognition_decision": "1/QĐ", "recognised_on": "2024-10-01"}
    Initiative.objects.filter(pk=initiative.pk).update(**facts)
    initiative.refresh_from_db()
    return initiative


def typed(person: Any, **changes: Any) -> dict[str, Any]:
    return {
        "name": "Thư viện lớp học mở",
        "kind": "experience",
        "year": "2024",
        "person_1": person.pk,
        "share_1": "100",
        **changes,
    }
