"""A form with a token acts once: the same again gets the answer of then, other words are refused, and may be sent anew."""

import pytest
from django import forms

from motorblok.exchange.sending import FormWasSent, OnceForm
from motorblok.kernel.errors import Invalid
from motorblok.kernel.ids import new_id
from tests import cast

pytestmark = pytest.mark.usefixtures("public")
CLIENT = new_id()


class WordForm(OnceForm):
    called = {"said": "word"}

    word = forms.CharField()


def sent(**filled):
    form = WordForm({"token": str(new_id()), "word": "one", **filled})
    assert form.is_valid()
    return form


def test_the_same_form_sent_twice_acts_once_and_answers_alike():
    form, done = sent(), []

    def act():
        done.append(1)
        return {"done": len(done)}

    answers = [form.act_once(CLIENT, cast.OLGA, content="one", act=act) for _ in range(2)]

    assert done == [1]
    assert [answer.body for answer in answers] == [{"done": 1}, {"done": 1}]


def test_other_words_under_the_same_token_are_refused_and_may_be_sent_anew():
    form = sent()
    form.act_once(CLIENT, cast.OLGA, content="one", act=dict)
    token = form["token"].value()

    with pytest.raises(FormWasSent):
        form.act_once(CLIENT, cast.OLGA, content="two", act=dict)

    assert form["token"].value() not in {"", token}
    assert form["word"].value() == "one"


def test_two_people_may_send_the_same_token():
    form, done = sent(), []

    for actor in (cast.OLGA, cast.RITA):
        form.act_once(CLIENT, actor, content="one", act=lambda: done.append(1) or {})

    assert done == [1, 1]


def test_a_refusal_stands_beside_its_field_also_where_the_verb_calls_it_otherwise():
    form = sent()

    form.tell(Invalid("Say something else.", field="said"))
    form.tell(Invalid("This is about nothing here.", field="other"))

    assert form.errors == {"word": ["Say something else."]}
