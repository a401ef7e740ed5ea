"""The closed lists of projects and acts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProjectKind(models.TextChoices):
    PARTNER = "partner", _("Search for a partner")
    TRADE = "trade", _("Trade and supply")
    TECHNOLOGY = "technology", _("Transfer of technology")
    RESEARCH = "research", _("Research and training")
    JOINT_VENTURE = "joint_venture", _("Joint venture")
    INVESTMENT = "investment", _("Direct investment")


class Review(models.TextChoices):
    """What staff and the table's moderators say of a project that was proposed."""

    PROPOSED = "proposed", pgettext_lazy("project", "Proposed")
    ASKED = "asked", pgettext_lazy("project", "Clarification asked")
    ACCEPTED = "accepted", pgettext_lazy("project", "Accepted")
    DECLINED = "declined", pgettext_lazy("project", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("project", "Withdrawn")


class Stage(models.TextChoices):
    """How far a project has come, across sessions."""

    PROPOSED = "proposed", pgettext_lazy("stage", "Proposed")
    PRESENTED = "presented", pgettext_lazy("stage", "Presented")
    CONTACTS = "contacts", pgettext_lazy("stage", "First contacts")
    TALKS = "talks", pgettext_lazy("stage", "Talks")
    MOU = "mou", pgettext_lazy("stage", "MoU or agreement signed")
    RUNNING = "running", pgettext_lazy("stage", "Running")
    CLOSED = "closed", pgettext_lazy("stage", "Closed")


class Outcome(models.TextChoices):
    REALISED = "realised", pgettext_lazy("project", "Realised")
    ABANDONED = "abandoned", pgettext_lazy("project", "Abandoned")


class InterestState(models.TextChoices):
    SENT = "sent", pgettext_lazy("interest", "Sent")
    ACCEPTED = "accepted", pgettext_lazy("interest", "Taken up")
    DECLINED = "declined", pgettext_lazy("interest", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("interest", "Withdrawn")


class ContactRole(models.TextChoices):
    PROPOSER = "proposer", _("Proposer")
    COUNTERPART = "counterpart", _("Counterpart")


class NewsSource(models.TextChoices):
    STAFF = "staff", _("Staff")
    CONTACT = "contact", _("A contact of the project")
    TABLE = "table", _("Minutes of the table")


class ActKind(models.TextChoices):
    PROTOCOL = "protocol", _("Protocol")
    AGREEMENT = "agreement", _("Agreement")
    MOU = "mou", _("Memorandum of understanding")
    UNDERSTANDING = "understanding", _("Understanding")


class ActStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")


class Renewal(models.TextChoices):
    NONE = "none", _("Not renewed")
    TACIT = "tacit", _("Renewed unless a party objects")
    EXPRESS = "express", _("Renewed where the parties agree")


class LinkKind(models.TextChoices):
    FOLLOWS = "follows", pgettext_lazy("act", "follows")
    AMENDS = "amends", pgettext_lazy("act", "amends")
    ENDS = "ends", pgettext_lazy("act", "ends")


class PartyKind(models.TextChoices):
    ORGANISATION = "organisation", _("Organisation")
    REGION = "region", _("Region")
    MINISTRY = "ministry", _("Ministry")
    OTHER = "other", pgettext_lazy("party", "Other")


class TextLanguage(models.TextChoices):
    IT = "it", _("Italian")
    RU = "ru", _("Russian")
    EN = "en", _("English")


class Authority(models.TextChoices):
    AUTHENTIC = "authentic", _("Authentic")
    TRANSLATION = "translation", _("Translation")


class TextState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("text of an act", "Draft")
    FINAL = "final", pgettext_lazy("text of an act", "Ready to be signed")
    SIGNED = "signed", pgettext_lazy("text of an act", "Signed")


class SignatureKind(models.TextChoices):
    PADES = "pades", _("Signed PDF (PAdES)")
    CADES = "cades", _("Signed envelope (CAdES, .p7m)")
    PAPER = "paper", _("Scan of the signed paper")


class Verdict(models.TextChoices):
    """What the check of a signed file found, of its least good signature."""

    UNCHANGED = "unchanged", _("Unchanged since signing")
    CHANGED = "changed", _("Changed after signing")
    BROKEN = "broken", _("The signature does not match the content")
    PARTIAL = "partial", _("The signature covers only a part of the file")
    UNSIGNED = "unsigned", _("Not signed")
    UNREADABLE = "unreadable", _("Cannot be read")
    PAPER = "paper", _("Signed on paper")


class CheckState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("check of a signature", "Waiting to be checked")
    RUNNING = "running", pgettext_lazy("check of a signature", "Being checked")
    DONE = "done", pgettext_lazy("check of a signature", "Checked")
    FAILED = "failed", pgettext_lazy("check of a signature", "The check failed")


class CommitmentState(models.TextChoices):
    OPEN = "open", pgettext_lazy("commitment", "Open")
    UNDER_WAY = "under_way", pgettext_lazy("commitment", "Under way")
    DONE = "done", pgettext_lazy("commitment", "Done")
    DROPPED = "dropped", pgettext_lazy("commitment", "No longer pursued")


# The states in which a project stands on lists, papers and in the catalogue.
STANDING = (Review.ACCEPTED,)
TO_REVIEW = (Review.PROPOSED,)
OWED = (CommitmentState.OPEN, CommitmentState.UNDER_WAY)
