#!/usr/bin/env bash
# Posts what became of revisions as commit statuses to GitHub, from the queue gitops-outcomes. Needs az, jq, and gh with a token that may write statuses. Run one at a time.
#   QUEUE_ACCOUNT  storage account of the queue; the identity needs the role Storage Queue Data Message Processor
set -euo pipefail

: "${QUEUE_ACCOUNT:?names the storage account of the queue}"
queue=(--auth-mode login --account-name "$QUEUE_ACCOUNT" --queue-name gitops-outcomes --only-show-errors)

count=0
while true; do
  message=$(az storage message get "${queue[@]}" --num-messages 1 --visibility-timeout 60 --output json | jq -c '.[0] // empty')
  if [ -z "$message" ]; then
    break
  fi

  event=$(jq -r .content <<< "$message" | base64 --decode)
  repository=$(jq -r '.data.source.repository | ltrimstr("https://github.com/") | ltrimstr("git@github.com:") | rtrimstr("/") | rtrimstr(".git")' <<< "$event")
  revision=$(jq -r .data.source.revision <<< "$event")
  if ! jq -c .data.commitStatus <<< "$event" | gh api --method POST "repos/$repository/statuses/$revision" --input - > /dev/null; then
    # The next ones wait, so that none is posted before its turn; what can never be posted does not hold them up for ever.
    if [ "$(jq -r .dequeueCount <<< "$message")" -lt 5 ]; then
      echo "The status of $revision in $repository could not be posted; it is tried again." >&2
      exit 1
    fi
    echo "The status of $revision in $repository could not be posted, and is given up." >&2
  fi

  az storage message delete "${queue[@]}" --id "$(jq -r .id <<< "$message")" --pop-receipt "$(jq -r .popReceipt <<< "$message")" --output none
  count=$((count + 1))
done
echo "$count outcomes handled"
