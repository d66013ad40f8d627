/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_TESTS_PLAIN_COHORTS_H
#define CC_TESTS_PLAIN_COHORTS_H

#include "model/workspace.h"
#include "support/plan_fixture.h"

/* Cohorts of children in care done again in the plainest way, for tests of the cohorts: every state
 * of every age by itself, and nothing left out or put off. With them comes a plan to try both on,
 * of eight placements, a to h, of which c has two states, 2 and CC_PLAIN_SECOND_OF_C. */
enum { CC_PLAIN_PLACEMENTS = 8, CC_PLAIN_SECOND_OF_C = CC_PLAIN_PLACEMENTS, CC_PLAIN_STATES };

typedef struct {
  double stock[CC_PLAIN_STATES][CC_ADULT_AGE]; /* children, by completed months */
  double entry_ages[CC_ADULT_AGE];             /* sum to 1 in every band */
  cc_flows flows;                              /* of the steps taken; the caller clears them */
} cc_plain_cohorts;

/* Initialises and finishes a fixture of three years, its parameters expanded: `n_bands` bands as in
 * cc_fixture_bands, with moves between many states or, where `sparse`, few; two exits from every
 * state, of which one changes its rate in the second band; and overflows. The caller frees it. */
void cc_plain_plan(bool sparse, int n_bands, const int *first_ages, cc_plan_fixture *f);

/* Puts the same children, and the same ages of entries, into the fixture's cohorts and `p`. At
 * first children are everywhere but in state 5, or, where `sparse`, in 0 and 1. */
void cc_plain_open(bool sparse, cc_plan_fixture *f, cc_plain_cohorts *p);

/* Entries a year: into every other state; where `sparse`, into 0, and from month 5 on into 3 in the
 * second band. */
double cc_plain_entries(bool sparse, int month, int band, int state);

/* A step of `years` with the rates of a month and the entries in the fixture's cohorts; adds to the
 * flows. After the month's last step everybody `ages` by a month. */
void cc_plain_step(const cc_plan_fixture *f, int month, double years, bool ages,
                   cc_plain_cohorts *p);

/* Moves a share of the children of every age at once; returns how many. */
double cc_plain_displace(double share, int from, int to, cc_plain_cohorts *p);

/* Children in a state, of ages first_age .. end - 1. */
double cc_plain_sum(const cc_plain_cohorts *p, int state, int first_age, int end);

#endif
