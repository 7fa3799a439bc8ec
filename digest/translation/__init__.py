"""From an article to its parallel text: sentences, memory, engines, checks."""
