"""Briefings for other programs and for people at a desk: over HTTP, over MCP, and as pages in a browser."""
