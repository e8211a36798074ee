"""Half-sent forms on many connections to this machine, and whether others are answered meanwhile. Run by hand."""

import socket
import sys
import time
import urllib.request
from urllib.parse import urlsplit

HEAD = b"POST /sv/missing/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
BODY = b"Content-Length: 60000\r\n\r\na"


def main(url: str, number: str, *options: str) -> None:
    place = urlsplit(url)
    assert place.hostname in {"127.0.0.1", "::1", "localhost"}, "only this machine is asked"
    sent = HEAD if "--heads" in options else HEAD + BODY
    slow = []
    for _ in range(int(number)):
        slow.append(socket.create_connection((place.hostname, place.port), timeout=30))
        slow[-1].sendall(sent)
    for _ in range(5):
        began = time.monotonic()
        with urllib.request.urlopen(f"{url}/healthz", timeout=60) as answer:
            print(f"{len(slow)} slow connections: /healthz {answer.status} after {time.monotonic() - began:.3f} s")
        time.sleep(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
