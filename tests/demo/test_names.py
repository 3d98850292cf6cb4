"""What the demo makes up: names, and who can be tried."""

import re
from pathlib import Path

from demo.context import seeded_random
from demo.federations import SIGN_IN
from demo.names import NameGenerator
from unions.people.choices import Gender

ROOT = Path(__file__).parents[2]


def test_the_script_prints_who_can_be_tried() -> None:
    script = (ROOT / "scripts" / "demo").read_text("utf-8")
    listed = re.findall(r"^    ([a-z.]+) {2,}\S", script, re.MULTILINE)
    assert set(listed) == {name for name in SIGN_IN if not name.endswith(".bactuliem")}
    assert len([name for name in SIGN_IN if name.endswith(".bactuliem")]) == 8


def test_names_fall_the_same_from_one_seed() -> None:
    first, second = (NameGenerator(seeded_random(7)) for _run in range(2))
    assert [first.person() for _name in range(200)] == [second.person() for _name in range(200)]
    women = [NameGenerator(seeded_random(seed)).full_name(Gender.FEMALE) for seed in range(200)]
    assert all(len(name.split()) >= 3 and "Văn" not in name.split() for name in women)
