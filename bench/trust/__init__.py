"""What the program promises, tried in one run: what is killed, filled up, denied, poisoned or fuzzed.

    python -m bench.trust [--quick] [--moments N] [--seconds N] [--seed N]

prints a table in Markdown, whose column of failures should hold nothing but 0.
"""
