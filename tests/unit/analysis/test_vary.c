/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/vary.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

#define SERVICES                                                                                   \
  "carecast: 1\ntitle: S\nstart: 2020/21\nyears: 3\n"                                              \
  "services: {teams: {cost: {value: 5m, growth: 10%}}, home: {cost: {2020/21: 1m, 2021/22: 2m}},"  \
  " new: {cost: 0}}\n"                                                                             \
  "interventions: {bid: {cost: 1m, delivery: 20%}}\n"

typedef struct {
  cc_scenario *scenario;
  cc_arena arena;
  cc_text complaint;
  cc_vary vary;
  double vector[64];
} fixture;

static void open_fixture(fixture *f, const char *path) {
  *f = (fixture){.scenario = cc_load_text(SERVICES)};
  assert_true(f->scenario->plan.vector_length <= 64);
  assert_int_equal(cc_vary_create(f->scenario, path, &f->arena, &f->vary, &f->complaint), CC_OK);
  memcpy(f->vector, f->scenario->vector, (size_t)f->scenario->plan.vector_length * sizeof(double));
}

static void close_fixture(fixture *f) {
  cc_text_free(&f->complaint);
  cc_arena_free(&f->arena);
  cc_scenario_free(f->scenario);
}

static double value(const fixture *f, const char *path, int knot) {
  int parameter = cc_resolution_find(&f->scenario->resolution, path);
  assert_true(parameter >= 0);
  return f->vector[f->scenario->plan.parameters[parameter].first_value + knot];
}

static void one_number_is_set(void **state) {
  (void)state;
  fixture f;
  cc_bracket range;
  open_fixture(&f, "services.teams.cost");
  assert_false(f.vary.by_factor);
  cc_assert_near(f.vary.central, 5e6, 0);
  cc_vary_apply(&f.vary, 6e6, f.vector);
  cc_assert_near(value(&f, "services.teams.cost", 0), 6e6, 1e-6);
  cc_assert_near(value(&f, "services.teams.cost.growth", 0), 0.1, 0);
  assert_int_equal(cc_vary_range(&f.vary, &range, &f.complaint), CC_OK);
  cc_assert_near(range.low, 0, 0);
  cc_assert_near(range.high, 20e6, 0);
  double read = 0;
  assert_int_equal(cc_vary_parse(&f.vary, "4.5m", &read, &f.complaint), CC_OK);
  cc_assert_near(read, 4.5e6, 0);
  assert_int_equal(cc_vary_parse(&f.vary, "200000m", &read, &f.complaint), CC_USAGE);
  close_fixture(&f);
}

static void years_take_a_value_and_patterns_a_factor(void **state) {
  (void)state;
  fixture f;
  /* of a figure by years the number stands for each year's, as it does in an overlay */
  open_fixture(&f, "services.home.cost");
  assert_false(f.vary.by_factor);
  cc_assert_near(f.vary.central, 2e6, 0);
  cc_vary_apply(&f.vary, 1.5e6, f.vector);
  cc_assert_near(value(&f, "services.home.cost", 0), 1.5e6, 0);
  cc_assert_near(value(&f, "services.home.cost", 1), 1.5e6, 0);
  close_fixture(&f);
  open_fixture(&f, "services.home.c*");
  assert_true(f.vary.by_factor);
  cc_vary_apply(&f.vary, 1.5, f.vector);
  cc_assert_near(value(&f, "services.home.cost", 0), 1.5e6, 0);
  cc_assert_near(value(&f, "services.home.cost", 1), 3e6, 0);
  close_fixture(&f);
  open_fixture(&f, "services.**");
  assert_int_equal(f.vary.count, 3); /* and no growth */
  cc_vary_apply(&f.vary, 2, f.vector);
  cc_assert_near(value(&f, "services.teams.cost", 0), 10e6, 1e-6);
  cc_assert_near(value(&f, "services.new.cost", 0), 0, 0);
  cc_assert_near(value(&f, "services.teams.cost.growth", 0), 0.1, 0);
  close_fixture(&f);
}

/* A share is searched over all of its range; what is 0 and wide open needs a range. */
static void ranges(void **state) {
  (void)state;
  fixture f;
  cc_bracket range;
  open_fixture(&f, "interventions.bid.delivery");
  assert_int_equal(cc_vary_range(&f.vary, &range, &f.complaint), CC_OK);
  cc_assert_near(range.low, 0, 0);
  cc_assert_near(range.high, 1, 0);
  close_fixture(&f);
  open_fixture(&f, "services.new.cost");
  assert_int_equal(cc_vary_range(&f.vary, &range, &f.complaint), CC_USAGE);
  cc_vary_apply(&f.vary, 3e6, f.vector);
  cc_assert_near(value(&f, "services.new.cost", 0), 3e6, 0);
  close_fixture(&f);
}

static void refuses(const char *text, const char *path, const char *said) {
  cc_scenario *scenario = cc_load_text(text);
  cc_arena arena = {0};
  cc_text complaint = {0};
  cc_vary vary;
  assert_int_equal(cc_vary_create(scenario, path, &arena, &vary, &complaint), CC_USAGE);
  if (strstr(complaint.data, said) == NULL) {
    fail_msg("%s", complaint.data);
  }
  cc_text_free(&complaint);
  cc_arena_free(&arena);
  cc_scenario_free(scenario);
}

static void refusals(void **state) {
  (void)state;
  refuses(SERVICES, "services.team.cost", "did you mean `services.teams.cost`?");
  refuses(SERVICES, "nothing.at.all.*", "reaches no parameter");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_number_is_set),
      cmocka_unit_test(years_take_a_value_and_patterns_a_factor),
      cmocka_unit_test(ranges),
      cmocka_unit_test(refusals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
