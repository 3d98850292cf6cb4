"""Titles as offices write them: in full, by the short name, by the code, several in one cell."""

import re
from collections import defaultdict
from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from core.text import search_key, tidy
from emulation.law.models import Title
from emulation.law.rules import naming_day, subject_matches
from emulation.law.selectors import short_title_name, title_name
from emulation.sheets.models import RegistrationSheet
from unions.imports.cell_readers import InvalidCell, check_text

NO_LETTER = re.compile(r"[^a-z0-9]+")
SEPARATORS = (re.compile(r"[;\n+]"), re.compile(r"\s+và\s+|&", re.IGNORECASE), re.compile(r"[,/]"))
# Words that are written in full or by their initials, in any mixture.
ABBREVIATED = (
    ("danhhieu", ""),
    ("chiensythidua", "cstd"),
    ("chiensithidua", "cstd"),
    ("laodong", "ld"),
    ("tientien", "tt"),
    ("xuatsac", "xs"),
    ("tapthe", "tt"),
    ("coso", "cs"),
    ("giaykhen", "gk"),
    ("bangkhen", "bk"),
    ("liendoan", "ld"),
    ("congdoan", "cd"),
    ("thanhpho", "tp"),
)


def title_key(text: str) -> str:
    key = NO_LETTER.sub("", search_key(text))
    for words, letters in ABBREVIATED:
        key = key.replace(words, letters)
    return key


class TitleReader:
    """Of several titles of one name those that the campaign offers are meant."""

    def __init__(self, sheet: RegistrationSheet, offered: Collection[Title]) -> None:
        self.offered = list(offered)
        self.keys: dict[str, set[Title]] = defaultdict(set)
        day = naming_day(sheet.year, timezone.localdate())
        for title in Title.objects.all():
            names = {title.code, title.name, title_name(title, sheet.union_id, day)}
            for name in {*names, short_title_name(title, sheet.union_id, day)}:
                self.keys[title_key(name)].add(title)

    def knows(self, text: str) -> bool:
        return bool(self._parts(text))

    def offers(self, name: str) -> str:
        """Return the code of the title of the campaign that `name` alone is, or ""."""
        offered = (title.code for title in self.keys.get(title_key(name), ()) if title in self.offered)
        return min(offered, default="")

    def read(self, text: str, kind: str) -> list[Title]:
        """`kind` is that of whom the row is about."""
        check_text(text)
        parts = self._parts(text) or [tidy(part) for part in SEPARATORS[0].split(text)]
        return list(dict.fromkeys(self._one(part, kind) for part in parts if part))

    def _parts(self, text: str) -> list[str]:
        """Divide `text` into names that are known; [] where one of them is not."""
        if title_key(text) in self.keys:
            return [text]
        for separator in SEPARATORS:
            parts = [part for part in separator.split(text) if part.strip()]
            if len(parts) > 1:
                known = [self._parts(part) for part in parts]
                if all(known):
                    return [name for names in known for name in names]
        return []

    def _one(self, text: str, kind: str) -> Title:
        found = self.keys.get(title_key(text), set())
        if not found:
            raise InvalidCell(_("“%(text)s” is no title of the catalogue.") % {"text": tidy(text)[:60]})
        fitting = [title for title in found if subject_matches(title, kind)]
        if not fitting:
            raise InvalidCell(_("This title is not given to this kind of subject."))
        meant = [title for title in fitting if title in self.offered] or fitting
        if len(meant) > 1:
            names = ", ".join(sorted(title.name for title in meant))
            raise InvalidCell(_("Which title is meant: %(titles)s?") % {"titles": names})
        if meant[0] not in self.offered:
            raise InvalidCell(_("The campaign does not offer “%(title)s”.") % {"title": meant[0].name})
        return meant[0]
