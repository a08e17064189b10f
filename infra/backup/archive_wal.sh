#!/bin/sh
# PostgreSQL's archive_command: keeps one finished piece of the write-ahead log, whole and on the disk or not at all.
# archive_wal.sh PATH NAME FOLDER; any exit code but 0 lets the server keep the piece and try again.
set -eu
umask 027
path=$1 name=$2 folder=$3
kept=$folder/$name.gz draft=$folder/.$name.draft
fail() { echo "archive_wal: $*" >&2; exit 1; }
[ -d "$folder" ] || fail "there is no folder $folder"
# A server that was killed between our success and its own note of it asks again.
if [ -e "$kept" ]; then
    gzip -dc "$kept" | cmp -s - "$path" || fail "$kept is there, with something else in it: does another server archive there?"
    sync "$kept" "$folder"
    exit 0
fi
trap 'rm -f "$draft"' EXIT
gzip -1nc "$path" >"$draft"
sync "$draft"
# Unlike a rename, a link takes nobody else's place.
ln "$draft" "$kept"
sync "$folder"
