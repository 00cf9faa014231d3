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
CREDITED: tuple[float, ...] = (-2.032, 0.965, 1.615, 1.866, 2.127, 1.061, 0.448, 0.885, -0.066, 0.931)
MET: tuple[float, ...] = (-3.778, 1.125, 2.241, 0.694, 1.568, 1.143, 1.206, 1.108, 0.173, 0.421)
CREDITED_AT, MET_AT = 0.46, 0.77
