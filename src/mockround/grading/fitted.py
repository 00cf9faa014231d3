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
CREDITED: tuple[float, ...] = (-2.947, 2.122, 1.34, 2.07, 1.851, 0.378, 0.845, 1.205, -0.112, 0.911)
MET: tuple[float, ...] = (-5.447, 2.266, 1.731, 0.781, 1.639, 0.455, 2.305, 1.234, 0.241, 0.197)
CREDITED_AT, MET_AT = 0.52, 0.7
