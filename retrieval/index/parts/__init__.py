"""What a generation is made of; each part writes, opens and searches its own files."""
