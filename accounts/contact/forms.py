from accounts.users.forms import ConfirmPasswordForm, own_email_field, own_phone_field


class ContactForm(ConfirmPasswordForm):
    # Asks for the password, because whoever changes the address could take the account over.
    phone = own_phone_field()
    email = own_email_field()
    field_order = ["phone", "email", "password"]
