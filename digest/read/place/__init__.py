"""Finds where the article lies on a page of pasted text, by models learnt on real pages."""
