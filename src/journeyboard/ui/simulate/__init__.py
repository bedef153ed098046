"""The views of the Simulate page; `views` lists them, each module has one `draw`."""
