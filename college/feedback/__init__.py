"""From questions to decisions: themes without names, the product manager's board, and the way back to those who asked."""
