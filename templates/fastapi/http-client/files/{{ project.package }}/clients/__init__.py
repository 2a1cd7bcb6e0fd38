"""The APIs of others, each behind a class."""
