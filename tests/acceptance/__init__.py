"""The installed command, run as a user runs it, and what it wrote, opened with other people's libraries."""
