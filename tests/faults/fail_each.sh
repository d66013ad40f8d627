#!/usr/bin/env bash
# Usage: fail_each.sh MOST COMMAND...
# Runs carecast with one call failing, each time another: allocations, and writing, opening, closing
# and renaming of files; of each kind up to MOST, spread over all that there are. Where the command
# ends as if nothing had been, it must have printed and written what it does without; else it must
# say something and end with a code of its own, and a manifest may only vouch for what is there.
# Prints what is not so.
#
# $carecast is the program and $CARECAST_SHIM the library that fails. COMMAND may write to $OUT/f, and
# finds a batch's runs in $OUT/runs; it runs in tests/cli.
set -u
most=$1
shift
cd "$(dirname "$0")/../cli" || exit 1
export SOURCE_DATE_EPOCH=0
OUT=$(mktemp -d)
trap 'rm -rf "$OUT"' EXIT
command=("${@//@OUT/$OUT}")
wrong=0

complain() {
  echo "$kind $n: $1"
  wrong=1
}

# Whether each file that a manifest lists is there, of its size.
vouches() {
  while read -r name bytes; do
    [ "$(stat -c %s "$(dirname "$1")/$name" 2>/dev/null)" = "$bytes" ] || return 1
  done < <(sed -n 's/.*"name": "\([^"]*\)", "bytes": \([0-9]*\)}.*/\1 \2/p' "$1")
}

judge() {
  if [ "$code" -ge 100 ]; then
    complain "ended with $code"
  elif [ "$code" -eq "$good" ]; then
    cmp -s "$OUT"/good.out "$OUT"/now.out || complain "printed something else, exit code $code"
    [ ! -e "$OUT"/good ] || diff -rq "$OUT"/good "$OUT"/f >/dev/null ||
      complain "wrote something else, exit code $code"
  else
    [ -s "$OUT"/now.err ] || complain "ended with $code, without a word"
    while read -r manifest; do
      vouches "$manifest" || complain "$manifest vouches for what is not there"
    done < <(find "$OUT"/f -name manifest.json 2>/dev/null)
  fi
}

# What the command does when nothing fails, and how many calls of the kind there are.
run_well() {
  rm -rf "$OUT"/f "$OUT"/good
  CARECAST_FAIL=$kind:0 CARECAST_FAIL_COUNT=$OUT/count LD_PRELOAD=$CARECAST_SHIM \
    "$carecast" "${command[@]}" >"$OUT"/good.out 2>"$OUT"/good.err
  good=$?
  [ ! -e "$OUT"/f ] || mv "$OUT"/f "$OUT"/good
  count=$(cat "$OUT"/count)
}

"$carecast" batch scenarios --base town -o "$OUT"/runs >/dev/null 2>&1
for kind in malloc write open close rename; do
  run_well
  [ "$good" -eq 0 ] || { cat "$OUT"/good.err; exit 1; }
  for ((n = 1; n <= count; n += (count + most - 1) / most)); do
    rm -rf "$OUT"/f
    CARECAST_FAIL=$kind:$n LD_PRELOAD=$CARECAST_SHIM \
      "$carecast" "${command[@]}" >"$OUT"/now.out 2>"$OUT"/now.err
    code=$?
    judge
  done
done
exit $wrong
