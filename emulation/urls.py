from django.urls import URLPattern

app_name = "emulation"
urlpatterns: list[URLPattern] = []
