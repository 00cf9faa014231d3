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
CREDITED: tuple[float, ...] = (-2.172, 0.842, 1.516, 1.954, 2.218, 1.083, 0.681, 0.731, -0.076, 1.075)
MET: tuple[float, ...] = (-3.796, 0.979, 1.987, 0.734, 1.802, 1.199, 1.439, 0.947, 0.142, 0.507)
CREDITED_AT, MET_AT = 0.42, 0.79
