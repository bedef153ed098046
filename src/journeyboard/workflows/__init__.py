"""What a page and a command both do, one module an undertaking."""
