"""Ministry staff's pages about accounts and groups; sessions.admin adds what an organiser may do at a session."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin_filters import EndFilter, UnusedFilter
from accounts.forms import PasswordForm, UserAddForm, UserChangeForm
from accounts.models import User
from accounts.saved_filters import SavedFilterPages
from accounts.sign_in_admin import RemovesSecondFactor
from taskforce.admin import PortalMixin

RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")


@admin.register(User)
class UserAdmin(RemovesSecondFactor, SavedFilterPages, PortalMixin, DjangoUserAdmin):
    """Accounts. Nobody but a superuser gives rights or touches a superuser's account."""

    form = UserChangeForm
    add_form = UserAddForm
    add_form_template = "admin/change_form.html"
    change_password_form = PasswordForm
    change_user_password_template = "admin/accounts/user/change_password.html"
    list_display = ("email", "full_name", "is_staff", "is_active", "expires_on", "last_login")
    list_filter = (UnusedFilter, EndFilter, "is_staff", "is_superuser", "is_active", "groups", "language")
    search_fields = ("email", "full_name")
    search_folded = True
    ordering = ("email",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (_("Person"), {"fields": ("full_name", "language")}),
        (_("Rights"), {"fields": ("is_active", "expires_on", *RIGHTS)}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("email", "full_name", "language", "password1", "password2"),
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        own = super().get_readonly_fields(request, obj)
        return tuple(own) if request.user.is_superuser else (*own, *RIGHTS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # what an account did stays its own: untick "active"


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(PortalMixin, DjangoGroupAdmin):
    """Groups of permissions."""
