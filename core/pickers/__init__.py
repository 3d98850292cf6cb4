"""Choosing one or several rows among many: a text box, a search on the server, the rows found."""
