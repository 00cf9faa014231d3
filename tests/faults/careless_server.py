"""The program as somebody would have it who calls every error a success. A check must see through it."""

from http import HTTPStatus

from mockround.cli.main import main
from mockround.errors import ErrorCode
from mockround.server import errors

if __name__ == "__main__":
    errors.STATUS |= dict.fromkeys(ErrorCode, HTTPStatus.ACCEPTED)
    main()
