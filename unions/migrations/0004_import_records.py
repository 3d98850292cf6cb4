import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def ask_columns_again(apps, schema_editor):
    # Rows checked before this migration have no values to write: naming the columns checks them anew.
    apps.get_model("unions", "SheetRow").objects.filter(sheet__finished_at=None).delete()
    unfinished = apps.get_model("unions", "SheetImport").objects.filter(state__in=["checking", "ready", "importing"])
    unfinished.update(state="columns", job=None)


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_initial'),
        ('unions', '0003_revisions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=100)),
                ('object_id', models.BigIntegerField()),
                ('before', models.JSONField(null=True)),
                ('fingerprint', models.CharField(max_length=32)),
            ],
            options={
                'verbose_name': 'record of an import',
                'verbose_name_plural': 'records of imports',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='sheetrow',
            name='is_overtaken',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='sheetrow',
            name='is_taken_back',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='sheetrow',
            name='name',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='sheetrow',
            name='notes',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='sheetrow',
            name='target_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='sheetrow',
            name='values',
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name='sheetimport',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, verbose_name='uploaded on'),
        ),
        migrations.AlterField(
            model_name='sheetimport',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='imported by'),
        ),
        migrations.AlterField(
            model_name='sheetimport',
            name='state',
            field=models.CharField(choices=[('columns', 'Columns to be named'), ('checking', 'Being checked'), ('ready', 'Checked, nothing imported yet'), ('importing', 'Being imported'), ('done', 'Imported'), ('taken_back', 'Taken back')], default='columns', max_length=10, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='sheetrow',
            name='cells',
            field=models.JSONField(default=list),
        ),
        migrations.AddConstraint(
            model_name='sheetimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('state__in', ('done', 'taken_back'))), models.Q(models.Q(('state__in', ('done', 'taken_back')), _negated=True), ('finished_at__isnull', True)), _connector='OR'), name='unions_import_finished_iff_written'),
        ),
        migrations.RunPython(ask_columns_again, migrations.RunPython.noop),
        migrations.AddField(
            model_name='importedrecord',
            name='row',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='records', to='unions.sheetrow'),
        ),
        migrations.AddField(
            model_name='importedrecord',
            name='sheet',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='records', to='unions.sheetimport'),
        ),
        migrations.AddIndex(
            model_name='importedrecord',
            index=models.Index(fields=['sheet', 'model'], name='unions_record_of_import'),
        ),
    ]
