"""The administration as an installed app: Django's own, with the portal's site in place of the default one."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "taskforce.admin_site.PortalAdminSite"
