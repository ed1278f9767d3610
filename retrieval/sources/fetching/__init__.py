"""Fetching pages, feeds and sitemaps from the web, politely and safely."""
