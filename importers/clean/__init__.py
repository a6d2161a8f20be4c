"""Make clean offers from drafts: one small rule per kind of value, shared by all importers."""
