"""Where the content and the built web files lie: the checkout if there is one, else inside the wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _checkout() -> Path | None:
    root = _PACKAGE.parent.parent
    return root if (root / "rubrics").is_dir() and (root / "pyproject.toml").is_file() else None


def content_dir() -> Path:
    """The folder that holds rubrics/, problems/, paths/, catalog/ and prompts/."""
    return _checkout() or _PACKAGE / "_data"


def templates_dir() -> Path:
    return (_checkout() or _PACKAGE / "_data") / "web" / "templates"


def built_web_dir() -> Path:
    """The folder with Vite's output and its manifest; made by the wheel's build hook, never committed."""
    return _PACKAGE / "_web"
