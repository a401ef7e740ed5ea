"""The texts of this app that exist in Italian, Russian and English."""

from modeltranslation.translator import TranslationOptions, register

from participants import models


@register(models.PrivacyNotice)
class PrivacyNoticeTranslation(TranslationOptions):
    fields = ("text",)


@register(models.Question)
class QuestionTranslation(TranslationOptions):
    fields = ("label", "hint")
    to_session = "session"


@register(models.QuestionChoice)
class QuestionChoiceTranslation(TranslationOptions):
    fields = ("label",)
    to_session = "question__session"


@register(models.MailText)
class MailTextTranslation(TranslationOptions):
    fields = ("subject", "body")
    # A language left empty keeps the portal's own words in that language: never another language's.
    fallback_languages = {"default": ()}


@register(models.Reminder)
class ReminderTranslation(TranslationOptions):
    fields = ("subject", "body")
    to_session = "session"
    own_page = True  # which knows the placeholders that may stand there, and what has begun to go out
