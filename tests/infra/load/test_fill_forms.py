"""A form is filled in as a browser sends it."""

from infra.load.forms import Forms

PAGE = """
<form action="/out/"><input type="hidden" name="token" value="one"><button name="go" value="1">Go</button></form>
<form action="/new/" method="post"><input type="hidden" name="token" value="two">
<input type="radio" name="line" value="finance"><input type="radio" name="priority" value="normal" checked>
<select name="zone"><option value="a">A</option><option value="b" selected>B</option></select>
<input name="title" maxlength="200"><textarea name="text">
said &amp; done</textarea><input type="submit" name="send" value="x"></form><input name="outside" value="1">
"""


def test_what_is_hidden_typed_chosen_and_ticked_is_sent_and_no_button() -> None:
    fields = Forms(PAGE).to("/new/")

    assert fields == {"token": "two", "priority": "normal", "zone": "b", "title": "", "text": "said & done"}


def test_the_form_is_found_by_where_it_is_sent() -> None:
    assert Forms(PAGE).to("/out/") == {"token": "one"}
    assert Forms(PAGE).to("/elsewhere/") is None
