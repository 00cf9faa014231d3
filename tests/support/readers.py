"""A program that opens streams and reads nothing of them: it is started to be stopped by a signal."""

import sys

from tests.support.sockets import asked


def main() -> None:
    url, path, count = sys.argv[1:]
    held = [asked(url, path) for _ in range(int(count))]
    sys.stdout.write(f"{len(held)}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
