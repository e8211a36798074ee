"""The archive copy: everything that a register holds as plain files, and an empty register made of them."""
