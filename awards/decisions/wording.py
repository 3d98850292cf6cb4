"""Wording of decisions and certificates (handbook 5.2, 5.3, 5.6), always Vietnamese and frozen at the signature."""

from datetime import date

from core.text import count_in_prose, is_balanced, long_date, quoted
from emulation.law.choices import CertificateKind, SubjectKind
from unions.people.choices import Gender
from unions.tree.rules import body_in_words
from unions.units.choices import GrassrootsKind

DECISION_SYMBOL = "QĐ"
PERSON_HONORIFICS = {Gender.FEMALE.value: "Bà", Gender.MALE.value: "Ông"}
EITHER_HONORIFIC = "Ông/Bà"
KIND_HONORIFICS = {
    SubjectKind.COLLECTIVE.value: "Tập thể",
    SubjectKind.GRASSROOTS.value: "Tập thể",
    SubjectKind.WORK.value: "Sáng kiến",
}
UNIT_WORDS = {GrassrootsKind.UNION.value: "Công đoàn cơ sở", GrassrootsKind.GUILD.value: "Nghiệp đoàn cơ sở"}
ALREADY_NAMED = ("công đoàn", "nghiệp đoàn", "cđcs", "nđcs")
FORM_NAMES = {
    CertificateKind.MERIT_CERTIFICATE.value: "GIẤY KHEN",
    CertificateKind.MERIT_DIPLOMA.value: "BẰNG KHEN",
    CertificateKind.DIPLOMA.value: "BẰNG CHỨNG NHẬN",
    CertificateKind.CERTIFICATE.value: "GIẤY CHỨNG NHẬN",
}
GROUND_WORDS = ("Căn cứ", "Theo", "Xét", "Thực hiện")
LAST_GROUND = "Theo đề nghị của bộ phận phụ trách công tác thi đua, khen thưởng."
FORMS = ("Giấy", "Bằng", "Cờ", "Kỷ niệm chương")  # of commendation; other names are titles
LISTS = ("TẬP THỂ", "CÁ NHÂN", "CÔNG TRÌNH, SÁNG KIẾN")


def person_honorific(gender: str) -> str:
    """The gender is never guessed from the name."""
    return PERSON_HONORIFICS.get(gender, EITHER_HONORIFIC)


def unit_on_paper(name: str, kind: str) -> str:
    """The kind stands first: `Công đoàn cơ sở Trường …`."""
    return name if name.lower().startswith(ALREADY_NAMED) else f"{UNIT_WORDS[kind]} {name}"


def printed_symbol(number: int, symbol: str) -> str:
    """`05/QĐ-LĐLĐ`: nobody can add a digit before the zero."""
    return f"{number:02d}/{DECISION_SYMBOL}-{symbol}"


def council_ground(held_on: date) -> str:
    return f"Căn cứ Biên bản họp Hội đồng Thi đua - Khen thưởng {long_date(held_on)};"


def named_ground(basis: str) -> str:
    """The basis becomes a line of the grounds."""
    words = basis.rstrip(" .;")
    return f"{words if words.startswith(GROUND_WORDS) else f'Căn cứ {words}'};"


def recipient_counts(collectives: int, persons: int, works: int) -> str:
    """`08 tập thể và 33 cá nhân`; zeros are left out."""
    parts = ((collectives, "tập thể"), (persons, "cá nhân"), (works, "công trình, sáng kiến"))
    counts = [f"{count_in_prose(count)} {word}" for count, word in parts if count]
    return " và ".join([", ".join(counts[:-1]), counts[-1]]) if len(counts) > 1 else "".join(counts)


def articles(awards: str, counts: str, *, with_money: bool) -> list[str]:
    """Unnumbered; reward money has its own article."""
    awarding = f"{awards} cho {counts} (có danh sách kèm theo)."
    money = "Tiền thưởng kèm theo thực hiện theo quy định hiện hành, chi từ nguồn tài chính công đoàn."
    force = (
        "Quyết định này có hiệu lực kể từ ngày ký. Văn phòng, các ban, các công đoàn cơ sở và các tập thể, cá nhân "
        "có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./."
    )
    return [awarding, money, force] if with_money else [awarding, force]


def awarding(printed_names: list[str]) -> str:
    """`Tặng Giấy khen …, danh hiệu “…”`."""
    awards = [name if name.startswith(FORMS) else f"danh hiệu {_quoted_title(name)}" for name in printed_names]
    return f"Tặng {', '.join(awards)}"


def _quoted_title(name: str) -> str:
    """The level stands behind the quotes: `“Công nhân giỏi” cấp …`."""
    title, level, its_name = name.partition(" cấp ")
    if not is_balanced(title):  # the name has its own marks around the level
        return quoted(name)
    return f"{quoted(title)}{level}{its_name}"


def recipients(last_article: int) -> list[str]:
    return [f"Như Điều {last_article}", "LĐLĐ TP (để b/c)", "Lưu: VT, CS"]


def annex_title(lists: list[str]) -> str:
    return f"DANH SÁCH {', '.join(lists)} ĐƯỢC KHEN THƯỞNG"


def annex_note(symbol: str, day: date, body: str, union_name: str) -> str:
    symbol = f"……{symbol}" if symbol.startswith("/") else symbol  # signed, not yet numbered
    return f"(Kèm theo Quyết định số {symbol} {long_date(day)} của {body_in_words(body, union_name)})"


def last_line(counts: str) -> str:
    return f"Danh sách này có {counts}."
