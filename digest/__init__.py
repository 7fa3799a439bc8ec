"""A static bilingual digest: scraped articles in, paired pages and a printable PDF out."""
