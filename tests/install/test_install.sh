#!/usr/bin/env bash
# Usage: test_install.sh BUILD WORK COMPILER GENERATOR
# Installs BUILD to a prefix under WORK and uses it as a stranger would, in both ways on offer.
set -euo pipefail
build=$1 work=$2 compiler=$3 generator=$4
here=$(cd "$(dirname "$0")" && pwd)

rm -rf "$work/prefix" "$work/moved" "$work/with-cmake" "$work/with-pkg-config"
cmake --install "$build" --prefix "$work/prefix" >/dev/null
# An installed tree must not remember where it was installed.
mv "$work/prefix" "$work/moved"
pkgconfig=$(dirname "$(find "$work/moved" -name carecast.pc)")
export LD_LIBRARY_PATH=${pkgconfig%/pkgconfig}
export PKG_CONFIG_PATH=$pkgconfig

static=
[ -e "$LD_LIBRARY_PATH/libcarecast.so" ] || static=--static
# shellcheck disable=SC2046,SC2086  # the flags are words
"$compiler" -std=c17 -Wall -Wextra -Werror "$here/example.c" -o "$work/with-pkg-config" \
  $(pkg-config $static --cflags --libs carecast)

cmake -S "$here/find_package" -B "$work/with-cmake" -G "$generator" \
  -DCMAKE_C_COMPILER="$compiler" -DCMAKE_PREFIX_PATH="$work/moved" >/dev/null
cmake --build "$work/with-cmake" >/dev/null

for program in "$work/with-pkg-config" "$work/with-cmake/example"; do
  line=$("$program")
  echo "$program: $line"
  [ -n "$line" ]
done
