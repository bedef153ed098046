"""What the browser sees: the shell around the pages, a session's state, and the parts pages are drawn from."""
