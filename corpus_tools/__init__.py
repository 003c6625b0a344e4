"""Load, repair, count and cite scraped Chinese government reports."""
