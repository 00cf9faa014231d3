"""The shape of catalog/data-classes.yaml and catalog/stores.yaml: which PACELC choices can be defended."""

from typing import Annotated, Literal

from pydantic import Field

from mockround.content.authored import Authored, Line, Slug


class Pacelc(Authored):
    """On a partition A or C, else L or C."""

    partition: Literal["A", "C"]
    otherwise: Annotated[Literal["L", "C"], Field(alias="else")]
    code: Line
    """Both in short, as in `PC/EC`."""


class OppositeChoices(Authored):
    """The cost of choosing the other way in each branch."""

    opposite_partition_choice: Line
    opposite_else_choice: Line


class DataClass(Authored):
    """A class of data with the PACELC choices that can be defended for it."""

    id: Slug
    title: Line
    examples: Line
    called: tuple[Line, ...] = ()
    """What a candidate calls it; the title's and examples' words where left out. One written in the plural is heard in
    the plural or after an article ('likes', 'a like'), since its singular means something else."""
    pacelc: Pacelc
    accepted_codes: tuple[Annotated[str, Field(pattern=r"^P[AC]/E[LC]$")], ...]
    """Every choice that can be defended; the default is one of them."""
    reason: Line
    anomaly: Line
    """What a user would see if it went wrong."""
    mechanism: Line
    what_makes_it_wrong: OppositeChoices
    defensible_alternative: Line | None
    """The condition under which another choice is right too."""
    fitting_stores: tuple[Slug, ...]
    """Ids from catalog/stores.yaml."""


class DataClassTable(Authored):
    """The classes of data that differ in what consistency they need."""

    pacelc_rules: tuple[Line, ...] = ()
    data_classes: tuple[DataClass, ...]


class StoreKind(Authored):
    """A real store and its PACELC behaviour by configuration."""

    id: Slug
    title: Line
    pacelc: Line
    watch_for: Line


class StoreTable(Authored):
    """The stores that candidates name."""

    stores: tuple[StoreKind, ...]
