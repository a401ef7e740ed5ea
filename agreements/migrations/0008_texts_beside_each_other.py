"""Which version a text takes the place of, why two texts may differ, and what the check of the archive found."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import taskforce.fields


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0007_who_signed_a_file'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='authentictext',
            name='replaces',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='agreements.authentictext', verbose_name='takes the place of'),
        ),
        migrations.CreateModel(
            name='AcceptedDifference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(editable=False, max_length=64, verbose_name='hash')),
                ('reason', taskforce.fields.Line(max_length=500, verbose_name='reason')),
                ('at', models.DateTimeField(auto_now=True, verbose_name='when')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agreements.authentictext', verbose_name='text')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agreements.authentictext', verbose_name='other text')),
            ],
            options={
                'verbose_name': 'accepted difference between texts',
                'verbose_name_plural': 'accepted differences between texts',
                'ordering': ['one', 'other'],
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='difference_accepted_once')],
            },
        ),
        migrations.CreateModel(
            name='ArchiveFault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('act', 'File of an act'), ('text', 'File of a text'), ('articles', 'Articles of a signed text'), ('signed', 'Signed file')], max_length=8, verbose_name='kind')),
                ('row', models.BigIntegerField(verbose_name='number')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='file')),
                ('expected', models.CharField(max_length=64, verbose_name='SHA-256 at arrival')),
                ('found', models.CharField(blank=True, help_text='Empty: the file is not there.', max_length=64, verbose_name='SHA-256 now')),
                ('seen_at', models.DateTimeField(auto_now_add=True, verbose_name='found')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='faults', to='agreements.agreement', verbose_name='agreement')),
            ],
            options={
                'verbose_name': 'fault of the archive',
                'verbose_name_plural': 'faults of the archive',
                'ordering': ['seen_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'row'), name='archive_fault_once')],
            },
        ),
    ]
