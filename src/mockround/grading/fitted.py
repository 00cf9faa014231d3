"""Written by `python -m bench.fit`; do not edit. Bias first, then a weight for each of NAMES."""

NAMES = (
    "words",
    "slots",
    "likeness",
    "likeness apart",
    "words apart",
    "contrast",
    "words x slots",
    "elsewhere",
    "asked",
)
CREDITED: tuple[float, ...] = (-1.777, 1.166, 1.465, 1.975, 2.343, 1.207, 0.024, 0.879, 0.041, 0.786)
MET: tuple[float, ...] = (-3.714, 1.178, 2.222, 0.673, 1.657, 1.1, 1.085, 1.062, 0.25, 0.277)
CREDITED_AT, MET_AT = 0.47, 0.74
