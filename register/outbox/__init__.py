"""E-mails that wait to be sent: how one is written, and whether its reader wants it. They leave by mail.sending."""
