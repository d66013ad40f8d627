/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparisons by draws, as their caller sees them. Spending is normal, 1m with an sd of 100k, in
 * the base; the others add what is certain, so that differences are certain too. */
#include "batch/ranges.h"

#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

enum { SCENARIOS = 3 };
static const double quantiles[] = {0.1, 0.5, 0.9};

typedef struct {
  char folder[64], out[80];
  char message[512];
  int signal_at; /* loading this one; -1: never */
  cc_origin origin;
} fixture;

static int start(void **state) {
  fixture *f = calloc(1, sizeof *f);
  strcpy(f->folder, "/tmp/carecast-ranges-XXXXXX");
  *state = f;
  if (mkdtemp(f->folder) == NULL) {
    return 1;
  }
  snprintf(f->out, sizeof f->out, "%s/out", f->folder);
  f->origin = (cc_origin){.out = f->out, .command = "test", .created = "now"};
  f->signal_at = -1;
  return 0;
}

static int stop(void **state) {
  fixture *f = *state;
  char command[128];
  snprintf(command, sizeof command, "rm -rf %s", f->folder);
  int left = system(command);
  free(f);
  return left;
}

/* Scenario i, called s<i>, adds i times 100k a year. */
static cc_status load(void *context, int i, cc_scenario **scenario) {
  const fixture *f = context;
  char text[512];
  snprintf(text, sizeof text,
           "carecast: 1\nid: s%d\ntitle: Scenario %d\nsource: s\nbasis: illustrative\n"
           "sources: {s: Made up.}\nstart: 2020/21\nyears: 2\nservices:\n"
           "  a: {title: A, subjective: employees, cost: {value: 1m, uncertainty: "
           "{normal: {sd: 100k}}}}\n"
           "  b: {title: B, subjective: employees, cost: %d}\n"
           "contract: {brought_forward: 1.05m}\n",
           i, i, 100000 * i);
  *scenario = cc_load_text(text);
  if (i == f->signal_at) {
    kill(getpid(), SIGTERM);
  }
  return CC_OK;
}

static void on_message(void *context, const char *line) {
  fixture *f = context;
  snprintf(f->message, sizeof f->message, "%s", line);
}

static cc_ranges_request request_of(fixture *f, int base) {
  return (cc_ranges_request){.simulation = {.n_draws = 2000,
                                            .method = CC_SAMPLE_LATIN,
                                            .seed = 5,
                                            .jobs = 2,
                                            .process = CC_PROCESS_EXACT},
                             .n_quantiles = 3,
                             .quantiles = quantiles,
                             .count = SCENARIOS,
                             .base = base,
                             .context = f,
                             .load = load,
                             .message = on_message,
                             .most_columns = 10};
}

static const cc_range *range_of(const cc_ranges_outcome *o, const cc_range *ranges, int year) {
  for (int i = 0; i < o->comparison.count; i++) {
    const cc_item *item = &o->comparison.items[i];
    if (strcmp(item->measure, "expenditure.total") == 0 && item->year == year) {
      return &ranges[i];
    }
  }
  fail_msg("no spending in year %d", year);
  return NULL;
}

static bool is_there(const fixture *f, const char *name) {
  char path[160];
  snprintf(path, sizeof path, "%s/%s", f->out, name);
  return access(path, F_OK) == 0;
}

/* One year's P90 is 1.28155 sd above the mean; both years together move as one figure. 30.85% of
 * the draws are more than half an sd above it, with 100k more 69.15% more than half an sd below. */
static void test_columns(void **state) {
  fixture *f = *state;
  cc_ranges_outcome o;
  int failed = -1;
  const cc_ranges_request request = request_of(f, 1);
  assert_int_equal(cc_ranges_run(&request, &o, &failed), CC_OK);
  assert_int_equal(o.n_run, SCENARIOS);
  assert_int_equal(o.n_columns, SCENARIOS);
  assert_string_equal(o.columns[0].id, "s1");
  assert_string_equal(o.columns[1].id, "s0");
  assert_string_equal(o.columns[2].title, "Scenario 2");
  assert_false(range_of(&o, o.columns[0].differences, 0)->there);
  const cc_range *year = range_of(&o, o.columns[1].figures, 0);
  const cc_range *all = range_of(&o, o.columns[2].figures, CC_ABSENT);
  const cc_range *difference = range_of(&o, o.columns[2].differences, CC_ABSENT);
  cc_assert_near(year->quantiles[2], 1128155, 300);
  cc_assert_near(year->likely.central, 1e6, 1e-6);
  cc_assert_near(all->quantiles[0], 2.4e6 - 2 * 128155, 1000);
  assert_true(difference->there);
  cc_assert_near(difference->quantiles[0], 2e5, 1e-6);
  cc_assert_near(difference->quantiles[2], 2e5, 1e-6);
  cc_assert_near(o.columns[1].insufficient.p, 0.308538, 0.001);
  cc_assert_near(o.columns[0].insufficient.p, 1 - 0.308538, 0.001);
  cc_assert_near(o.columns[1].contingency, 84162 - 50000, 300);
  assert_true(o.columns[1].has_gap && !o.columns[1].has_cap);
  assert_int_equal(o.columns[1].likely_breach, -1);
  assert_false(is_there(f, ""));
  cc_ranges_outcome_free(&o);
  cc_ranges_outcome_free(&o); /* empty: may be freed again */
}

static void test_names_and_most_columns(void **state) {
  fixture *f = *state;
  static const char *const names[] = {"x", "y", "z"};
  cc_ranges_outcome o;
  int failed = -1;
  cc_ranges_request request = request_of(f, 0);
  request.names = names;
  request.most_columns = 1;
  assert_int_equal(cc_ranges_run(&request, &o, &failed), CC_OK);
  assert_int_equal(o.n_run, SCENARIOS);
  assert_int_equal(o.n_columns, 2);
  assert_string_equal(o.columns[1].id, "y");
  cc_ranges_outcome_free(&o);
}

static void test_files(void **state) {
  fixture *f = *state;
  cc_ranges_outcome o;
  int failed = -1;
  cc_ranges_request request = request_of(f, 0);
  request.origin = &f->origin;
  assert_int_equal(cc_ranges_run(&request, &o, &failed), CC_OK);
  assert_true(is_there(f, "comparison_ranges.csv"));
  assert_true(is_there(f, "s0/simulation.csv"));
  assert_true(is_there(f, "s2/probabilities.csv"));
  assert_true(is_there(f, "s2/manifest.json"));
  cc_ranges_outcome_free(&o);
}

/* The signal comes while the last scenario is read: the folders of the others are whole, and there
 * is no table of all. */
static void test_interrupted(void **state) {
  fixture *f = *state;
  cc_ranges_outcome o;
  int failed = -1;
  cc_ranges_request request = request_of(f, 0);
  request.origin = &f->origin;
  f->signal_at = 2;
  assert_int_equal(cc_ranges_run(&request, &o, &failed), CC_INTERRUPTED);
  assert_int_equal(o.n_run, 2);
  assert_true(is_there(f, "s1/manifest.json"));
  assert_true(is_there(f, "s1/simulation.csv"));
  assert_false(is_there(f, "s2"));
  assert_false(is_there(f, "comparison_ranges.csv"));
  cc_ranges_outcome_free(&o);
}

static void test_nowhere_to_write(void **state) {
  fixture *f = *state;
  cc_ranges_outcome o;
  int failed = -1;
  cc_ranges_request request = request_of(f, 0);
  request.origin = &f->origin;
  f->origin.out = "/dev/null/x";
  assert_int_equal(cc_ranges_run(&request, &o, &failed), CC_IO);
  assert_non_null(strstr(f->message, "cannot write /dev/null/x"));
  cc_ranges_outcome_free(&o);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_columns, start, stop),
      cmocka_unit_test_setup_teardown(test_names_and_most_columns, start, stop),
      cmocka_unit_test_setup_teardown(test_files, start, stop),
      cmocka_unit_test_setup_teardown(test_interrupted, start, stop),
      cmocka_unit_test_setup_teardown(test_nowhere_to_write, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
