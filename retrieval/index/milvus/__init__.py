"""Milvus as a store: one collection holds the passages of an index, and any number of machines search it."""
