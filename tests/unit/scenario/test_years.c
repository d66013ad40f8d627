/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a figure by years is before its first year: nothing where it is spent, else the base's own
 * course in an overlay; what `before` says. Every amount is worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/near.h"
#include "support/scenario_fixture.h"

#define HEAD "carecast: 1\ntitle: T\nstart: 2020/21\nyears: 4\n"

static void assert_years(const char *text, const char *setting, const char *measure,
                         const double expected[4]) {
  cc_scenario *scenario = setting != NULL ? cc_load_text_set(text, setting) : cc_load_text(text);
  cc_run run = cc_run_of(scenario);
  for (int year = 0; year < 4; year++) {
    cc_assert_near(cc_measure(&run, measure, year), expected[year], 1e-9 * 2000);
  }
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

#define YEARS(...)                                                                                 \
  (const double[4]) {                                                                              \
    __VA_ARGS__                                                                                    \
  }

static void spent_from_the_first_year_on(void **state) {
  (void)state;
  assert_years(HEAD "services: {a: {cost: {2022/23: 500}}}\n", NULL, "services.a",
               YEARS(0, 0, 500, 500));
  assert_years(HEAD "services: {a: {cost: {2021/22: 500, growth: 10%}}}\n", NULL, "services.a",
               YEARS(0, 500, 550, 605));
  assert_years(HEAD "services: {a: {cost: {before: 100, 2022/23: 500, growth: 10%}}}\n", NULL,
               "services.a", YEARS(100, 110, 500, 550));
  assert_years(HEAD "services: {a: {cost: {2019/20: 100, 2022/23: 500}}}\n", NULL, "services.a",
               YEARS(100, 100, 500, 500));
  /* what begins after the end is spent in no year */
  assert_years(HEAD "services: {a: {cost: {2024/25: 500}}}\n", NULL, "services.a",
               YEARS(0, 0, 0, 0));
  /* an effect that adds acts before it too, one that multiplies has nothing to act on */
  assert_years(HEAD "services: {a: {cost: {2022/23: 500}}}\n"
                    "interventions: {i: {effects: [{target: services.a.cost, multiply: 2}, "
                    "{target: services.a.cost, add: 7, from: 2021/22}]}}\n",
               NULL, "services.a", YEARS(0, 7, 1007, 1007));
}

/* Growth by years is read each April: 2% in 2021/22, 3% after it. */
static void growth_by_years(void **state) {
  (void)state;
  assert_years(HEAD "services: {a: {cost: {value: 1000, growth: {2020/21: 2%, 2022/23: 3%}}}}\n",
               NULL, "services.a", YEARS(1000, 1020, 1020 * 1.03, 1020 * 1.03 * 1.03));
  assert_years(HEAD "services: {a: {cost: {2018/19: 1000, growth: {2019/20: 2%, 2020/21: 0%}}}}\n",
               NULL, "services.a", YEARS(1020, 1020, 1020, 1020));
}

/* In an overlay too: nothing is spent before its first year. Growth and index stay. */
static void spending_begins_in_an_overlay(void **state) {
  (void)state;
  const char *grows = HEAD "services: {a: {cost: {value: 1000, growth: 10%}}}\n";
  assert_years(grows, "services.a.cost={2022/23: 500}", "services.a", YEARS(0, 0, 500, 550));
  assert_years(grows, "services.a.cost.2022/23=500", "services.a", YEARS(0, 0, 500, 550));
  assert_years(grows, "services.a.cost={2022/23: 500, growth: none}", "services.a",
               YEARS(0, 0, 500, 500));
  assert_years(grows, "services.a.cost={before: 7, 2022/23: 500, growth: none}", "services.a",
               YEARS(7, 7, 500, 500));
  assert_years(HEAD "services: {a: {cost: {2021/22: 10, 2023/24: 20}}}\n",
               "services.a.cost={2022/23: 15}", "services.a", YEARS(0, 0, 15, 15));
  assert_years(HEAD "services: {a: {cost: {2021/22: 10, 2023/24: 20}}}\n", "services.a.cost=30",
               "services.a", YEARS(0, 30, 30, 30));
  /* indexed from the overlay's year */
  assert_years(HEAD "indexes: {pay: 10%}\nservices: {a: {cost: {2019/20: 1000, index: pay}}}\n",
               "services.a.cost={2022/23: 500}", "services.a", YEARS(0, 0, 500, 550));
}

/* Of anything else the base's own course holds until then. */
static void the_base_holds_until_then(void **state) {
  (void)state;
#define GRANTS(amount) HEAD "contract: {brought_forward: 9000, grants_via_council: " amount "}\n"
#define SET "contract.grants_via_council="
  const char *grants = "contract.grants_via_council";
  assert_years(GRANTS("{value: 1000, growth: 10%}"), SET "{2022/23: 500}", grants,
               YEARS(1000, 1100, 500, 550));
  assert_years(GRANTS("{2020/21: 5, 2021/22: 10, 2023/24: 20}"), SET "{2022/23: 15}", grants,
               YEARS(5, 10, 15, 15));
#undef SET
#undef GRANTS
}

static size_t warnings(const char *text, const char *setting) {
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  assert_int_equal(cc_scenario_load_text("t", text, &setting, 1, &findings, &scenario), CC_OK);
  for (size_t i = 0; i < findings.count; i++) {
    bool spends = strcmp(findings.items[i].code, "W902") == 0;
    assert_true(spends || strcmp(findings.items[i].code, "W903") == 0);
    assert_int_equal(findings.items[i].also.line, spends ? 5 : 0);
  }
  size_t count = findings.count;
  cc_scenario_free(scenario);
  cc_diagnostics_free(&findings);
  return count;
}

/* What `before` says holds in no year where the first year is the start. */
static void before_the_start(void **state) {
  (void)state;
  const char *text = HEAD "services: {a: {cost: 2m}}\n";
  assert_int_equal(warnings(text, "services.a.cost={before: 1m, 2020/21: 3m}"), 1);
  assert_int_equal(warnings(text, "services.a.cost={before: 1m, 2021/22: 3m}"), 0);
}

/* What the base spends before the overlay's first year is left out, with both places. */
static void spending_left_out_is_said_aloud(void **state) {
  (void)state;
  const char *text = HEAD "interventions: {a: {cost: 2m}}\n";
  assert_int_equal(warnings(text, "interventions.a.cost={2022/23: 3m}"), 1);
  assert_int_equal(warnings(text, "interventions.a.cost={before: 0, 2022/23: 3m}"), 0);
  assert_int_equal(warnings(text, "interventions.a.cost={2020/21: 3m}"), 0);
  assert_int_equal(warnings(text, "interventions.a.cost=3m"), 0);
  assert_int_equal(
      warnings(HEAD "interventions: {a: {cost: 0}}\n", "interventions.a.cost={2022/23: 3m}"), 0);
  assert_int_equal(warnings(HEAD "interventions: {a: {cost: {2023/24: 2m}}}\n",
                            "interventions.a.cost={2022/23: 3m}"),
                   0);
  assert_int_equal(warnings(HEAD "interventions: {a: {cost: {2021/22: 2m}}}\n",
                            "interventions.a.cost={2022/23: 3m}"),
                   1);
  assert_int_equal(warnings(HEAD "interventions: {a: {cost: {2019/20: 2m, 2020/21: 0}}}\n",
                            "interventions.a.cost={2022/23: 3m}"),
                   0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(spent_from_the_first_year_on),
      cmocka_unit_test(growth_by_years),
      cmocka_unit_test(the_base_holds_until_then),
      cmocka_unit_test(before_the_start),
      cmocka_unit_test(spending_left_out_is_said_aloud),
      cmocka_unit_test(spending_begins_in_an_overlay),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
