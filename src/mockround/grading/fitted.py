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
CREDITED: tuple[float, ...] = (-2.247, 0.878, 1.694, 2.137, 2.123, 1.069, 0.669, 0.771, -0.098, 1.091)
MET: tuple[float, ...] = (-3.839, 1.004, 2.124, 0.801, 1.723, 1.11, 1.435, 0.987, 0.019, 0.497)
CREDITED_AT, MET_AT = 0.45, 0.79
