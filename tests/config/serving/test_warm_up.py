"""The first visitor after a deploy does not wait for what could be done before."""

import pytest
from django.urls import clear_url_caches, get_resolver

from motorblok.config.serving.warming import warm_up


@pytest.mark.parametrize("urls", ["motorblok.config.urls_console", "motorblok.config.urls_portal"])
def test_the_views_of_both_hosts_are_there_before_the_first_request(urls: str) -> None:
    clear_url_caches()

    warm_up()

    assert get_resolver(urls)._populated
