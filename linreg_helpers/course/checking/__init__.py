"""The engine behind the exercises: it calls an answer, compares it, and says what was found."""
