/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_TESTS_MONEY_FIXTURE_H
#define CC_TESTS_MONEY_FIXTURE_H

#include "support/near.h"
#include "support/plan_fixture.h"

/* What the tests of money add to a plan in C. */

#define CC_TINY 1e-4 /* GBP, a hundredth of a penny: what rounding may leave of some millions */

/* Fails unless an annual row shows `printed` in GBP million with one decimal: "201.1", "(0.8)". */
void cc_assert_printed(const cc_plan_fixture *f, const char *measure, int year,
                       const char *printed);

/* A parameter with a value for each plan year. */
int cc_fixture_yearly(cc_plan_fixture *f, int n, const double *values);

/* A line titled by its name, of a constant amount, in plan years first..last. */
cc_line cc_fixture_line(cc_plan_fixture *f, const char *name, double amount, int first, int last);

/* A contract in which nothing is written. */
cc_contract cc_fixture_contract(int n_years);

/* The parameters spread over the months, all interventions on, in the fixture's memory. To be
 * called after cc_fixture_finish, by tests that run one module without a projection. */
cc_series_set cc_fixture_expand(cc_plan_fixture *f);
extern const double cc_fixture_switches[CC_FIXTURE_INTERVENTIONS];

/* Children whose number stays: two bands, under a year and older, and `children` (a parameter) in
 * the first band's opening stock, spread over placements by the parameters already set in
 * opening_by_placement. Nobody enters, leaves or turns 18 in the ten years that a plan may have. */
void cc_fixture_still_children(cc_plan_fixture *f, int children);

#endif
