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
    "unclaimed",
    "negations",
)
CREDITED: tuple[float, ...] = (-3.988, 2.389, 1.166, 1.768, 1.396, -0.285, 1.558, 1.117, 0.066, 1.13, -2.107, 0.612)
MET: tuple[float, ...] = (-5.94, 2.448, 1.637, 0.74, 1.622, 0.094, 2.601, 1.16, 0.496, 0.276, -1.421, 0.102)
CREDITED_AT, MET_AT = 0.41, 0.65
