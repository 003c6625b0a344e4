"""From raw bytes to trustworthy text."""
