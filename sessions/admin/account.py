"""An account's page, with what the person may do at the desk of each session (accounts knows nothing of sessions)."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin import UserAdmin
from accounts.models import User
from sessions.admin.keeping import RefusingPages
from sessions.models import Assignment
from sessions.roles import keeping_organisers, lock_sessions
from taskforce.admin import InlineMixin, PortalForm


class AssignmentInline(InlineMixin, admin.TabularInline):
    model = Assignment
    autocomplete_fields = ("user", "session")
    show_change_link = True  # there a moderator's tables are named


admin.site.unregister(User)


@admin.register(User)
class UserWithAssignmentsAdmin(RefusingPages, UserAdmin):
    inlines = (AssignmentInline,)

    def get_inlines(self, request, obj=None):
        return self.inlines if obj else ()  # a new account is only made; what it may do is said on its page

    def save_model(self, request: HttpRequest, obj: User, form: PortalForm, change: bool) -> None:
        lock_sessions(sessions_of(obj))  # before the account, as every act on roles does
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: PortalForm, formsets: list, change: bool) -> None:
        """Save the roles; an account may be switched off in any case, its roles are kept to the rule."""
        with keeping_organisers(sessions_of(form.instance)):
            super().save_related(request, form, formsets, change)


def sessions_of(user: User) -> list[int]:
    """Return the sessions at which an account has a role."""
    return list(Assignment.objects.filter(user=user).order_by().values_list("session", flat=True)) if user.pk else []
