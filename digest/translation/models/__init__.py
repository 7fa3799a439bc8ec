"""Translation models on this machine: which there are, where they come from, and that they stay the same."""
