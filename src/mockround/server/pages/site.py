"""The site map: every page's router, in one list. The fixed addresses stand before those with an id."""

from mockround.server.pages import (
    api_docs,
    choosing,
    grade,
    history,
    home,
    imports,
    models,
    paths,
    practice,
    problems,
    rounds,
    settings,
    sheets,
    topics,
)

routers = (
    home.router,
    paths.router,
    practice.router,
    sheets.router,
    topics.router,
    problems.router,
    choosing.router,
    history.router,
    imports.router,
    rounds.router,
    grade.router,
    models.router,
    settings.router,
    api_docs.router,
)
