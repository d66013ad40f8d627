/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The 1st, the 2nd, the 3rd ... allocation of a projection fails, through the public headers and
 * with GSL's own handler, which ends the process, as a program finds it that never heard of GSL:
 * always CC_NO_MEMORY. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "carecast/carecast.h"
#include "support/failing_allocations.h"

static void fail_each(const char *path) {
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  assert_int_equal(cc_scenario_load(path, NULL, 0, &findings, &scenario), CC_OK);
  cc_status status = CC_NO_MEMORY;
  long nth = 0;
  while (status != CC_OK) {
    cc_projection *projection = NULL;
    cc_until_failure = ++nth;
    status = cc_projection_create(scenario, &projection);
    if (cc_until_failure == 0) {
      assert_int_equal(status, CC_NO_MEMORY);
      assert_null(projection);
    }
    cc_until_failure = 0;
    cc_projection_free(projection);
  }
  assert_true(nth > 1);
  cc_scenario_free(scenario);
  cc_diagnostics_free(&findings);
}

static void test_projections(void **state) {
  (void)state;
  fail_each(CARECAST_SOURCE_DIR "/scenarios/explained.yaml");
  fail_each(CARECAST_SOURCE_DIR "/scenarios/birmingham-2020/base.yaml");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_projections),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
