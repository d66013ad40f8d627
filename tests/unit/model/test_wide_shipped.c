/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every shipped scenario eight at a time against one at a time, to the last bit: by draws, and with
 * every figure changed, also those that nobody doubts. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/draws.h"
#include "support/company.h"
#include "support/shipped.h"

enum { DRAWS = 4 * CC_WIDE };

/* Draws, as a simulation projects them. */
static void look_at_draws(cc_scenario *scenario, int number, void *context) {
  (void)context;
  cc_company c;
  cc_draws *draws = NULL;
  uint64_t seed = (uint64_t)number + 1;
  assert_int_equal(cc_draws_create(scenario, DRAWS, CC_SAMPLE_LATIN, seed, &draws), CC_OK);
  cc_company_open(&scenario->plan, scenario->vector, &c);
  for (int first = 0; first < DRAWS; first += CC_WIDE) {
    for (int i = 0; i < CC_WIDE; i++) {
      cc_draws_vector(draws, first + i, c.vectors[i]);
    }
    cc_company_project_alone(&c);
    cc_company_assert_together(&c, cc_as_they_come);
  }
  cc_company_close(&c);
  cc_draws_free(draws);
}

static void draws_of_the_shipped_scenarios(void **state) {
  (void)state;
  cc_each_shipped(look_at_draws, NULL);
}

/* 0.9 to 1.1, another for each number and vector. */
static double factor_of(int number, int vector) {
  double unused;
  return 0.9 + 0.2 * modf(0.6180339887 * (number + 1) + 0.7548776662 * vector, &unused);
}

/* Both margins of the opening by the same factor, so that they agree. */
static bool is_of_opening(const cc_demand *demand, int parameter) {
  bool found = false;
  for (int b = 0; b < CC_MAX_BANDS; b++) {
    found = found || demand->opening_by_band[b] == parameter;
  }
  for (int s = 0; s < CC_MAX_STATES; s++) {
    found = found || demand->opening_by_placement[s] == parameter;
  }
  return found;
}

static void vary(const cc_plan *plan, int vector, double *values) {
  for (int i = 0; i < plan->n_parameters; i++) {
    const cc_parameter *parameter = &plan->parameters[i];
    bool together = is_of_opening(&plan->demand, i);
    for (int k = 0; k < parameter->n_knots; k++) {
      int place = parameter->first_value + k;
      values[place] *= factor_of(together ? 0 : place, vector);
      values[place] = fmin(fmax(values[place], parameter->low), parameter->high);
    }
  }
}

/* Every figure that there is, not only the uncertain ones. */
static void look_at_all_figures(cc_scenario *scenario, int number, void *context) {
  (void)number;
  (void)context;
  cc_company c;
  cc_company_open(&scenario->plan, scenario->vector, &c);
  for (int i = 0; i < CC_WIDE; i++) {
    vary(&scenario->plan, i, c.vectors[i]);
  }
  cc_company_project_alone(&c);
  cc_company_assert_together(&c, cc_as_they_come);
  cc_company_close(&c);
}

static void all_figures_of_the_shipped_scenarios(void **state) {
  (void)state;
  cc_each_shipped(look_at_all_figures, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(draws_of_the_shipped_scenarios),
      cmocka_unit_test(all_figures_of_the_shipped_scenarios),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
