"""Learns the lines of pasted pages: from a folder of saved HTML pages to digest/data/lines.json.

`python -m tools.learn_lines FOLDER` renders each page to the text that a browser copies (`render`), marks its
lines by what the page says of itself (`label`), trains the models and writes their weights (`train`).
"""
