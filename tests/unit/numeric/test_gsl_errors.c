/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <gsl/gsl_vector.h>
#include <cmocka.h>

#include "numeric/gsl_errors.h"

/* More memory than there is: GSL's own handler would end the process here. */
static void out_of_memory_is_returned(void **state) {
  (void)state;
  cc_gsl_errors_return();
  assert_null(gsl_vector_alloc(SIZE_MAX / 64));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(out_of_memory_is_returned),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
