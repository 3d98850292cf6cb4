"""Usual headings of each list, without tone marks."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.spreadsheets.headings import Column

# Fields whose values are days; stored rows and empty lists treat them alike.
DATE_FIELDS = frozenset(
    {
        *("birth_date", "since", "founded_on"),
        *("first_day", "last_day", "leave_from", "leave_to", "decided_on"),
        *("recognised_on", "applied_on"),
    }
)


def split_headings(text: str) -> tuple[str, ...]:
    return tuple(heading.strip() for heading in text.split(","))


def column(field: str, label: str | Promise, headings: str) -> Column:
    return Column(field, label, split_headings(headings))


PEOPLE = (
    column(
        "full_name",
        _("Full name"),
        "ho va ten, ho ten, ho ten doan vien, ho va ten doan vien, ten doan vien, ho va ten nguoi lao dong, "
        "ho va ten can bo, ho ten cbgv, ho ten cbgvnv, ho va ten cbgvnv, ho va ten cnvc, full name, name",
    ),
    column(
        "family_part",
        _("Family and middle name"),
        "ho, ho dem, ho va dem, ho va ten dem, ho lot, ho va chu dem, ho va ten lot, ho va ten ho, ho va ten ho dem, "
        "ho va ten ho va ten dem, ho va ten ho va dem, ho ten ho, ho ten ho dem",
    ),
    column(
        "middle_part", _("Middle name"), "dem, ten dem, chu dem, ten lot, chu lot, ho va ten ten dem, ho ten ten dem"
    ),
    column("given_part", _("Given name"), "ten, ho va ten ten, ho ten ten"),
    column(
        "birth_date",
        _("Birth date"),
        "ngay sinh, ngay thang nam sinh, nam sinh, ngay thang sinh, sinh ngay, ns, ngay nam sinh, birth date",
    ),
    column("birth_male", _("Birth date of men"), "ngay sinh nam, nam sinh nam, ngay thang nam sinh nam"),
    column("birth_female", _("Birth date of women"), "ngay sinh nu, nam sinh nu, ngay thang nam sinh nu"),
    column("gender", _("Gender"), "gioi tinh, gt, nam nu, phai, gender"),
    column("male_mark", _("x for men"), "nam, gioi tinh nam"),
    column("female_mark", _("x for women"), "nu, gioi tinh nu"),
    column(
        "member_number",
        _("Member number"),
        "ma doan vien, so the, so the doan vien, ma so doan vien, ma so, ma dv, so the dv, ma the, ma the doan vien, "
        "ma doan vien so the, member number",
    ),
    column(
        "position",
        _("Position"),
        "chuc vu, chuc danh, chuc vu cong tac, chuc vu chuc danh, cong viec, nhiem vu, vi tri viec lam, position",
    ),
    column(
        "team",
        _("Team"),
        "bo phan, to, phong ban, to chuyen mon, phong, to cong doan, bo phan cong tac, to phong ban, bo phan to, "
        "phong ban bo phan, bo phan phong ban, bo phan to phong ban, khoa phong, to san xuat, phan xuong, team",
    ),
    column(
        "since",
        _("Works here since"),
        "ngay vao lam, ngay vao don vi, ngay ve don vi, ngay tuyen dung, ngay vao truong, ngay vao cong ty, "
        "ngay vao co quan, ngay bat dau lam viec, ngay nhan viec, ngay ve truong",
    ),
    column("phone", _("Phone"), "dien thoai, so dien thoai, sdt, di dong, dt, phone"),
    column("is_leader", _("Leads the unit or a part of it"), "lanh dao, lanh dao quan ly, quan ly"),
    column(
        "is_direct_worker",
        _("Works directly in production"),
        "lao dong truc tiep, truc tiep, cong nhan truc tiep, ld truc tiep, truc tiep san xuat",
    ),
)
PEOPLE_IGNORED = split_headings(
    "stt, tt, so tt, so thu tu, ghi chu, dia chi, email, thu dien tu, cccd, so cccd, cmnd, so cmnd, cmnd cccd, "
    "trinh do, dan toc, ton giao, que quan, noi o, dang vien, ngay vao dang, ngay vao cong doan, ngay vao cd, "
    "ngay vao doan, ngay vao nganh, ky ten, ky nhan, don vi, noi dung can sua, what to mend"
)

NUMBERS = (
    column(
        "workers",
        _("Workers"),
        "tong so cnvcld, so cnvcld, cnvcld, tong so lao dong, so lao dong, tong so cnvc ld, tong so nguoi lao dong, "
        "lao dong, so nguoi lao dong, tong so cnvcld tong so, cnvcld tong so, so cnvcld tong so, workers",
    ),
    column(
        "women",
        _("Women among the workers"),
        "nu, so nu, lao dong nu, cnvcld nu, nu cnvcld, trong do nu, so lao dong nu, tong so cnvcld nu, so cnvcld nu, "
        "tong so cnvcld trong do nu, women",
    ),
    column(
        "members",
        _("Union members"),
        "doan vien, so doan vien, tong so doan vien, doan vien cong doan, so doan vien cong doan, doan vien tong so, "
        "tong so doan vien tong so, so doan vien tong so, members",
    ),
    column(
        "women_members",
        _("Women among the members"),
        "doan vien nu, nu doan vien, so doan vien nu, nu dv, dv nu, tong so doan vien nu, doan vien trong do nu, "
        "tong so doan vien trong do nu, women members",
    ),
)
UNIT = (
    column("code", _("Code"), "ma, ma cdcs, ma don vi, ma so, ma cong doan co so, code"),
    column(
        "name",
        _("Name of the unit"),
        "ten cdcs, ten don vi, ten cong doan co so, cdcs, cong doan co so, don vi, ten cong doan, "
        "ten co quan don vi, ten truong, ten doanh nghiep, ten nghiep doan, name",
    ),
)
UNITS = (
    *UNIT,
    column("kind", _("Kind"), "loai to chuc, loai to chuc cong doan, cdcs nghiep doan, kind"),
    column("sector", _("Sector"), "khoi, linh vuc, khoi thi dua nganh, ten khoi, sector"),
    column(
        "ownership",
        _("Ownership"),
        "loai hinh, loai hinh don vi, loai hinh doanh nghiep, hinh thuc so huu, so huu, loai hinh so huu, ownership",
    ),
    column("cluster", _("Cluster"), "cum, cum thi dua, cum so, cluster"),
    column("address", _("Address"), "dia chi, dia chi tru so, tru so, address"),
    column("founded_on", _("Founded on"), "ngay thanh lap, ngay thanh lap cdcs, thanh lap ngay, ngay tl, founded on"),
    column(
        "since",
        _("Belongs to the union since"),
        "ngay truc thuoc, truc thuoc tu ngay, ngay ve cong doan cap tren, ngay tiep nhan, since",
    ),
    *NUMBERS,
)
HEADCOUNTS = (*UNIT, *NUMBERS)
UNITS_IGNORED = split_headings(
    "stt, tt, so tt, so thu tu, ghi chu, dien thoai, email, chu tich, chu tich cdcs, ho ten chu tich, nguoi lien he, "
    "ma so thue, ty le, ty le doan vien, noi dung can sua, what to mend"
)

UNIONS = (
    column("code", _("Code"), "ma, ma cong doan, ma so, ky hieu don vi, code"),
    column(
        "union_name",
        _("Name of the union"),
        "ten cong doan, ten, ten don vi, cong doan, don vi, ten cong doan cap tren, ten cong doan xa phuong, name",
    ),
    column("level", _("Level"), "cap, cap cong doan, loai hinh, level"),
    column("founded_on", _("Founded on"), "ngay thanh lap, thanh lap ngay, ngay quyet dinh, founded on"),
    column("symbol", _("Symbol of its papers"), "ky hieu van ban, ky hieu, symbol"),
    column("place", _("Place name before the date"), "dia danh, dia danh ghi tren van ban, noi ban hanh, place"),
    column("level_word", _("Word for the level"), "tu chi cap, ten cap, word for the level"),
    column("upper_line", _("First header line"), "co quan chu quan, dong tren, ten cap tren, first header line"),
)
UNIONS_IGNORED = split_headings(
    "stt, tt, so tt, so thu tu, ghi chu, dia chi, dien thoai, chu tich, so cdcs, so doan vien"
)
