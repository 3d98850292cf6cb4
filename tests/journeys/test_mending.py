"""No kind of record is left that nobody can mend, and whoever may not is told before the first key."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from awards.council.models import Council
from core.corrections import CORRECTIONS, CorrectionRule
from core.scoping import ScopedQuerySet
from emulation.clusters.models import ClusterYear
from tests.journeys.forms import DAY, FORMS, TODAY
from tests.our_apps import APPS
from tests.security.sample_world import build

pytestmark = [pytest.mark.django_db, pytest.mark.one_database(on="sqlite")]
MENDING = ("officer", "chair", "leader", "council", "clerk", "admin")


YESTERDAY = f"{TODAY - timedelta(days=1):%d/%m/%Y}"


@pytest.fixture(scope="module")
def sample(lasting_world: Any) -> dict[str, Any]:
    sample = build(lasting_world)
    pact = sample["pact"]
    ClusterYear.objects.create(cluster=pact.cluster, year=pact.year + 1, pact_contents="Chưa ký")
    council = Council.objects.create(union=lasting_world.union, name="Hội đồng mới", valid_from=TODAY)
    council.seats.create(full_name="Mai Thị Thơ", post="member")
    return sample


@pytest.fixture(scope="module")
def clients(sample: dict[str, Any]) -> dict[str, Client]:
    return {role: sample["world"].client(role) for role in MENDING}


def corrected() -> Iterator[tuple[type[Model], CorrectionRule]]:
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            for item in CORRECTIONS.items(model._meta.label):
                if isinstance(item, CorrectionRule):
                    yield model, item


@pytest.mark.slow
@pytest.mark.parametrize(("model", "rule"), [pytest.param(*pair, id=pair[0]._meta.label) for pair in corrected()])
def test_a_form_opens_for_somebody_and_every_refusal_says_why(
    clients: dict[str, Client], model: type[Model], rule: CorrectionRule
) -> None:
    rows: ScopedQuerySet = model._default_manager.all()[:4]  # type: ignore[assignment]
    pages = [client.get(reverse(rule.page, args=[row.pk])) for row in rows for client in clients.values()]
    assert {page.status_code for page in pages} <= {200, 403, 404, 409}
    assert 200 in {page.status_code for page in pages}, f"{model._meta.label} has no form that opens"
    assert all("error-summary" in page.content.decode() for page in pages if page.status_code == 409)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        *("launch", "result", "apply", "complete", "correct initiative", "correct contest", "correct grade"),
        *("session", "decision again", "sign", "issue"),
    ],
)
def test_what_happened_yesterday_is_recorded_today(sample: dict[str, Any], name: str) -> None:
    form = FORMS[name]
    past = {field: YESTERDAY for field, value in form.right(sample).items() if value == DAY}
    with transaction.atomic():
        answer = form.send(form.client(sample), sample, **past)
        transaction.set_rollback(True)
    assert (bool(past), answer.status_code) == (True, 302)
