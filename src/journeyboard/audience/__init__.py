"""Customers: generated or read, who they are at the start, and the audiences they belong to."""
