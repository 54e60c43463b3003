"""Delivery: what happens to a page of a schedule once it is accepted."""
