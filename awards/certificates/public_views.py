"""What anybody may read: whether a certificate is real, and whom a federation honoured."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from awards.certificates.selectors import certificate_by_code, public_facts
from awards.decisions.selectors import honoured_in, honoured_years, printed_title
from unions.tree.models import Union

ON_A_PAGE = 60
LONGEST_CODE = 60


@login_not_required
@require_safe
def verify_entry(request: HttpRequest) -> HttpResponse:
    """Ask for the code printed below the QR square."""
    code = request.GET.get("code", "").strip()[:LONGEST_CODE].replace("/", "")
    return redirect("verify", code=code) if code else render(request, "awards/verify.html", {"asked": ""})


@login_not_required
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a certificate with this code was issued, and if so for whom, for what and by which decision."""
    found = certificate_by_code(code) if len(code) <= LONGEST_CODE else None
    context = {"asked": code, "facts": public_facts(found) if found else None}
    return render(request, "awards/verify.html", context, status=200 if found else 404)


@login_not_required
@require_safe
def honours(request: HttpRequest, union: str) -> HttpResponse:
    """Show the board of honour of a union: name, unit and award of issued decisions, a year at a time."""
    federation = Union.objects.filter(code=union).first()
    if federation is None:
        raise Http404(_("There is nothing at this address."))
    years = honoured_years(federation)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else next(iter(years), None)
    page = Paginator(honoured_in(federation, year or 0), ON_A_PAGE).get_page(request.GET.get("page"))
    cards = [{"award": award, "title": printed_title(award)} for award in page]
    context = {"union": federation, "years": years, "year": year, "page": page, "cards": cards}
    return render(request, "awards/honours.html", context)
