"""What a signed file says of itself: a program of its own reads it, and the portal tells what that found in words.

``checker`` is the program, ``envelope``, ``signed_pdf`` and ``certificate`` are its parts: they import nothing else of
the portal, and no Django. ``jobs`` starts it for a row of SignedFile, and ``words`` says what its codes mean.
"""
