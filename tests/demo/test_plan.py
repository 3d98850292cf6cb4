"""How many records the demo makes of each kind, beside what the press counted."""

import json
from pathlib import Path

from demo.context import read_plan

PRESS = json.loads(Path(__file__).with_name("figures.json").read_text("utf-8"))
TAYHO, BACTULIEM = PRESS["federations"]


def test_the_plan_of_the_demo_says_what_the_press_says() -> None:
    plan = read_plan()
    assert plan["TAYHO"]["initiatives"]["experience"] == TAYHO["initiatives"]["registered"]
    assert plan["TAYHO"]["initiatives"]["applied"] == TAYHO["initiatives"]["applied_in_practice"]
    assert plan["BACTULIEM"]["honours"]["CNG_Q"] == BACTULIEM["honours"][0]["count"]
    assert plan["BACTULIEM"]["honours"]["SKST_Q"] == BACTULIEM["honours"][1]["count"]
    assert plan["BACTULIEM"]["honours"]["DNVNLD"] == BACTULIEM["honours"][2]["count"]
    assert plan["BACTULIEM"]["contest"]["individual"] == BACTULIEM["contests"][0]["prizes_individual"]
    assert plan["BACTULIEM"]["contest"]["collective"] == BACTULIEM["contests"][0]["prizes_collective"]
