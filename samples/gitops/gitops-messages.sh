#!/usr/bin/env bash
# Sends what changed between two commits to the queue gitops-events. Needs git, orc and az.
#   gitops-messages.sh FROM TO FOLDER
# FROM may be empty or all zeros: then every manifest is sent. With --dry-run first, the messages are only written out.
#   QUEUE_ACCOUNT        storage account of the queue (needed to send)
#   MANIFESTS_CONTAINER  optional: container of the same account for manifests that are too large for a message
#   MANIFESTS_SIGNATURE  optional: SAS with which the app may read that container
set -euo pipefail

send=true
if [ "${1:-}" = --dry-run ]; then
  send=false
  shift
fi
if [ $# -ne 3 ]; then
  echo "usage: gitops-messages.sh [--dry-run] FROM TO FOLDER" >&2
  exit 2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
options=(--from "$1" --to "$2" --path "$3")
if [ -n "${MANIFESTS_CONTAINER:-}" ]; then
  address="https://${QUEUE_ACCOUNT:?}.blob.core.windows.net/$MANIFESTS_CONTAINER"
  options+=(--manifests-folder "$work/manifests" --manifests-url "$address${MANIFESTS_SIGNATURE:+?$MANIFESTS_SIGNATURE}")
fi

# All messages first: if one cannot be made, none is sent.
orc gitops messages "${options[@]}" > "$work/messages"
if ! $send; then
  cat "$work/messages"
  exit
fi

: "${QUEUE_ACCOUNT:?names the storage account of the queue}"
# What messages refer to must be there before they are.
if [ -d "$work/manifests" ]; then
  az storage blob upload-batch --auth-mode login --account-name "$QUEUE_ACCOUNT" --destination "$MANIFESTS_CONTAINER" --source "$work/manifests" --overwrite --only-show-errors > "$work/upload"
fi

count=0
while IFS= read -r message; do
  az storage message put --auth-mode login --account-name "$QUEUE_ACCOUNT" --queue-name gitops-events \
    --content "$(printf %s "$message" | base64 | tr -d '\n')" --only-show-errors --output none < /dev/null
  count=$((count + 1))
done < "$work/messages"
echo "$count messages sent"
