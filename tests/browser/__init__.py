"""The responsibility map in a real browser."""
