"""What the figures and the live figures share: style, axes, labels, checks of numbers."""
