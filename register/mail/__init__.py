"""E-mails to those who work with the register: an outbox, what is put into it, and how it is sent."""
