"""From tables to figures for papers."""
