from tests import cast, world


def test_an_agent_does_not_learn_whom_else_its_colleagues_work_for(acme):
    sam = cast.browser(cast.sam(acme))
    otto = cast.staff("Otto Elsewhere", "otto@motorblok.test", "agent")
    cast.accounts.assign_to_client(otto.id, client=world.client("globex"), actor=cast.SYSTEM, at=cast.MONDAY)

    page = sam.get("/people/").content.decode()

    assert "Otto Elsewhere" in page
    assert "Globex" not in page
    assert "Other clients" in page
    assert "Globex" in cast.browser(cast.olga()).get("/people/").content.decode()
