"""An account's page, with what the person may do at the desk of each session (accounts knows nothing of sessions)."""

from django.contrib import admin

from accounts.admin import UserAdmin
from accounts.models import User
from sessions.models import Assignment
from taskforce.admin import InlineMixin


class AssignmentInline(InlineMixin, admin.TabularInline):
    model = Assignment
    autocomplete_fields = ("user", "session")


admin.site.unregister(User)


@admin.register(User)
class UserWithAssignmentsAdmin(UserAdmin):
    inlines = (AssignmentInline,)

    def get_inlines(self, request, obj=None):
        return self.inlines if obj else ()  # a new account is only made; what it may do is said on its page
