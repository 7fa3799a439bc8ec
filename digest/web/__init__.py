"""From parallel texts to the published site."""
