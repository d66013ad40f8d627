/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans about money, in C. */
#include "support/money_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/money.h"

void cc_assert_printed(const cc_plan_fixture *f, const char *measure, int year,
                       const char *printed) {
  char text[CC_FIGURE_TEXT];
  assert_string_equal(cc_print_millions(cc_fixture_annual(f, measure, year), 1, text), printed);
}

int cc_fixture_yearly(cc_plan_fixture *f, int n, const double *values) {
  int months[CC_MAX_YEARS];
  assert_in_range(n, 1, CC_MAX_YEARS);
  for (int y = 0; y < n; y++) {
    months[y] = 12 * y;
  }
  return cc_fixture_knots(f, CC_STEPS, n, months, values);
}

cc_line cc_fixture_line(cc_plan_fixture *f, const char *name, double amount, int first, int last) {
  cc_line line = {.name = name,
                  .title = name,
                  .amount = cc_fixture_constant(f, amount),
                  .delivery = CC_ABSENT,
                  .first_year = first,
                  .last_year = last};
  return line;
}

cc_contract cc_fixture_contract(int n_years) {
  return (cc_contract){.present = true,
                       .brought_forward = CC_ABSENT,
                       .indexation_modelled_from = n_years,
                       .pressures_modelled_from = n_years,
                       .grants_via_council = CC_ABSENT,
                       .other_grants = CC_ABSENT,
                       .council_contract_sum = CC_ABSENT,
                       .council_increase_per_year = CC_ABSENT,
                       .gain_share = CC_ABSENT,
                       .risk_share = CC_ABSENT,
                       .reserves = CC_ABSENT,
                       .reserves_floor = CC_ABSENT};
}

const double cc_fixture_switches[CC_FIXTURE_INTERVENTIONS] = {1, 1, 1, 1, 1, 1, 1, 1};

cc_series_set cc_fixture_expand(cc_plan_fixture *f) {
  size_t parameters = (size_t)f->plan.n_parameters;
  size_t cells = (size_t)(f->plan.n_series * f->plan.n_months);
  cc_series_set set = {.of = cc_arena_array(&f->arena, parameters, sizeof *set.of),
                       .constant = cc_arena_array(&f->arena, parameters, sizeof *set.constant),
                       .monthly = cc_arena_array(&f->arena, cells, sizeof *set.monthly)};
  assert_non_null(set.of);
  assert_non_null(set.constant);
  assert_non_null(set.monthly);
  cc_parameters_expand(&f->plan, f->vector, cc_fixture_switches, &set);
  return set;
}

void cc_fixture_still_children(cc_plan_fixture *f, int children) {
  cc_fixture_bands(f, 2, (int[]){0, 12});
  cc_fixture_demand(f);
  f->plan.demand.opening_by_band[0] = children;
  f->plan.demand.opening_by_band[1] = cc_fixture_constant(f, 0);
}
