"""What can go wrong in a way that a person can act on. Anything else is a bug and is left to fly."""

from enum import StrEnum


class ErrorCode(StrEnum):
    """The closed set of expected troubles; `server/errors.py` maps each to one HTTP status."""

    NOT_FOUND = "not_found"
    INVALID = "invalid"
    FORBIDDEN = "forbidden"
    CONFLICT = "conflict"
    UNAVAILABLE = "unavailable"
    NO_ROOM = "no_room"
    """The disk is full: nothing can be added, everything can be read."""
    TOO_MANY = "too_many"


class MockroundError(Exception):
    """Expected trouble: a sentence for a person and what to do next."""

    def __init__(self, code: ErrorCode, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.code = code
        self.message = message
        self.remedy = remedy


def not_found(message: str, remedy: str) -> MockroundError:
    return MockroundError(ErrorCode.NOT_FOUND, message, remedy)


def invalid(message: str, remedy: str) -> MockroundError:
    return MockroundError(ErrorCode.INVALID, message, remedy)


def conflict(message: str, remedy: str) -> MockroundError:
    return MockroundError(ErrorCode.CONFLICT, message, remedy)


def unavailable(message: str, remedy: str) -> MockroundError:
    return MockroundError(ErrorCode.UNAVAILABLE, message, remedy)


def no_room(message: str, remedy: str) -> MockroundError:
    return MockroundError(ErrorCode.NO_ROOM, message, remedy)
