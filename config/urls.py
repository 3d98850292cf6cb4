from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from core.middleware import public
from unions.urls import doors

handler404 = "core.views.lost.not_found"

urlpatterns = [
    path("", include("core.urls")),
    path("", include(doors)),
    path("", include("unions.urls")),
    path("", include("emulation.urls")),
    path("", include("awards.urls")),
    path("", include("awards.urls.public")),
    path("", include("reports.urls")),
    path("language/setlang/", public(set_language), name="set_language"),
    path("admin/", admin.site.urls),
]
