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
CREDITED: tuple[float, ...] = (-2.151, 1.726, 1.433, 1.818, 2.08, 1.043, 0.272, 0.908, -0.018, 0.704)
MET: tuple[float, ...] = (-4.516, 2.209, 1.695, 0.869, 1.516, 0.653, 1.394, 1.283, 0.347, 0.139)
CREDITED_AT, MET_AT = 0.52, 0.67
