"""Published entries as records that programs read: what each field is called, holds and means, and what has changed."""
