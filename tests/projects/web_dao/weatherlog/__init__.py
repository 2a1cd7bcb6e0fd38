"""Readings of stations."""
