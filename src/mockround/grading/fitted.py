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
CREDITED: tuple[float, ...] = (-2.149, 1.001, 1.79, 2.035, 2.117, 1.175, 0.481, 0.793, -0.149, 0.99)
MET: tuple[float, ...] = (-3.76, 1.104, 2.205, 0.704, 1.672, 1.141, 1.237, 1.022, 0.153, 0.484)
CREDITED_AT, MET_AT = 0.45, 0.78
