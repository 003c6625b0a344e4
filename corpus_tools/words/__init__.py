"""From text to counts and comparisons."""
