#!/bin/sh
# Makes the four logins and the database, when PostgreSQL starts on an empty volume.
set -eu
secret() { cat "/run/secrets/$1_password"; }
psql --no-psqlrc --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
    --set owner="$(secret owner)" --set app="$(secret app)" --set sealer="$(secret sealer)" \
    --set backup="$(secret backup)" <<'SQL'
create role motorblok_owner login password :'owner';
create role motorblok_app login password :'app';
create role motorblok_sealer login password :'sealer';
create role motorblok_backup login replication password :'backup';
create database motorblok owner motorblok_owner;
revoke connect on database motorblok from public;
grant connect on database motorblok to motorblok_app, motorblok_sealer;
SQL
# Who may connect to databases may not copy the server yet.
echo "host replication motorblok_backup all scram-sha-256" >>"$PGDATA/pg_hba.conf"
