/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

void cc_assert_near_at(double actual, double expected, double tolerance, const char *file,
                       int line) {
  if (!(fabs(actual - expected) <= tolerance)) {
    print_error("%.12g is not %.12g within %g\n", actual, expected, tolerance);
    _fail(file, line);
  }
}
