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
CREDITED: tuple[float, ...] = (-2.046, 0.916, 1.472, 1.736, 1.956, 0.931, 0.661, 0.75, -0.007, 1.039)
MET: tuple[float, ...] = (-4.071, 0.564, 2.032, 0.823, 1.537, 0.976, 2.08, 0.829, -0.041, 0.449)
CREDITED_AT, MET_AT = 0.45, 0.81
