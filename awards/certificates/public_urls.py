from django.urls import path

from awards.certificates import public_views

urlpatterns = [
    path("verify/", public_views.verify_entry, name="verify-entry"),
    path("verify/<str:code>/", public_views.verify, name="verify"),
    path("honours/<slug:union>/", public_views.honours, name="honours"),
]
