"""The comparison keys of the organisations that were there before there were any."""

from collections import defaultdict

from django.db import migrations

from participants.matching import keys_of

BATCH = 500


def fill(apps, schema_editor):
    """A batch of organisations at a time, by primary key, so that memory stays bounded."""
    Organisation = apps.get_model("participants", "Organisation")
    last = 0
    while True:
        rows = list(Organisation.objects.filter(pk__gt=last).order_by("pk")[:BATCH])
        if not rows:
            return
        last = rows[-1].pk
        fill_batch(apps, rows)


def fill_batch(apps, organisations):
    MatchKey, Registration, Delegate = (
        apps.get_model("participants", name) for name in ("MatchKey", "Registration", "Delegate")
    )
    pks = [organisation.pk for organisation in organisations]
    emails = defaultdict(set)
    contacts = Registration.objects.filter(organisation__in=pks).values_list("organisation", "contact_email")
    delegates = Delegate.objects.filter(registration__organisation__in=pks)
    for rows in (contacts, delegates.values_list("registration__organisation", "email")):
        for pk, email in rows:
            emails[pk].add(email)
    MatchKey.objects.bulk_create(
        [
            MatchKey(organisation=organisation, kind=kind, value=value)
            for organisation in organisations
            for kind, value in sorted(keys_of(organisation, emails[organisation.pk]))
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("participants", "0003_moderation")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
