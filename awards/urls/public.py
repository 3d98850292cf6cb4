"""What anybody may read without signing in."""

from django.urls import path

from awards.views import public

urlpatterns = [
    path("verify/", public.verify_entry, name="verify-entry"),
    path("verify/<str:code>/", public.verify, name="verify"),
    path("honours/<slug:union>/", public.honours, name="honours"),
]
