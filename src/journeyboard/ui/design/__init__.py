"""The Design page's parts: the desk with its undo list, the form of a node, its fields, and the tool bar."""
