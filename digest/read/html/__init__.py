"""A web page as HTML: its bytes as a tree, the article's text in it, and what it says of itself.

`page` parses, `body` finds the text, `facts` reads the metadata. Nothing here uses the network.
"""
