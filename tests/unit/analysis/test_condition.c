/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/condition.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

#define POUND "\xc2\xa3"
#define SERVICES                                                                                   \
  "carecast: 1\ntitle: S\nstart: 2020/21\nyears: 3\n"                                              \
  "services: {teams: {cost: {value: 5m, growth: 10%}}}\n"

typedef struct {
  cc_scenario *scenario;
  cc_run run;
  cc_arena arena;
  cc_text complaint;
} fixture;

static fixture open_fixture(void) {
  fixture f = {.scenario = cc_load_text(SERVICES)};
  f.run = cc_run_of(f.scenario);
  return f;
}

static void close_fixture(fixture *f) {
  cc_text_free(&f->complaint);
  cc_arena_free(&f->arena);
  cc_run_free(&f->run);
  cc_scenario_free(f->scenario);
}

static cc_condition read(fixture *f, const char *text) {
  cc_condition condition;
  assert_int_equal(
      cc_condition_read(&f->scenario->plan, text, &f->arena, &condition, &f->complaint), CC_OK);
  return condition;
}

static double margin(fixture *f, const char *text) {
  cc_condition condition = read(f, text);
  return cc_condition_margin(
      &condition, cc_condition_sides(&condition, &f->scenario->plan, f->run.results->annual));
}

/* 5m, 5.5m, 6.05m */
static void margins_are_what_is_missing(void **state) {
  (void)state;
  fixture f = open_fixture();
  cc_assert_near(margin(&f, "expenditure.total@2022/23 <= 6m"), 0.05e6, 1e-6);
  cc_assert_near(margin(&f, "expenditure.total@2022/23 < 7m"), -0.95e6, 1e-6);
  cc_assert_near(margin(&f, " expenditure.total@2020/21>=5.2m "), 0.2e6, 1e-6);
  cc_assert_near(margin(&f, "expenditure.total@2022/23 - expenditure.total@2020/21"
                            " <= 20% * expenditure.total@2020/21"),
                 0.05e6, 1e-6);
  close_fixture(&f);
}

/* 6.05m in the last year, of which 6m leave 50,000 and 1,950 more leave 48,050 */
static void numbers_as_papers_print_them(void **state) {
  (void)state;
  fixture f = open_fixture();
  static const char *const sixes[] = {"6m", POUND "6m", "6,000k", POUND "6,000,000", "12% * 50m"};
  for (size_t i = 0; i < sizeof sixes / sizeof sixes[0]; i++) {
    char text[100];
    snprintf(text, sizeof text, "expenditure.total@2022/23 \xe2\x89\xa4 %s", sixes[i]);
    cc_assert_near(margin(&f, text), 0.05e6, 1e-6);
  }
  cc_assert_near(margin(&f, "expenditure.total@FY22/23 \xe2\x88\x92 1,950 <= 6m"), 48050, 1e-6);
  assert_true(read(&f, "p(expenditure.total@2022/23 <= 6m) \xe2\x89\xa5 80%").likely);
  close_fixture(&f);
}

static void probabilities(void **state) {
  (void)state;
  fixture f = open_fixture();
  cc_condition at_least = read(&f, "P(expenditure.total@2022/23 <= 6m) >= 0.8");
  assert_true(at_least.has_probability && at_least.likely && at_least.at_most);
  cc_assert_near(at_least.probability, 0.8, 0);
  assert_string_equal(at_least.left, "expenditure.total@2022/23");
  assert_string_equal(at_least.right, "6m");
  cc_condition at_most = read(&f, "P ( (expenditure.total@2022/23 - 1m) > 6m ) <= 5%");
  assert_true(at_most.has_probability && !at_most.likely && !at_most.at_most);
  cc_assert_near(at_most.probability, 0.05, 1e-15);
  close_fixture(&f);
}

/* Against the plain count of draws that hold, for every probability that lies between two. */
static void draws_hold_as_often_as_they_should(void **state) {
  (void)state;
  enum { N = 10 };
  cc_condition condition = {.has_probability = true};
  for (int holding = 0; holding <= N; holding++) {
    for (int percent = 1; percent < 100; percent++) {
      double margins[N];
      for (int i = 0; i < N; i++) {
        margins[i] = (i * 7 % N) < holding ? -1.5 - i : 2.5 + i;
      }
      condition.probability = percent / 100.0;
      condition.likely = true;
      double m = cc_condition_margin_of_draws(&condition, N, margins, NULL);
      assert_int_equal(m <= 0, 100 * holding >= percent * N);
      condition.likely = false;
      m = cc_condition_margin_of_draws(&condition, N, margins, NULL);
      assert_int_equal(m <= 0, 100 * holding <= percent * N);
      cc_assert_near(cc_condition_share(N, margins), (double)holding / N, 1e-15);
    }
  }
}

/* Of 10,000 evenly spread margins on [-0.8, 0.2]: rank 8,000 is at 0, and one standard error of a
 * share of 0.8 is 0.004 there. */
static void error_of_an_order_statistic(void **state) {
  (void)state;
  enum { N = 10000 };
  static double margins[N];
  for (int i = 0; i < N; i++) {
    margins[i] = (i + 0.5) / N - 0.8;
  }
  cc_condition condition = {.has_probability = true, .likely = true, .probability = 0.8};
  double error = 0;
  cc_assert_near(cc_condition_margin_of_draws(&condition, N, margins, &error), 0, 1e-4);
  cc_assert_near(error, 0.004, 1e-4);
}

static void complains_with_a_caret(void **state) {
  (void)state;
  static const char *const cases[][2] = {
      {"expenditure.total@2022/23", "`>=` is missing\n  expenditure.total@2022/23\n"
                                    "                           ^"},
      {"expenditure.totl@2022/23 <= 1", "did you mean `expenditure.total`?\n"
                                        "  expenditure.totl@2022/23 <= 1\n  ^"},
      {"1 <= expenditure.total", "needs a year of the projection"},
      {"expenditure.total@2029/30 <= 1", "needs a year of the projection"},
      {"expenditure.total@2022/23 = 1", "compares with `<=` or `>=`"},
      {"expenditure.total@2022/23 == 1", "compares with `<=` or `>=`"},
      {"expenditure.total@2022/23 =< 1",
       "write `<=` for at most\n  "
       "expenditure.total@2022/23 =< 1\n                            ^"},
      {"expenditure.total@2022/23 => 1", "write `>=` for at least"},
      {"expenditure.total <= 1", "needs a year of the projection"},
      {"expenditure.total@2022/23 <= 1,95", "not understood"},
      {"P(expenditure.total@2022/23 <= 1) = 0.8", "compares with `<=` or `>=`"},
      {"P(expenditure.total@2022/23 <= 1) >= 80", "between 0 and 1"},
      {"expenditure.total@2022/23 <= 1x", "not understood"},
      {"expenditure.total@2022/23 <= 1 <= 2", "not understood"},
      {"P(expenditure.total@2022/23 <= 1", "not closed"},
      {"P(expenditure.total@2022/23 <= 1) >= 2", "between 0 and 1"},
      {"P(expenditure.total@2022/23 <= 1) >= 0.5x", "between 0 and 1"},
      {"P(expenditure.total@2022/23 <= 1)", "needs a probability"},
      {"P(expenditure.total@2022/23) >= 0.5", "is missing"},
      {"", "is missing"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    fixture f = open_fixture();
    cc_condition condition;
    assert_int_equal(
        cc_condition_read(&f.scenario->plan, cases[i][0], &f.arena, &condition, &f.complaint),
        CC_USAGE);
    if (strstr(f.complaint.data, cases[i][1]) == NULL) {
      fail_msg("%s", f.complaint.data);
    }
    close_fixture(&f);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(margins_are_what_is_missing),
      cmocka_unit_test(numbers_as_papers_print_them),
      cmocka_unit_test(probabilities),
      cmocka_unit_test(draws_hold_as_often_as_they_should),
      cmocka_unit_test(error_of_an_order_statistic),
      cmocka_unit_test(complains_with_a_caret),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
