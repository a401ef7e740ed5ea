"""Addresses of the app, in the order of the menu."""

app_name = "tables"
urlpatterns = []
