"""What is entered is of the year in the address of its page; no hidden field names another."""

import pytest
from django.urls import reverse

from core.working_year import this_year
from emulation.works.models import Work

PAGES = ("work-create", "contest-create", "external-result-create-own", "initiative-create", "classification-create")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_entering_has_its_year_in_its_address_and_in_no_field(world, name):
    role, address = "chair" if name == "initiative-create" else "officer", reverse(f"emulation:{name}")
    asked = world.client(role).get(address)
    assert asked.url == f"{address}?year={this_year()}"
    unit = {"grassroots": world.school.pk} if name == "work-create" else {}
    page = world.client(role).get(address, {"year": 2024, **unit})
    assert "year" not in page.context["form"].fields


def test_a_year_that_is_sent_along_is_not_heard(world):
    address = reverse("emulation:work-create")
    forged = {"name": "Sân chơi", "kind": "project", "year": "2019"}
    world.client("chair").post(f"{address}?year=2024", forged)
    assert list(Work.objects.values_list("name", "year")) == [("Sân chơi", 2024)]
