#!/bin/sh
# One pass over an account, for cron: silent when all went well, so that cron sends mail only when something failed.
# Takes the parameters of Invoke-KeyRotationRunbook.ps1, which lies beside it. Exit code: that of the pass; 75 when another runs.
set -u
umask 077
log=${KEYROTATION_LOG:-/var/log/key-rotation/key-rotation.log}

# The lock is held by pwsh too: it lasts as long as the pass, whatever becomes of this shell.
exec 9>"$log.lock" || exit 2
if ! flock --nonblock 9; then
    echo "KeyRotation: another pass is still running; this one was not begun." >&2
    exit 75
fi

touch "$log" || exit 2
begin=$(($(wc -c <"$log") + 1))
date -u '+=== %Y-%m-%dT%H:%M:%SZ' >>"$log"
pwsh -NoProfile -NonInteractive -File "$(dirname "$0")/Invoke-KeyRotationRunbook.ps1" "$@" >>"$log" 2>&1
code=$?
if [ "$code" -ne 0 ]; then
    tail -c "+$begin" "$log"
fi
exit "$code"
