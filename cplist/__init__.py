"""From one YAML profile to a bank's or an insurer's responsibility system and checklist."""

__version__ = "0.1.0"
