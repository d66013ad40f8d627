/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The smallest program that uses the installed library. */
#include <stdio.h>

#include <carecast/carecast.h>

int main(void) {
  printf("carecast %s\n", cc_version());
  return 0;
}
