import re
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from core.text import comparison_key, search_key, tidy
from unions.imports.cell_readers import InvalidCell, NotedValue, check_length, check_text, lost_letters

# Frequent family names. They only help to tell a form of address, or a second person, from a name.
_FAMILY_NAMES = (
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trịnh đoàn lâm mai đào hà cao lương "
    "lưu tạ thái châu tô tăng quách phùng kiều từ trương la lại khổng nghiêm vương bạch chu chử cù cung doãn diệp "
    "đàm đồng điền giang giáp hầu hứa khúc kim liêu lô lục lữ mạc mạch ngụy nhâm nhữ ninh nông phí phó quản tiêu tôn "
    "tống thạch thẩm thân thi thiều thôi tòng trà trang triệu tưởng ung văn viên vi lò lường cà quàng bế ma mông sầm "
    "vàng giàng sùng thào phàn bàn đèo cầm lưỡng âu cấn danh kha khương"
)
FAMILY_NAMES = frozenset(_FAMILY_NAMES.split())
NAME_PARTS = ("family_part", "middle_part", "given_part")
PLAIN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,5}")
MOST_LETTERS = 100
NUMBER = re.compile(r"\(?\d{1,4}\s*[.):/\-]\s*|\d{1,4}\s+")
BULLET = re.compile(r"[-–—•*+·]+\s*")
END = re.compile(r"[\s*.,;:]+$")
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
DASH = re.compile(r"\s[-–—]+\s")
SEVERAL = re.compile(r"[,;/&+|]|\svà\s", re.IGNORECASE)
FORM_OF_ADDRESS = re.compile(r"(?:ông|bà|anh|chị|cô|thầy)[\s.:]+", re.IGNORECASE)
TITLE = re.compile(
    r"(?:đồng chí|đ\s?/\s?c|đ\.c|đc"
    r"|(?:pgs|gs|tskh|ts|ths|th\.s|bsck[i12]*|bs|ks|cn|ds|ls|ngưt|ngnd|nsưt|nsnd)(?=[.\s]))[\s.:]*",
    re.IGNORECASE,
)
MARKUP = re.compile("[<>=@#]")
OTHER_SIGN = re.compile(r"[^\s'’ʼ`\-](?<![^\W\d_])(?<![\u0300-\u036f])")
NO_NAMES = {"x", "xx", "xxx", "v", "khuyet", "trong", "ho va ten", "ho ten", "ten"}
OFFICES = re.compile(
    r"(?:t/?m|k/?t|tuq|tl)\b.*|(?:ban chap hanh|ban thuong vu|nguoi lap|thu truong|xac nhan|noi nhan|cong doan)\b.*"
    r"|(?:pho )?(?:chu tich|giam doc|hieu truong|truong phong)(?: .*)?|(?:tong )?cong|tong (?:so|cong)\b.*"
)


class FoundName(NamedTuple):
    text: str
    left_out: tuple[str, ...] = ()

    def without_beginning(self, pattern: re.Pattern[str]) -> "FoundName":
        match = pattern.match(self.text)
        if match is None or match.end() == len(self.text):
            return self
        return FoundName(self.text[match.end() :].strip(), (*self.left_out, match[0].strip()))

    def without(self, pattern: re.Pattern[str]) -> "FoundName":
        if not pattern.search(self.text):
            return self
        left_out = [match.strip() for match in pattern.findall(self.text)]
        return FoundName(tidy(pattern.sub(" ", self.text)), (*self.left_out, *filter(None, left_out)))


def whole_name(text: str) -> str | NotedValue:
    found = _found(text)
    words = found.text.split()
    if len(words) > 1 and search_key(words[-1]) == "thi":
        raise InvalidCell(_("The given name is missing. Perhaps it stands in another column."))
    notes = _notes(found)
    if len(words) == 1:
        notes.append(_("One word only: please check that this is the whole name."))
    return NotedValue(found.text, notes) if notes else found.text


def part_of_name(text: str) -> str | NotedValue:
    found = _found(text)
    return NotedValue(found.text, _notes(found)) if found.left_out else found.text


def joined_name(values: dict[str, Any]) -> str:
    """Take the name's columns from `values`; raise InvalidCell for half a name."""
    whole = str(values.pop("full_name", ""))
    parts = {name: str(values.pop(name)) for name in NAME_PARTS if name in values}
    if whole and parts:
        return _with_given_name(whole, " ".join(parts.values()))
    if parts and "given_part" not in parts:
        raise InvalidCell(_("The given name is missing. Perhaps it stands in another column."))
    if parts and "family_part" not in parts:
        raise InvalidCell(_("The family name is missing. Perhaps it stands in another column."))
    if not whole and not parts:
        raise InvalidCell(_("The name is missing."))
    name = whole or " ".join(parts.values())
    check_length(name, MOST_LETTERS)
    return name


def _with_given_name(whole: str, given: str) -> str:
    """Some lists repeat the given name for the alphabetical order."""
    if f" {comparison_key(whole)}".endswith(f" {comparison_key(given)}"):
        return whole
    raise InvalidCell(
        _("It is not clear whether “%(given)s” belongs to the name “%(name)s”. Please write the whole name here.")
        % {"given": given, "name": whole}
    )


def _notes(found: FoundName) -> list[str]:
    return [_("“%(text)s” is left out of the name.") % {"text": text} for text in found.left_out]


def _found(text: str) -> FoundName:
    check_text(text)
    if _is_plain(text):
        return FoundName(tidy(text))
    found = FoundName(_one_line(text))
    for pattern in (NUMBER, BULLET):
        found = found.without_beginning(pattern)
    found = _without_remark(found.without(BRACKETS))
    found = _without_titles(found).without(END)
    _check_is_name(found.text)
    return found


def _is_plain(text: str) -> bool:
    return (
        bool(PLAIN.fullmatch(text)) and _begins_like_a_name(text) and not (TITLE.match(text) or SEVERAL.search(text))
    )


def _one_line(text: str) -> str:
    """A name may take two lines; two names may not share a cell."""
    first, *others = [line for line in map(tidy, text.splitlines()) if line]
    if any(_begins_like_a_name(line) for line in others):
        raise _two_people()
    return " ".join([first, *others])


def _begins_like_a_name(text: str) -> bool:
    words = text.lower().split()
    return len(words) > 1 and words[0] in FAMILY_NAMES


def _without_remark(found: FoundName) -> FoundName:
    """A spaced dash begins a remark or a second person."""
    name, *remarks = DASH.split(found.text)
    if any(_begins_like_a_name(remark) for remark in remarks):
        raise _two_people()
    return FoundName(name, (*found.left_out, *remarks))


def _without_titles(found: FoundName) -> FoundName:
    while (shorter := found.without_beginning(TITLE)) != found:
        found = shorter
    shorter = found.without_beginning(FORM_OF_ADDRESS)
    if shorter == found or _begins_like_a_name(shorter.text):
        return shorter
    word = found.text.split()[0]
    if search_key(word) in ("ong", "anh"):  # a family name and a given name too
        return found
    raise InvalidCell(_("Is “%(word)s” a form of address? Please write the name alone.") % {"word": word})


def _check_is_name(name: str) -> None:
    if not any(char.isalpha() for char in name) or len(name) == 1 or search_key(name) in NO_NAMES:
        raise InvalidCell(_("This is not a name."))
    _check_signs(name)
    if OFFICES.fullmatch(search_key(name)):
        raise InvalidCell(_("This is not the name of a person."))


def _check_signs(name: str) -> None:
    if any(char.isdigit() for char in name):
        raise InvalidCell(_("A name has no digits. Perhaps the columns have shifted."))
    if sign := MARKUP.search(name):
        raise _foreign_sign(sign[0])
    if SEVERAL.search(name):
        raise _two_people()
    if "." in name:
        raise InvalidCell(_("The name is abbreviated. Please write it in full."))
    if "?" in name:
        raise lost_letters()
    if sign := OTHER_SIGN.search(name):
        raise _foreign_sign(sign[0])


def _foreign_sign(sign: str) -> InvalidCell:
    return InvalidCell(_("“%(sign)s” does not belong in a name.") % {"sign": sign})


def _two_people() -> InvalidCell:
    return InvalidCell(_("This may be two people, or a name with a remark. Please write one name in each row."))
