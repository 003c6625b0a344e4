"""From text to what the reports claim."""
