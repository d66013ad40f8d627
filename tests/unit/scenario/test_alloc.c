/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The 1st, the 2nd, the 3rd ... allocation fails, until a load succeeds: never a crash, never a
 * leak (the sanitizer build says so), always CC_NO_MEMORY. libyaml's own are among them: it is
 * linked statically for this test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/scenario.h"
#include "support/failing_allocations.h"

typedef struct {
  const char *path;
  const char *const *settings;
  size_t n_settings;
  bool cached;
  cc_status expected;
  size_t n_findings;
} load;

/* Loads with the `nth` allocation failing; returns whether it had enough and checks the result. */
static bool load_once(const load *what, long nth) {
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  cc_file_cache *cache = NULL;
  cc_until_failure = nth;
  cc_status status = what->cached ? cc_file_cache_create(&cache) : CC_OK;
  if (status == CC_OK) {
    status = cc_scenario_load_with(what->path, NULL, what->settings, what->n_settings, cache,
                                   &findings, &scenario);
  }
  bool failed = cc_until_failure == 0 && nth > 0;
  cc_until_failure = 0;
  if (failed) {
    assert_int_equal(status, CC_NO_MEMORY);
    assert_null(scenario);
  } else {
    assert_int_equal(status, what->expected);
    assert_int_equal(findings.count, what->n_findings);
  }
  cc_scenario_free(scenario);
  cc_file_cache_free(cache);
  cc_diagnostics_free(&findings);
  return !failed;
}

/* Fails every allocation of a load in turn. */
static void fail_each(const load *what) {
  cc_allocations = 0;
  assert_true(load_once(what, 0));
  long needed = cc_allocations;
  for (long nth = 1; nth <= needed; nth++) {
    load_once(what, nth);
  }
  assert_true(load_once(what, needed + 1));
}

static void test_explained(void **state) {
  (void)state;
  fail_each(&(load){.path = CARECAST_SOURCE_DIR "/scenarios/explained.yaml", .expected = CC_OK});
}

/* Files that extend files, settings of every form, and the cache. */
static void test_overlay_and_settings(void **state) {
  (void)state;
  static const char *const settings[] = {
      "indexes.pay=3%",
      "placements.fostering.weekly_price.growth=1%",
      "services.offices={cost: {2020/21: 5, index: pay}}",
      "placements.residential=null",
      "placements.fostering.weekly_price={uniform: [400, 600]}",
      "placements.fostering.weekly_price={2021/22: 550}",
      "interventions={help: {effects: [{target: services.offices.cost, multiply: 2}]}}",
      "interventions.help.effects=[{target: services.offices.cost, until: 2020/21}]"};
  load what = {.path = CARECAST_SOURCE_DIR "/tests/broken/bases/overlay.yaml",
               .settings = settings,
               .n_settings = 8,
               .expected = CC_OK};
  fail_each(&what);
  what.cached = true;
  fail_each(&what);
}

/* The plan of a base in the cache, with other figures; its index, which nothing follows, is warned
 * of. */
static void test_other_figures(void **state) {
  (void)state;
  fail_each(&(load){.path = CARECAST_SOURCE_DIR "/tests/broken/bases/figures.yaml",
                    .cached = true,
                    .expected = CC_OK,
                    .n_findings = 1});
}

/* Findings take memory too: none may be lost without a word. */
static void test_findings(void **state) {
  (void)state;
  fail_each(&(load){.path = CARECAST_SOURCE_DIR "/tests/broken/number-forms.yaml",
                    .expected = CC_INVALID,
                    .n_findings = 17});
  fail_each(&(load){.path = CARECAST_SOURCE_DIR "/tests/broken/overlay-takes-a-name.yaml",
                    .expected = CC_INVALID,
                    .n_findings = 3});
  fail_each(&(load){.path = CARECAST_SOURCE_DIR "/tests/broken/unknown-placement.yaml",
                    .expected = CC_INVALID,
                    .n_findings = 4});
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_explained),
      cmocka_unit_test(test_overlay_and_settings),
      cmocka_unit_test(test_other_figures),
      cmocka_unit_test(test_findings),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
