"""Benches of single parts, run by hand and in the gate."""
