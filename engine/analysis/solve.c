/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goal seek on the monotone case. The condition's margin m(x) says how far it is from holding, in
 * its own unit; it holds where m(x) <= 0. First m is asked on an even grid over the range: it must
 * go one way only. Where its sign then differs at the two ends there is just one crossing, and
 * Brent's method encloses it. The answer is the end of the bracket at which the condition holds,
 * rounded away from the crossing to as few digits as change nothing that matters, and projected
 * once more: what is printed is what was computed there, not near there.
 *
 * With P(...) the same draws, of parameters and of process noise, are taken at every x, so that m
 * moves with x alone. The spread of the noise is that of the scenario as it is: it changes as the
 * root of the number of children, slowly beside what is sought. The error of the
 * answer is that of the order statistic over the slope of m. */
#include "analysis/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/projection.h"
#include "numeric/normal.h"
#include "numeric/random.h"

enum { GRID = 9, MOST_DIGITS = 12 };
#define NARROWNESS 1e-6 /* of the range: width of the last bracket */
#define FLAT 1e-9       /* of the largest margin: what counts as no movement */

typedef struct {
  const cc_solve_request *request;
  const cc_plan *plan;
  cc_workspace *workspace;
  cc_results *results;
  double *vector;
  double *margins; /* [n_draws] */
  double *noise;   /* [n_draws]: what chance adds to each */
  cc_root *root;
} solver;

/* ---- asking at one value -------------------------------------------------------------------- */

/* Projects the vector; both sides are not numbers when that fails. */
static cc_sides project(const solver *s, double x) {
  cc_vary_apply(s->request->vary, x, s->vector);
  if (cc_project(s->plan, s->vector, 1, s->workspace, s->results) != CC_OK) {
    return (cc_sides){NAN, NAN};
  }
  return cc_condition_sides(s->request->condition, s->plan, s->results->annual);
}

static void ask_draws(const solver *s, double x, cc_solve_point *point) {
  const cc_solve_request *request = s->request;
  for (int i = 0; i < request->n_draws; i++) {
    cc_draws_vector(request->draws, i, s->vector);
    s->margins[i] = cc_condition_margin(request->condition, project(s, x)) + s->noise[i];
    if (!isfinite(s->margins[i])) {
      point->margin = NAN;
      return;
    }
  }
  point->share = cc_condition_share(request->n_draws, s->margins);
  point->margin =
      cc_condition_margin_of_draws(request->condition, request->n_draws, s->margins, &point->error);
}

static cc_solve_point ask(const solver *s, double x) {
  cc_solve_point point = {.x = x, .share = NAN};
  memcpy(s->vector, s->request->vary->scenario->vector,
         (size_t)s->plan->vector_length * sizeof *s->vector);
  point.sides = project(s, x);
  point.margin = cc_condition_margin(s->request->condition, point.sides);
  if (s->request->condition->has_probability) {
    ask_draws(s, x, &point);
  }
  return point;
}

static double margin_at(void *context, double x) {
  return ask(context, x).margin;
}

/* ---- the grid ------------------------------------------------------------------------------- */

/* Whether the margins go one way only; *turn is the last point before they do not. */
static bool is_monotone(const cc_solve_point *grid, double flat, double *turn) {
  double direction = grid[GRID - 1].margin - grid[0].margin;
  for (int i = 1; i < GRID; i++) {
    double step = grid[i].margin - grid[i - 1].margin;
    if (step * (direction < 0 ? -1 : 1) < -flat) {
      *turn = grid[i - 1].x;
      return false;
    }
  }
  return true;
}

static bool holds(double margin) {
  return margin <= 0;
}

/* What the grid says; CC_SOLVED when there is a crossing to enclose. */
static cc_solve_outcome judge(const cc_solve_point *grid, double *turn) {
  double largest = 0, least = INFINITY, most = -INFINITY;
  for (int i = 0; i < GRID; i++) {
    largest = fmax(largest, fmax(fabs(grid[i].sides.left), fabs(grid[i].sides.right)));
    least = fmin(least, grid[i].margin);
    most = fmax(most, grid[i].margin);
  }
  double flat = FLAT * largest;
  if (most - least <= flat) {
    return CC_MAKES_NO_DIFFERENCE;
  }
  if (!is_monotone(grid, flat, turn)) {
    return CC_NOT_MONOTONE;
  }
  return holds(most) ? CC_HOLDS_THROUGHOUT : !holds(least) ? CC_HOLDS_NOWHERE : CC_SOLVED;
}

static cc_status ask_grid(const solver *s, cc_solve_point grid[GRID]) {
  cc_bracket range = s->request->range;
  for (int i = 0; i < GRID; i++) {
    grid[i] =
        ask(s, i == GRID - 1 ? range.high : range.low + (range.high - range.low) * i / (GRID - 1));
    if (!isfinite(grid[i].margin)) {
      return CC_NUMERIC;
    }
  }
  return CC_OK;
}

/* ---- the answer ----------------------------------------------------------------------------- */

/* x with `digits` digits, not below it (up) or not above it (down). */
static double rounded(double x, int digits, bool up) {
  if (x == 0) {
    return 0;
  }
  double unit = pow(10, floor(log10(fabs(x))) - digits + 1);
  double steps = up ? ceil(x / unit) : floor(x / unit);
  /* a power of ten below 1 is not a double, its inverse is */
  return unit < 1 ? steps / round(1 / unit) : steps * unit;
}

/* The fewest digits, from four on, whose last is worth less than a thousandth of the range, and
 * with which the condition holds. */
static cc_solve_point round_answer(const solver *s, double x, bool up) {
  cc_bracket range = s->request->range;
  for (int digits = 4; digits <= MOST_DIGITS; digits++) {
    double shorter = rounded(x, digits, up);
    bool near = fabs(shorter - x) <= 1e-3 * (range.high - range.low);
    if (near && shorter >= range.low && shorter <= range.high) {
      cc_solve_point point = ask(s, shorter);
      if (holds(point.margin)) {
        return point;
      }
    }
  }
  return ask(s, x);
}

/* The grid point on either side of the crossing gives the slope for the answer's error. */
static double error_of(const cc_solve_point *answer, cc_bracket from, double margin_low,
                       double margin_high) {
  double slope = fabs(margin_high - margin_low) / (from.high - from.low);
  return slope > 0 ? answer->error / slope : 0;
}

static cc_status find_answer(solver *s, const cc_solve_point grid[GRID], cc_solution *solution) {
  int cell = 1;
  while (cell < GRID - 1 && holds(grid[cell].margin) == holds(grid[0].margin)) {
    cell++;
  }
  cc_bracket range = s->request->range, bracket = {grid[cell - 1].x, grid[cell].x};
  solution->rising = holds(grid[GRID - 1].margin);
  cc_status status =
      cc_root_find(s->root, margin_at, s, NARROWNESS * (range.high - range.low), &bracket);
  if (status != CC_OK) {
    return status == CC_USAGE ? CC_INTERNAL : status;
  }
  solution->answer =
      round_answer(s, solution->rising ? bracket.high : bracket.low, solution->rising);
  solution->error = error_of(&solution->answer, (cc_bracket){grid[cell - 1].x, grid[cell].x},
                             grid[cell - 1].margin, grid[cell].margin);
  return holds(solution->answer.margin) ? CC_OK : CC_NUMERIC;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static void draw_noise(const solver *s) {
  const cc_solve_request *request = s->request;
  for (int i = 0; i < request->n_draws && request->noise > 0; i++) {
    uint32_t words[4];
    cc_random_named_block(request->seed, (uint32_t)i, CC_STREAM_NOISE, 0, words);
    s->noise[i] = request->noise * cc_normal_quantile(cc_random_unit(words[0], words[1]));
  }
}

static cc_status make_solver(const cc_solve_request *request, solver *s) {
  *s = (solver){.request = request, .plan = &request->vary->scenario->plan};
  s->vector = calloc((size_t)s->plan->vector_length + 1, sizeof *s->vector);
  s->margins = calloc((size_t)request->n_draws + 1, sizeof *s->margins);
  s->noise = calloc((size_t)request->n_draws + 1, sizeof *s->noise);
  bool whole = s->vector != NULL && s->margins != NULL && s->noise != NULL;
  cc_status status = whole ? CC_OK : CC_NO_MEMORY;
  status = status == CC_OK ? cc_workspace_create(s->plan, &s->workspace) : status;
  status = status == CC_OK ? cc_results_create(s->plan, &s->results) : status;
  return status == CC_OK ? cc_root_create(&s->root) : status;
}

static void free_solver(solver *s) {
  cc_root_free(s->root);
  cc_results_free(s->results);
  cc_workspace_free(s->workspace);
  free(s->noise);
  free(s->margins);
  free(s->vector);
}

cc_status cc_solve(const cc_solve_request *request, cc_solution *solution) {
  solver s;
  cc_solve_point grid[GRID];
  *solution = (cc_solution){0};
  cc_status status = make_solver(request, &s);
  if (status == CC_OK) {
    draw_noise(&s);
    solution->now = ask(&s, request->vary->central);
    status = ask_grid(&s, grid);
  }
  if (status == CC_OK) {
    solution->low = grid[0];
    solution->high = grid[GRID - 1];
    solution->outcome = judge(grid, &solution->turn);
  }
  if (status == CC_OK && solution->outcome == CC_SOLVED) {
    status = find_answer(&s, grid, solution);
  }
  free_solver(&s);
  return status;
}
