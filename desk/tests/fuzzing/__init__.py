"""Broken input for every form and address of the portal: for desk/tests/test_fuzz.py and bench/fuzz.py.

``world`` makes a row of everything and a browser for each role, ``walk`` finds the pages and the forms on them,
``values`` and ``spoil`` break what a form would send, ``send`` sends it and says what was wrong with the answer.
"""
