from django.apps import apps

from core.frozen.records import exists
from core.frozen.triggers import Freeze


def one_document(label: str) -> Freeze:
    """Return a trigger that refuses a second stored document of a record of the model."""
    app, model = label.lower().split(".")
    documents = apps.get_model("core.StoredDocument")._meta.db_table
    kinds = apps.get_model("contenttypes.ContentType")._meta.db_table
    earlier = exists(
        f"{documents} AS earlier, {kinds} AS kind",
        "earlier.content_type_id = NEW.content_type_id",
        "earlier.object_id = NEW.object_id",
        f"kind.id = NEW.content_type_id AND kind.app_label = '{app}' AND kind.model = '{model}'",
    )
    return Freeze(f"{app}_{model}_one_document", documents, "INSERT", earlier)
