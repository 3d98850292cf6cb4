from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.certificates.selectors import certificate_by_code, public_facts
from awards.decisions.selectors import honoured_in, honoured_years
from core.public import public_page
from core.text import plain_number
from unions.tree.models import Union

PAGE_SIZE = 60
MAX_CODE_LENGTH = 60


@public_page
@require_safe
def verify_entry(request: HttpRequest) -> HttpResponse:
    code = request.GET.get("code", "").strip()[:MAX_CODE_LENGTH].replace("/", "")
    return redirect("verify", code=code) if code else render(request, "awards/verify.html", {"asked": ""})


@public_page
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    certificate = certificate_by_code(code) if len(code) <= MAX_CODE_LENGTH else None
    context = {"asked": code, "facts": public_facts(certificate) if certificate else None}
    return render(request, "awards/verify.html", context, status=200 if certificate else 404)


@public_page
@require_safe
def honours(request: HttpRequest, union: str) -> HttpResponse:
    federation = Union.objects.filter(code=union).first()
    if federation is None:
        raise Http404(_("There is nothing at this address."))
    years = honoured_years(federation)
    year = _chosen_year(request.GET.get("year", ""), years)
    page = Paginator(honoured_in(federation, year or 0), PAGE_SIZE).get_page(request.GET.get("page"))
    cards = [{"award": award, "title": award.title_name} for award in page]
    context = {"union": federation, "years": years, "year": year, "page": page, "cards": cards}
    return render(request, "awards/honours.html", context)


def _chosen_year(requested: str, years: list[int]) -> int | None:
    year = plain_number(requested)
    return year if year in years else next(iter(years), None)
