"""What the desk adds to the administration: the acts on accounts, which touch every app."""

from django.contrib import admin

from accounts.models import User
from desk.account_admin import UserWithActsAdmin

admin.site.unregister(User)
admin.site.register(User, UserWithActsAdmin)
