"""What a new client schema is given after its tables: functions of the client, run inside its schema."""

STEPS = [
    "motorblok.work.provisioning.begin_series",
]
