from django.contrib import admin
from django.urls import include, path

from unions.urls import doors

urlpatterns = [
    path("", include("core.urls")),
    path("", include(doors)),
    path("", include("unions.urls")),
    path("", include("emulation.urls")),
    path("", include("awards.urls")),
    path("", include("awards.urls.public")),
    path("", include("reports.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
]
