"""The shape of catalog/components.yaml and catalog/ambiguous-products.yaml: by what names candidates build."""

from typing import Annotated

from pydantic import Field

from mockround.content.authored import Authored, Line, Slug


class FailureMode(Authored):
    """One way a component fails, how it shows, what helps, and who is hit."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+\.[a-z0-9-]+$")]
    """The component's id, a dot, and a name of its own."""
    failure: Line
    detection: Line
    mitigation: Line
    blast_radius: Line


class Component(Authored):
    """A component class with the words and products by which candidates name it."""

    id: Slug
    title: Line
    group: Line
    role: Line
    synonyms: tuple[Line, ...]
    products: tuple[Line, ...]
    failure_modes: tuple[FailureMode, ...]

    @property
    def name(self) -> str:
        """The title without what it says in brackets."""
        return self.title.split(" (")[0]


class ComponentTable(Authored):
    """The components that candidates build with, and how they fail."""

    about: Line | None = None
    matching_rules: tuple[Line, ...] = ()
    components: tuple[Component, ...]


class AmbiguousProduct(Authored):
    """A product that plays several roles, and how its use settles which."""

    product: Line
    may_be: tuple[Slug, ...]
    """Ids of components."""
    decide_by: Line


class AmbiguousProductTable(Authored):
    """The products that play several roles."""

    products: tuple[AmbiguousProduct, ...]
