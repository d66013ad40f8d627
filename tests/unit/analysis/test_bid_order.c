/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of bids, on a service whose cost two of them cut by a tenth and by a fifth: worked out
 * by hand. */
#include "analysis/bid_order.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/near.h"
#include "support/scenario_fixture.h"

#define TEAMS                                                                                      \
  "carecast: 1\ntitle: T\nstart: 2020/21\nyears: 2\nservices: {teams: {cost: 1m}}\n"               \
  "interventions:\n"
#define CUT(name, cost, factor)                                                                    \
  "  " name ": {cost: " cost ", effects: [{target: services.teams.cost, multiply: " factor "}]}\n"
#define STATED "  stated: {cost: 5k, benefit: 7k}\n"

/* Each year of 1m: a tenth is 100k, or 80k of the 800k that the other leaves; a fifth is 200k, or
 * 180k of the 900k. A bid whose benefit is stated is in no order. */
static void by_when_they_are_counted(void **state) {
  (void)state;
  cc_scenario *scenario =
      cc_load_text(TEAMS CUT("tenth", "10k", "0.9") STATED CUT("fifth", "30k", "0.8"));
  const double expected[2][3] = {{200e3, 200e3, 160e3}, {360e3, 400e3, 360e3}};
  cc_bid_order orders[2];
  cc_run run = cc_run_of(scenario);
  assert_int_equal(cc_bid_order_count(&scenario->plan), 2);
  assert_int_equal(cc_bid_order_find(&run, orders), CC_OK);
  for (int i = 0; i < 2; i++) {
    assert_int_equal(orders[i].intervention, 2 * i);
    cc_assert_near(orders[i].written, expected[i][0], 1e-6);
    cc_assert_near(orders[i].alone, expected[i][1], 1e-6);
    cc_assert_near(orders[i].last, expected[i][2], 1e-6);
  }
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

static void one_bid_has_no_order(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(TEAMS CUT("tenth", "10k", "0.9") STATED);
  cc_run run = cc_run_of(scenario);
  assert_int_equal(cc_bid_order_count(&scenario->plan), 0);
  assert_int_equal(cc_bid_order_find(&run, NULL), CC_OK);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(by_when_they_are_counted),
      cmocka_unit_test(one_bid_has_no_order),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
