"""The Consent page: How people join the list, choose what they get, and leave."""
