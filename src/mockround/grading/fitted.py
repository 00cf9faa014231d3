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
CREDITED: tuple[float, ...] = (-1.661, 1.395, 1.648, 1.682, 2.315, 1.28, -0.2, 0.866, 0.034, 0.718)
MET: tuple[float, ...] = (-3.715, 1.697, 2.137, 0.529, 1.68, 0.744, 0.862, 1.061, 0.326, 0.27)
CREDITED_AT, MET_AT = 0.47, 0.71
