"""Two apps of others under the portal's names: Django's administration with a site of ours, and the outbox of mails."""

from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _
from post_office.apps import PostOfficeConfig


class PortalAdminConfig(AdminConfig):
    default_site = "taskforce.admin_site.PortalAdminSite"


class OutboxConfig(PostOfficeConfig):
    verbose_name = _("Outbox")
