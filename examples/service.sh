#!/bin/sh
# A page of one article, made by the service and printed as Markdown:  SERVICE=http://127.0.0.1:8600 KEY=bk_... ./service.sh
set -eu
: "${SERVICE:=http://127.0.0.1:8600}"
ask() { curl --silent --show-error --fail-with-body --header "Authorization: Bearer $KEY" "$@"; }

job=$(ask "$SERVICE/v1/briefings" --header "Content-Type: application/json" --header "Idempotency-Key: example-1" \
    --data '{"articles": [{"outlet": "Harbour Post", "published": "2026-04-06T08:00:00Z", "text": "Truce offered\n\nThe harbour union offered Norline a truce of ten days. Norline has not answered the offer yet."}]}' |
    sed 's/.*"id":"\([0-9a-f]*\)".*/\1/')

ask --no-buffer --max-time 60 "$SERVICE/v1/jobs/$job/events" >&2  # ends when the job is over
over=$(ask "$SERVICE/v1/jobs/$job")
page=$(printf '%s' "$over" | sed -n 's/.*"page":"\([^"]*\)".*/\1/p')
[ -n "$page" ] || { printf 'no page was made: %s\n' "$over" >&2; exit 1; }
ask "$SERVICE$page" --header "Accept: text/markdown"
