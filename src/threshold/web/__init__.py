"""The call as a page: a server for one person on this computer, and the desk around it."""
