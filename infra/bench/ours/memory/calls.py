"""What the process is asked for: of every client its page, a task's page and the list that its own machine reads."""

from infra.bench.loads import Call, Page, dumped
from infra.bench.ours.calls import browser, clients, host, key_of, task
from motorblok.kernel import schema
from tenants.models import Client


def of_client(client: Client, signed_in: dict[str, str]) -> Page:
    """Three pages, which between them read most tables of a client."""
    listed = {"Authorization": f"Bearer {key_of(client)}"}
    return (
        Call(f"/clients/{client.slug}/", host(None), headers=signed_in),
        task(signed_in, [client])[0][0],
        Call("/api/v1/tasks/", host(client), headers=listed),
    )


if __name__ == "__main__":
    with schema.entered(schema.PUBLIC):
        signed = browser()
        print(dumped({"all": [of_client(client, signed) for client in clients()]}))
