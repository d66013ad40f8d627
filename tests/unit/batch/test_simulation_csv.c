/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of a simulation, read back: every number is what the simulation answers, to the last
 * bit, and the probabilities of a case that is known are there. */
#include "batch/simulation_csv.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/near.h"
#include "support/scenario_fixture.h"

#define HEAD                                                                                       \
  "carecast: 1\nid: small\ntitle: Small\nsource: s\nbasis: illustrative\n"                         \
  "sources: {s: Made up.}\nstart: 2020/21\n"

/* Spending of 1m with an sd of 100k against a contract of 1.05m, twice. */
static const char money[] =
    HEAD "years: 2\nservices:\n"
         "  a: {title: A, subjective: employees, cost: {value: 1m, uncertainty: "
         "{normal: {sd: 100k}}}}\n"
         "contract: {brought_forward: 1.05m}\n";

/* Children in care fall from 100 to none: more than 50 are there with certainty at first. */
static const char children[] =
    HEAD "years: 1\nbands: [0]\nplacements: {home: {title: Home, weekly_price: 1000}}\n"
         "children_in_care:\n"
         "  opening: {by_band: {0-17: 100}, by_placement: {home: 100}}\n"
         "  entries: {streams: {all: {title: All, per_year: {0-17: 0.001},"
         " first_placement: {home: 100%}}}}\n"
         "  exits: {per_year: {return_home: {0-17: 4}}}\n"
         "caps: {half: {title: Half, children: 50, policy: report}}\n";

static const double quantiles[] = {0.1, 0.975};

typedef struct {
  cc_scenario *scenario;
  cc_ranges ranges;
  cc_text text;
} fixture;

static void start(fixture *f, const char *text) {
  const cc_simulation_request request = {.n_draws = 4000,
                                         .method = CC_SAMPLE_LATIN,
                                         .seed = 11,
                                         .jobs = 2,
                                         .process = CC_PROCESS_NONE,
                                         .sums = true};
  f->scenario = cc_load_text(text);
  f->ranges = (cc_ranges){NULL, 2, quantiles};
  f->text = (cc_text){0};
  assert_int_equal(cc_simulate(f->scenario, &request, NULL, &f->ranges.simulation), CC_OK);
}

static void stop(fixture *f) {
  cc_text_free(&f->text);
  cc_simulation_free(f->ranges.simulation);
  cc_scenario_free(f->scenario);
}

/* The numbers of the line that starts so; fails when there is none. */
static int read_line(const fixture *f, const char *begins, double numbers[16]) {
  char wanted[128];
  snprintf(wanted, sizeof wanted, "\n%s,", begins);
  const char *at = strstr(f->text.data, wanted);
  int count = 0;
  if (at == NULL) {
    fail_msg("no line %s in\n%s", begins, f->text.data);
    return 0;
  }
  at += strlen(wanted);
  for (char *end = NULL; count < 16; at = end + 1) {
    numbers[count] = strtod(at, &end);
    count += end > at;
    if (*end != ',' || end == at) {
      break;
    }
  }
  return count;
}

static void test_figures(void **state) {
  (void)state;
  fixture f;
  double n[16];
  start(&f, money);
  cc_simulation *s = f.ranges.simulation;
  cc_simulation_csv(&f.scenario->plan, &f.ranges, &f.text);
  const char *header = "scenario,financial_year,measure,unit,central,mean,mean_error,sd,"
                       "parameter_sd,process_sd,p10,p10_error,p97.5,p97.5_error\n";
  assert_int_equal(strncmp(f.text.data, header, strlen(header)), 0);
  assert_int_equal(read_line(&f, "small,2021/22,expenditure.total,GBP", n), 10);
  int figure = cc_simulation_find(s, "expenditure.total", 2021);
  cc_likely likely = cc_simulation_figure(s, figure);
  double error = 0;
  assert_true(n[0] == likely.central && n[1] == likely.mean && n[2] == likely.mean_error);
  assert_true(n[3] == likely.sd && n[4] == sqrt(likely.parameter_variance) && n[5] == 0);
  assert_true(n[6] == cc_simulation_quantile(s, figure, 0.1, &error) && n[7] == error);
  assert_true(n[8] == cc_simulation_quantile(s, figure, 0.975, &error) && n[9] == error);
  cc_assert_near(n[8], 1e6 + 1.959964e5, 500); /* the normal's 97.5% */
  assert_int_equal(read_line(&f, "small,all,expenditure.total,GBP", n), 10);
  cc_assert_near(n[3], 2e5, 400);
  assert_null(strstr(f.text.data, "subjective.premises")); /* nil */
  stop(&f);
}

/* 30.85% of a normal lie more than half an sd above the mean; 80% below 0.8416 sd. */
static void test_probabilities_of_money(void **state) {
  (void)state;
  fixture f;
  double n[16];
  start(&f, money);
  cc_probabilities_csv(&f.scenario->plan, &f.ranges, &f.text);
  const char *header = "scenario,financial_year,month,event,unit,value,error\n";
  assert_int_equal(strncmp(f.text.data, header, strlen(header)), 0);
  assert_int_equal(read_line(&f, "small,2021/22,,contract_sum_insufficient,probability", n), 2);
  cc_assert_near(n[0], 0.308538, 0.0005);
  cc_assert_near(n[1], sqrt(0.3085 * 0.6915 / 4000), 1e-4);
  assert_int_equal(read_line(&f, "small,2020/21,,contingency_at_p80,GBP", n), 2);
  cc_assert_near(n[0], 84162 - 50000, 150);
  assert_null(strstr(f.text.data, "above_cap"));
  stop(&f);
}

/* 100 exp(-4 t) passes 50 at t = ln 2 / 4 = 0.1733 years: more than 50 at the end of April and May
 * 2020, fewer from June on. */
static void test_probabilities_of_caps(void **state) {
  (void)state;
  fixture f;
  double n[16];
  start(&f, children);
  cc_probabilities_csv(&f.scenario->plan, &f.ranges, &f.text);
  assert_int_equal(read_line(&f, "small,2020/21,2020-05,above_cap.half,probability", n), 2);
  assert_true(n[0] == 1);
  cc_assert_near(n[1], 1 - pow(0.05, 1.0 / 4000), 1e-9); /* all draws agree: what they may miss */
  assert_int_equal(read_line(&f, "small,2020/21,2020-06,above_cap.half,probability", n), 2);
  assert_true(n[0] == 0);
  cc_assert_near(n[1], 1 - pow(0.05, 1.0 / 4000), 1e-9);
  assert_non_null(strstr(f.text.data, "\nsmall,all,,first_likely_breach.half,month,2020-04,\n"));
  assert_null(strstr(f.text.data, "contingency"));
  stop(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_figures),
      cmocka_unit_test(test_probabilities_of_money),
      cmocka_unit_test(test_probabilities_of_caps),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
