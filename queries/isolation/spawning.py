"""The process of one query where nothing forks: `python -m maillage.queries.isolation.spawning`.

It takes the source and the request on stdin, gives the body on stdout, and says how it ended on stderr.
"""

import json
import os
import sys
import threading
from typing import Any

from ...errors import MaillageError
from .child import answer, opened
from .outcomes import line, told


def main() -> None:
    """Open the source, answer, and end; the time begins once the source is open."""
    whole: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    request = whole["request"]
    try:
        evaluate = opened(whole["source"])
    except MaillageError as error:
        os.write(2, line({"error": told(error)}))
        return
    late = threading.Timer(request["limits"]["seconds"], _end)
    late.daemon = True
    late.start()
    answer(evaluate, request, os.dup(1), os.dup(2))


def _end() -> None:
    os.write(2, line({"ended": None}))
    os._exit(1)


if __name__ == "__main__":
    main()
