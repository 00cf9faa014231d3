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
CREDITED: tuple[float, ...] = (-2.089, 0.849, 1.575, 2.014, 2.305, 1.001, 0.51, 0.75, -0.078, 1.096)
MET: tuple[float, ...] = (-3.879, 0.624, 2.292, 0.879, 1.865, 1.04, 1.536, 0.883, -0.131, 0.428)
CREDITED_AT, MET_AT = 0.48, 0.81
