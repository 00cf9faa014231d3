"""The site map: every page's router, in one list. The fixed addresses stand before those with an id."""

from mockround.server.pages import (
    api_docs,
    boards,
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
    speaking,
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
    boards.router,
    grade.router,
    models.router,
    speaking.router,
    settings.router,
    api_docs.router,
)
