from accounts.users.forms import OwnSecretForm, own_email_field, own_phone_field


class ContactForm(OwnSecretForm):
    """How an account is reached; whoever changes it could take the account over, hence the password."""

    phone = own_phone_field()
    email = own_email_field()
    field_order = ["phone", "email", "password"]
