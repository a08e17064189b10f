from datetime import timedelta

import pytest

from motorblok.exchange.idempotency import KEPT_FOR, Answer, Asked, forget, once
from motorblok.exchange.models import Answered
from motorblok.kernel.ids import new_id
from tests.cast import MONDAY

pytestmark = pytest.mark.usefixtures("public")


def test_an_old_answer_is_forgotten_and_a_fresh_one_is_kept():
    client_id = new_id()
    for key in ("old", "fresh"):
        once(Asked(client_id, "key:1", key, b"same"), lambda: Answer(201, {}))
    Answered.objects.filter(key="old").update(at=MONDAY - KEPT_FOR - timedelta(seconds=1))
    Answered.objects.filter(key="fresh").update(at=MONDAY - KEPT_FOR + timedelta(seconds=1))

    assert forget(at=MONDAY) == 1
    assert Answered.objects.get().key == "fresh"
