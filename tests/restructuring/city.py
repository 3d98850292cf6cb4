"""A city whose officer prepares reorganisations and whose leader confirms them, and wards that receive units."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.spreadsheets.sheets import Row
from restructuring.models import Reorganisation
from restructuring.services.drafting import LineInput, add_lines, confirm_reorganisation, draft_reorganisation
from restructuring.services.rows import put_rows_on_list
from tests.factories import make_union, make_user

JULY = date(2025, 7, 1)
SEPTEMBER = date(2025, 9, 27)


@dataclass
class City:
    world: Any
    officer: Any
    leader: Any
    wards: list[Any]

    def draft(self, kind: str, on: date = JULY, **facts: Any) -> Reorganisation:
        facts = {"decision_number": "1906/QĐ-LĐLĐ", "decision_date": on, "effective_on": on, **facts}
        return draft_reorganisation(actor=self.officer, union=self.world.city, kind=kind, **facts)

    def prepare(self, kind: str, *inputs: LineInput, on: date = JULY, **facts: Any) -> Reorganisation:
        reorganisation = self.draft(kind, on, **facts)
        add_lines(actor=self.officer, reorganisation=reorganisation, inputs=inputs)
        return reorganisation

    def do(self, kind: str, *inputs: LineInput, on: date = JULY, **facts: Any) -> Reorganisation:
        return confirm_reorganisation(self.prepare(kind, *inputs, on=on, **facts), actor=self.leader)

    def do_rows(self, kind: str, *rows: tuple[str, ...], on: date = JULY) -> Reorganisation:
        reorganisation = self.draft(kind, on)
        numbered = [Row(number, cells) for number, cells in enumerate(rows, 1)]
        put_rows_on_list(actor=self.officer, reorganisation=reorganisation, rows=numbered)
        return confirm_reorganisation(reorganisation, actor=self.leader)


def make_city(world: Any) -> City:
    officer = make_user("officer.hanoi", "officer", union=world.city, full_name="Ngô Văn Ước")
    leader = make_user("leader.hanoi", "federation_chair", union=world.city, full_name="Đinh Thị Yến")
    names = ("Công đoàn phường Tây Hồ", "Công đoàn phường Phú Thượng")
    wards = [make_union(f"P{place}", name, level="ward", parent=world.city) for place, name in enumerate(names, 1)]
    return City(world, officer, leader, wards)
