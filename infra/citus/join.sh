#!/bin/sh
# Joins running servers to one cluster, as a superuser on all of them; safe to repeat.
#   PGUSER=postgres infra/citus/join.sh COORDINATOR:PORT WORKER:PORT...
# The passwords are the files of SECRETS (infra/secrets), the database is DATABASE (motorblok).
set -eu
database=${DATABASE:-motorblok}
secrets=${SECRETS:-$(dirname "$0")/../secrets}
coordinator=$1
shift

on() {
    node=$1
    shift
    psql --no-psqlrc --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 --set database="$database" \
        --host "${node%:*}" --port "${node##*:}" "$@"
}

for node in "$coordinator" "$@"; do
    for role in owner app sealer; do
        on "$node" --dbname postgres --set role="motorblok_$role" --set password="$(cat "$secrets/${role}_password")" <<'SQL'
select format('create role %I login', :'role') where to_regrole(:'role') is null \gexec
alter role :"role" password :'password';
SQL
    done
    on "$node" --dbname postgres <<'SQL'
select format('create database %I owner motorblok_owner', :'database')
where not exists (select from pg_database where datname = :'database') \gexec
revoke connect on database :"database" from public;
grant connect on database :"database" to motorblok_app, motorblok_sealer;
SQL
    on "$node" --dbname "$database" --command "create extension if not exists citus"
done

on "$coordinator" --dbname "$database" --set host="${coordinator%:*}" --set port="${coordinator##*:}" <<'SQL'
select citus_set_coordinator_host(:'host', :port);
SQL
for node in "$@"; do
    on "$coordinator" --dbname "$database" --set host="${node%:*}" --set port="${node##*:}" <<'SQL'
select citus_add_node(:'host', :port) where not exists (
    select from pg_dist_node where nodename = :'host' and nodeport = :port
);
SQL
done
on "$coordinator" --dbname "$database" --command "select nodename, nodeport, shouldhaveshards from pg_dist_node order by nodeid"
