"""From the vote to the paper, and what never changes after."""

import pytest

from awards.choices import NominationState
from awards.models import Certificate

pytestmark = pytest.mark.django_db


def test_a_nomination_becomes_an_award_with_a_number_and_a_certificate(office, law):
    nomination = office.checked()
    issued = office.issue(office.draft(nomination))
    award = issued.awards.get()
    nomination.refresh_from_db()
    assert (issued.symbol, issued.series_year, nomination.state) == ("01/QĐ-LĐLĐ", 2024, NominationState.DECIDED)
    assert (award.honorific, award.recipient_name, award.post, award.unit_name, award.amount) == (
        "Bà", "Nguyễn Thị Ánh", "Giáo viên", "Trường Tiểu học Chu Văn An", 710_000,
    )  # fmt: skip
    certificate = Certificate.objects.get(award=award)
    assert len(certificate.code) == 12
