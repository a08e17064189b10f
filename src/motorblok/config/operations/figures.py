"""What every process of the web counts of the requests it answers; Prometheus' own words for it are in the names."""

from prometheus_client import Counter, Histogram

from motorblok.config.operations.situation import Work

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)

REQUESTS = Counter(
    "motorblok_requests",
    "Requests that were answered, by door, method, view and class of status.",
    ["door", "method", "view", "status"],
)
REQUEST_SECONDS = Histogram(
    "motorblok_request_seconds",
    "Seconds until the answer to a request began, by door and view.",
    ["door", "view"],
    buckets=SECONDS,
)

REFUSED = Counter(
    "motorblok_requests_refused",
    "Requests that were not begun: everything was taken (full), or they had waited for too long (slow).",
    ["reason"],
)


def count(work: Work, *, method: str, status: int) -> None:
    """Count one request. Every label has a bounded number of values: no address, client or id is among them."""
    door, view = work.door or "none", work.view or "none"
    known = method if method in METHODS else "other"
    REQUESTS.labels(door, known, view, f"{status // 100}xx").inc()
    REQUEST_SECONDS.labels(door, view).observe(work.seconds)
