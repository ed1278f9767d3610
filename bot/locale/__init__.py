"""The words around a quote, one module a language. The quote itself is never translated."""
