"""Comparisons on the same dice: two designs (`compare`), many seeds (`replicates`), other assumptions (`sensitivity`)."""
