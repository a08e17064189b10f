#!/bin/sh
# Makes the secrets of a deployment, each once: a file that is there stays as it is.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
random() { head -c 36 /dev/urandom | base64 | tr -d '\n' | tr '+/' '-_'; }
keep() { [ -s "secrets/$1" ] || printf '%s' "$2" >"secrets/$1"; }
for name in secret_key pepper postgres_password owner_password app_password sealer_password backup_password; do
    keep "$name" "$(random)"
done
keep database_url "postgres://motorblok_app:$(cat secrets/app_password)@postgres:5432/motorblok"
keep database_owner_url "postgres://motorblok_owner:$(cat secrets/owner_password)@postgres:5432/motorblok"
keep database_backup_url "postgres://motorblok_backup:$(cat secrets/backup_password)@postgres:5432/motorblok"
# Base backups are made by ours, the log is kept by PostgreSQL's login, and ours removes what is old of it.
backups=${MOTORBLOK_BACKUPS:-backups}
mkdir -p "$backups/base" "$backups/wal"
# In the containers they are read by ours (login 10001) and by PostgreSQL's (login 999 of its image).
if [ "$(id -u)" = 0 ]; then
    chmod 711 secrets
    chown 10001 secrets/secret_key secrets/pepper secrets/database_*
    chown 999 secrets/*_password
    chown 10001:10001 "$backups" "$backups/base"
    chown 999:10001 "$backups/wal"
    chmod 711 "$backups"
    chmod 2770 "$backups/wal"
else
    echo "You are not root: let login 10001 read secret_key, pepper and database_* and write $backups, and login 999 read *_password and write $backups/wal."
fi
echo "The secrets are in $(pwd)/secrets. Keep a copy elsewhere: without the pepper no API key works any more."
