"""What teaches: all of the course that is not the core math.

`lesson` prints, `plots` draws, `explore` draws live, `exercises` asks, `checking` looks at the
answers. None of it is imported with `linreg_helpers`, because matplotlib takes its time.
"""
