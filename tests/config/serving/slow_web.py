"""A web of which each request takes a while: it writes down what it begins. The server loads it as it loads the product."""

import os
import time
from pathlib import Path
from typing import Any

import django
from django.http import HttpResponse

django.setup()

from motorblok.config.serving.gate import Gate  # noqa: E402  it needs the settings

BEGUN = "SLOW_WEB_BEGUN"
SECONDS = 0.15


def work(environ: dict[str, Any], start_response: Any) -> HttpResponse:
    """Answer after a while."""
    with Path(os.environ[BEGUN]).open("a") as begun:
        begun.write(f"{environ['PATH_INFO']}\n")
    time.sleep(SECONDS)
    response = HttpResponse(f"done {environ['PATH_INFO']}")
    start_response("200 OK", list(response.items()))
    return response


application = Gate(work, at_work=1, waiting=64, patience=20)  # type: ignore[arg-type]  # it stands in for Django
