"""Hold requirements/*.txt to pyproject.toml without asking any index.

`stamp` writes into each locked file which dependency lists it was compiled from; `check` says whether they
are still the same, whether a package address slipped in, and whether the tests run on what is served.
"""

import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = {name: ROOT / "requirements" / f"{name}.txt" for name in ("runtime", "dev")}
STAMP = "# compiled by scripts/lock from the dependency lists of pyproject.toml, sha256 "


def source_digest() -> str:
    """One number for everything in pyproject.toml that decides what is locked."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = declared["project"]
    lists = [project["requires-python"], project["dependencies"], declared["dependency-groups"]]
    return hashlib.sha256(json.dumps(lists, sort_keys=True).encode()).hexdigest()


def pins(text: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)(==[^ \\\n]+)", text, flags=re.MULTILINE))


def stamp() -> None:
    for path in FILES.values():
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(STAMP)]
        path.write_text("\n".join([STAMP + source_digest(), *lines]) + "\n", "utf-8")


def faults() -> list[str]:
    texts = {name: path.read_text("utf-8") for name, path in FILES.items()}
    found = []
    for name, text in texts.items():
        if not text.startswith(STAMP + source_digest()):
            found.append(f"requirements/{name}.txt is out of step with pyproject.toml: run ./scripts/lock")
        if "://" in text:
            found.append(f"requirements/{name}.txt names an address")
    if not pins(texts["runtime"]).items() <= pins(texts["dev"]).items():
        found.append("requirements/dev.txt pins other versions than requirements/runtime.txt: run ./scripts/lock")
    return found


def main(action: str) -> int:
    if action == "stamp":
        stamp()
    found = faults()
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else "check"))
