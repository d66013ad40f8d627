/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_TESTS_PLAIN_COHORTS_H
#define CC_TESTS_PLAIN_COHORTS_H

#include "model/workspace.h"
#include "support/plan_fixture.h"

/* Cohorts of children in care done again in the plainest way, for tests of the cohorts: every state
 * of every age by itself, and nothing left out or put off. With them comes a plan to try both on,
 * of placements a, b, c, ..., of which c has two states, 2 and the last of all. */
enum { CC_PLAIN_LEAST_STATES = 9, CC_PLAIN_SHAPES = 5 };

typedef struct {
  bool sparse; /* few moves, and children in some states only, in others later */
  int n_years;
  int n_states; /* CC_PLAIN_LEAST_STATES or more */
  int n_bands;
  int first_ages[CC_MAX_BANDS]; /* as in cc_fixture_bands */
  int shape;                    /* of ages, where the first band and state begin with it */
} cc_plain_kind;

/* exp(q h) and its integrals, as solved last for a band. */
typedef double cc_plain_square[CC_MAX_STATES][CC_MAX_STATES];
typedef struct {
  double years;
  cc_plain_square q, s0, s1, s2;
} cc_plain_solution;

typedef struct {
  int n_states;
  double stock[CC_MAX_STATES][CC_ADULT_AGE]; /* children, by completed months */
  double entry_ages[CC_ADULT_AGE];           /* of the month; sum to 1 in every band */
  cc_plain_solution solutions[CC_MAX_BANDS];
  cc_flows flows; /* of the steps taken; the caller clears them */
} cc_plain_cohorts;

/* Initialises and finishes a fixture, its parameters expanded: with moves between many states or,
 * where `sparse`, few; two exits from every state, of which one changes its rate in the second band
 * after a year; and overflows, from a to f, from there to b, and from d to h. The caller frees it.
 */
void cc_plain_plan(const cc_plain_kind *kind, cc_plan_fixture *f);

/* Puts the same children into the fixture's cohorts and `p`: the one gets curves, the other their
 * values at every age. All else in the cohorts is set to what is no
 * number. At first children are everywhere but in state 5, or, where `sparse`, in 0 and 1. */
void cc_plain_open(const cc_plain_kind *kind, cc_plan_fixture *f, cc_plain_cohorts *p);

/* The same for the ages of a month's entries, which are others every month. Of the youngest band
 * some come at its first age besides, and where it is wider than a year its first year has fewer
 * for it.
 */
void cc_plain_entry_ages(const cc_plain_kind *kind, int month, cc_plan_fixture *f,
                         cc_plain_cohorts *p);

/* Entries a year: into every other state; where `sparse`, into 0, and from month 5 on into 3 in the
 * second band. */
double cc_plain_entries(const cc_plain_kind *kind, int month, int band, int state);

/* A step of `years` with the rates of a month and the entries in the fixture's cohorts; adds to the
 * flows. After the month's last step everybody `ages` by a month. */
void cc_plain_step(const cc_plan_fixture *f, int month, double years, bool ages,
                   cc_plain_cohorts *p);

/* Moves a share of the children of every age at once; returns how many. */
double cc_plain_displace(double share, int from, int to, cc_plain_cohorts *p);

/* Children in a state, of ages first_age .. end - 1. */
double cc_plain_sum(const cc_plain_cohorts *p, int state, int first_age, int end);

#endif
