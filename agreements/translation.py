"""The texts of this app that exist in Italian, Russian and English."""

from modeltranslation.translator import TranslationOptions, register

from agreements import models

REGISTERED = {"is_public": True, "status": models.Agreement.Status.SIGNED}  # what the public register shows


@register(models.Project)
class ProjectTranslation(TranslationOptions):
    fields = ("title", "proposer", "summary", "counterpart")
    to_session = "session"
    where = {"review": "accepted"}


@register(models.Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("title", "sector", "place", "subject")
    to_session = "session"
    where = REGISTERED


@register(models.Party)
class PartyTranslation(TranslationOptions):
    fields = ("name",)
    to_session = "agreement__session"
    where = {f"agreement__{name}": value for name, value in REGISTERED.items()}


@register(models.Signatory)
class SignatoryTranslation(TranslationOptions):
    fields = ("name", "capacity")
    to_session = "agreement__session"
    where = {f"agreement__{name}": value for name, value in REGISTERED.items()}


@register(models.Commitment)
class CommitmentTranslation(TranslationOptions):
    fields = ("text",)
    to_session = "agreement__session"
    where = {"is_public": True, **{f"agreement__{name}": value for name, value in REGISTERED.items()}}
