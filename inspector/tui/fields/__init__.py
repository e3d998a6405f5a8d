"""The screen of the fields: every field that was ever seen, its values, and who accepts them."""
