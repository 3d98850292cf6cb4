"""How lists write what is chosen of a few."""

from collections.abc import Iterable, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from core.text import search_key
from unions.imports import cell_readers
from unions.imports.cell_readers import InvalidCell
from unions.imports.importers.base import CellReader
from unions.units.choices import GrassrootsKind, Ownership, SectorKind
from unions.units.models import Sector

OWNERSHIPS = {
    "co quan nha nuoc": Ownership.STATE_BODY,
    "hanh chinh": Ownership.STATE_BODY,
    "don vi su nghiep": Ownership.PUBLIC_SERVICE,
    "don vi su nghiep cong lap": Ownership.PUBLIC_SERVICE,
    "su nghiep cong lap": Ownership.PUBLIC_SERVICE,
    "cong lap": Ownership.PUBLIC_SERVICE,
    "doanh nghiep nha nuoc": Ownership.STATE_ENTERPRISE,
    "dn nha nuoc": Ownership.STATE_ENTERPRISE,
    "dnnn": Ownership.STATE_ENTERPRISE,
    "doanh nghiep ngoai nha nuoc": Ownership.PRIVATE,
    "dn ngoai nha nuoc": Ownership.PRIVATE,
    "ngoai nha nuoc": Ownership.PRIVATE,
    "tu nhan": Ownership.PRIVATE,
    "ngoai cong lap": Ownership.PRIVATE,
    "tu thuc": Ownership.PRIVATE,
    "tnhh": Ownership.PRIVATE,
    "co phan": Ownership.PRIVATE,
    "fdi": Ownership.FOREIGN,
    "dn fdi": Ownership.FOREIGN,
    "doanh nghiep fdi": Ownership.FOREIGN,
    "co von dau tu nuoc ngoai": Ownership.FOREIGN,
    "doanh nghiep co von dau tu nuoc ngoai": Ownership.FOREIGN,
}
KINDS = {
    "cdcs": GrassrootsKind.UNION,
    "cong doan co so": GrassrootsKind.UNION,
    "ndcs": GrassrootsKind.GUILD,
    "nghiep doan": GrassrootsKind.GUILD,
    "nghiep doan co so": GrassrootsKind.GUILD,
}
SECTORS = {
    "sxkd": SectorKind.PRODUCTION,
    "san xuat kinh doanh": SectorKind.PRODUCTION,
    "gd": SectorKind.EDUCATION,
    "giao duc": SectorKind.EDUCATION,
    "hcsn": SectorKind.ADMINISTRATIVE,
    "hanh chinh su nghiep": SectorKind.ADMINISTRATIVE,
}


def choice_reader(spellings: Mapping[str, str], choices: type[TextChoices]) -> CellReader:
    """`spellings` maps search keys to values; labels are read too."""

    def read(text: str) -> str:
        key = search_key(cell_readers.clean_text(text))
        by_label = {search_key(str(label)): value for value, label in choices.choices}
        if value := by_label.get(key) or spellings.get(key):
            return str(value)
        allowed = ", ".join(str(label) for label in choices.labels)
        raise InvalidCell(_("Please write one of these: %(kinds)s.") % {"kinds": allowed})

    return read


def sectors_by_name(sectors: Iterable[Sector]) -> dict[str, Sector]:
    by_name: dict[str, Sector] = {}
    for sector in sectors:
        spellings = [text for text, kind in SECTORS.items() if kind == sector.kind]
        for text in (*spellings, sector.code, sector.name, str(SectorKind(sector.kind).label)):
            by_name[sector_key(text)] = sector
    return by_name


def sector_key(text: str) -> str:
    return search_key(text).removeprefix("khoi ")
