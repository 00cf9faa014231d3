"""A board as text, as a drawing, as files of others: everything that is read into it or printed from it."""
