#!/usr/bin/env bash
# Builds the image on Debian without a Docker engine: buildah, and a base of Debian's own packages under the usual base's name.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
name=${1:-motorblok:local}
base=docker.io/library/python:3.11-slim-bookworm
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot

packages=(buildah debootstrap)
if ! dpkg -s "${packages[@]}" >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${packages[@]}" >/dev/null
fi

make_base() {
    local folder container
    folder=$(mktemp -d /var/tmp/motorblok-base.XXXXXX)
    trap 'rm -rf "$folder"' RETURN
    debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates bookworm "$folder" >/dev/null
    rm -rf "$folder"/var/cache/apt/archives/*.deb "$folder"/var/lib/apt/lists/*
    container=$(buildah from scratch)
    cp -a "$folder/." "$(buildah mount "$container")"
    buildah commit -q "$container" "$base" >/dev/null
    buildah rm "$container" >/dev/null
}

buildah inspect --type image "$base" >/dev/null 2>&1 || make_base
# A company's own authority is known to this machine's list; it is read while building and is no part of the image.
authorities=/etc/ssl/certs/ca-certificates.crt
buildah bud --format docker --pull-never --layers=false --volume "$authorities:$authorities:ro" \
    --build-arg MOTORBLOK_RELEASE="$(git describe --always --dirty 2>/dev/null || true)" \
    --build-arg SSL_CERT_FILE="$authorities" --build-arg PIP_CERT="$authorities" --tag "$name" .
