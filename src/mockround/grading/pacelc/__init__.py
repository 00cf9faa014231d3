"""What a candidate chooses for each class of data: on a partition A or C, else L or C. Start at matrix.py."""
