from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from accounts.urls import account_urlpatterns

handler400 = "core.views.lost.bad_request"
handler404 = "core.views.lost.not_found"
handler500 = "core.views.lost.server_error"

urlpatterns = [
    path("", include("core.urls")),
    path("", include(account_urlpatterns)),
    path("", include("accounts.urls")),
    path("", include("unions.urls")),
    path("", include("restructuring.urls")),
    path("", include("emulation.urls")),
    path("", include("awards.urls")),
    path("", include("awards.certificates.public_urls")),
    path("", include("reports.urls")),
    path("language/setlang/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
]
