"""The index on disk: immutable generations, each made of parts."""
