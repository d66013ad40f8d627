/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Roots by Brent's method (R. P. Brent, Algorithms for Minimization without Derivatives, 1973), as
 * GSL has it: inverse quadratic interpolation, and halving where that gains too little.
 *
 * Brent's method comes nearer from one side and may leave the other end of its bracket far away.
 * Whoever asks for a least cut wants both ends close, the one that does and the one that does not;
 * so once the estimate settles, the bracket is closed by points a little to either side of it, and
 * by halving where that fails. */
#include "numeric/root.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { MOST_STEPS = 200 };

struct cc_root {
  gsl_root_fsolver *solver;
};

cc_status cc_root_create(cc_root **root) {
  cc_root *made = calloc(1, sizeof *made);
  if (made != NULL) {
    made->solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
  }
  if (made == NULL || made->solver == NULL) {
    free(made);
    return CC_NO_MEMORY;
  }
  *root = made;
  return CC_OK;
}

void cc_root_free(cc_root *root) {
  if (root != NULL) {
    gsl_root_fsolver_free(root->solver);
    free(root);
  }
}

/* The function as it is asked, with what is known of the bracket. */
typedef struct {
  cc_root_function function;
  void *context;
  cc_bracket bracket;
  double at_low; /* the function there */
  bool failed;
} search;

/* Asks at x, and draws the nearer end of the bracket there. */
static double ask(double x, void *context) {
  search *s = context;
  double value = s->function(s->context, x);
  if (!isfinite(value)) {
    s->failed = true;
    return 0; /* GSL stops at once */
  }
  bool inside = x > s->bracket.low && x < s->bracket.high;
  if (inside && (value > 0) == (s->at_low > 0)) {
    s->bracket.low = x;
  } else if (inside) {
    s->bracket.high = x;
  }
  return value;
}

static double width(const search *s) {
  return s->bracket.high - s->bracket.low;
}

/* Lets GSL estimate the root until two estimates are within the tolerance. */
static double estimate(cc_root *root, search *s, gsl_function *asked, double tolerance) {
  cc_bracket whole = s->bracket;
  if (gsl_root_fsolver_set(root->solver, asked, whole.low, whole.high) != GSL_SUCCESS) {
    return 0.5 * (whole.low + whole.high);
  }
  double before = INFINITY, now = gsl_root_fsolver_root(root->solver);
  for (int i = 0; i < MOST_STEPS && !s->failed && width(s) > tolerance; i++) {
    if (gsl_root_fsolver_iterate(root->solver) != GSL_SUCCESS) {
      break;
    }
    before = now;
    now = gsl_root_fsolver_root(root->solver);
    if (fabs(now - before) <= 0.25 * tolerance) {
      break;
    }
  }
  return now;
}

/* Brings both ends within the tolerance of each other. */
static void close_bracket(search *s, double near, double tolerance) {
  (void)ask(near - 0.4 * tolerance, s);
  (void)ask(near + 0.4 * tolerance, s);
  for (int i = 0; i < MOST_STEPS && !s->failed && width(s) > tolerance; i++) {
    (void)ask(0.5 * (s->bracket.low + s->bracket.high), s);
  }
}

cc_status cc_root_find(cc_root *root, cc_root_function function, void *context, double tolerance,
                       cc_bracket *bracket) {
  search s = {.function = function, .context = context, .bracket = *bracket};
  gsl_function asked = {.function = ask, .params = &s};
  double at_high = ask(bracket->high, &s);
  s.at_low = ask(bracket->low, &s);
  if (s.failed) {
    return CC_NUMERIC;
  }
  if (!(bracket->low < bracket->high) || !(tolerance > 0) || (s.at_low > 0) == (at_high > 0)) {
    return CC_USAGE;
  }
  double near = estimate(root, &s, &asked, tolerance);
  if (!s.failed && width(&s) > tolerance) {
    close_bracket(&s, near, tolerance);
  }
  *bracket = s.bracket;
  return s.failed || width(&s) > tolerance ? CC_NUMERIC : CC_OK;
}
