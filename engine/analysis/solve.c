/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goal seek on the monotone case. The condition's margin m(x) says how far it is from holding, in
 * its own unit; it holds where m(x) <= 0. First m is asked on an even grid over the range: it must
 * go one way only. Where its sign then differs at the two ends there is just one crossing, and
 * Brent's method encloses it. The answer is the end of the bracket at which the condition holds,
 * rounded away from the crossing to as few digits as change nothing that matters, and projected
 * once more: what is printed is what was computed there, not near there.
 *
 * With P(...) the same draws are taken at every x, and in each the same history of the children, so
 * that m moves with x alone; the grid is coarser. Counts of children are whole, and so m goes in
 * steps, and may go one or two back: the condition must change from holding to not holding just
 * once on the grid, and the place where it does is enclosed by its sign. The inequality at central
 * values must still go one way only on the fine grid. The error of the answer is that of the order
 * statistic over the slope of m.
 *
 * A cap that holds keeps the children where they are but for rounding. So what is above 0 by less
 * than rounding can be holds as well. */
#include "analysis/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/crew.h"

enum { GRID = 33, COARSE = 4, MOST_DIGITS = 12 };
#define NARROWNESS 1e-6 /* of the range: width of the last bracket */
#define NARROWNESS_OF_DRAWS 1e-4
#define FLAT 1e-9      /* of the largest side: what counts as no movement */
#define ROUNDING 1e-11 /* of the larger side: a difference that is none */

typedef struct {
  const cc_solve_request *request;
  const cc_plan *plan;
  cc_crew *crew;
  double *margins; /* [n_draws] */
  cc_root *root;
  double size; /* of the largest side on the grid */
  cc_status status;
} solver;

/* ---- asking ---------------------------------------------------------------------------------- */

/* Values to ask about at once, one after the other: of each, the central projection and then one
 * for each draw. With draws there is one value. */
typedef struct {
  const solver *s;
  int n_draws;
  cc_solve_point *points;
} question;

static cc_solve_point *point_of(const question *q, int i) {
  return &q->points[i / (q->n_draws + 1)];
}

/* The draw of a projection; below 0: none, it is central. */
static int draw_of(const question *q, int i) {
  return i % (q->n_draws + 1) - 1;
}

/* The margin, or 0 where rounding is all that it is. */
static double margin_of(const cc_condition *condition, cc_sides sides) {
  double margin = cc_condition_margin(condition, sides);
  double nothing = ROUNDING * fmax(fabs(sides.left), fabs(sides.right));
  return fabs(margin) <= nothing ? 0 : margin;
}

static void fill(void *context, int i, double *vector) {
  const question *q = context;
  const cc_solve_request *request = q->s->request;
  if (draw_of(q, i) < 0) {
    cc_fill_centre(request->vary->scenario, vector);
  } else {
    cc_draws_vector(request->draws, draw_of(q, i), vector);
  }
  if (!isnan(point_of(q, i)->x)) { /* where the scenario stands, nothing is turned */
    cc_vary_apply(request->vary, point_of(q, i)->x, vector);
  }
}

/* The expected figures of a lane into p->results. */
static void take_expected(cc_projector *p, int lane) {
  cc_projected projected = cc_wide_projected(p->wide, lane);
  for (int k = 0; k < p->plan->rows.annual.count * p->plan->n_years; k++) {
    p->results->annual[k] = projected.annual[k * projected.stride];
  }
}

static cc_status take(void *context, cc_projector *p, int lane, int i) {
  const question *q = context;
  const cc_solve_request *request = q->s->request;
  int draw = draw_of(q, i);
  cc_status status = CC_OK;
  if (draw >= 0 && request->follows) {
    status = cc_project_history(p, p->vectors[lane], request->seed, (uint32_t)draw);
  } else {
    take_expected(p, lane);
  }
  cc_sides sides = cc_condition_sides(request->condition, p->plan, p->results->annual);
  if (draw < 0) {
    point_of(q, i)->sides = sides;
  } else {
    q->s->margins[draw] = margin_of(request->condition, sides);
  }
  bool refused = draw < 0 && cc_wide_projected(p->wide, lane).misplaced > 0.0; /* as `check` does */
  return status != CC_OK || (isfinite(sides.left - sides.right) && !refused) ? status : CC_NUMERIC;
}

/* Asks at points[count], whose x is there already. Where that fails their margins are not numbers,
 * and s->status says why. */
static void ask_all(solver *s, int count, int n_draws, cc_solve_point *points) {
  const cc_condition *condition = s->request->condition;
  question q = {s, n_draws, points};
  const cc_projections projections = {&q, fill, take};
  cc_status status = cc_crew_project_all(s->crew, count * (n_draws + 1), &projections);
  s->status = status == CC_OK ? s->status : status;
  for (int i = 0; i < count; i++) {
    points[i].share = NAN;
    points[i].margin = status == CC_OK ? margin_of(condition, points[i].sides) : (double)NAN;
  }
  if (status == CC_OK && n_draws > 0) {
    points->share = cc_condition_share(n_draws, s->margins);
    points->margin = cc_condition_margin_of_draws(condition, n_draws, s->margins, &points->error);
  }
}

static cc_solve_point ask(solver *s, double x, int n_draws) {
  cc_solve_point point = {.x = x};
  ask_all(s, 1, n_draws, &point);
  return point;
}

/* ---- the grid ------------------------------------------------------------------------------- */

typedef struct {
  cc_solve_point of[GRID];
  int count;
} grid;

static cc_status ask_grid(solver *s, int count, int n_draws, grid *g) {
  cc_bracket range = s->request->range;
  int at_once = n_draws > 0 ? 1 : count;
  g->count = count;
  for (int i = 0; i < count; i++) {
    double x = i == count - 1 ? range.high : range.low + (range.high - range.low) * i / (count - 1);
    g->of[i] = (cc_solve_point){.x = x};
  }
  for (int i = 0; i < count && s->status == CC_OK; i += at_once) {
    ask_all(s, at_once, n_draws, &g->of[i]);
  }
  for (int i = 0; i < count; i++) {
    s->size = fmax(s->size, fmax(fabs(g->of[i].sides.left), fabs(g->of[i].sides.right)));
  }
  return s->status;
}

static bool holds(double margin) {
  return margin <= 0;
}

/* Whether the margins go one way only; *turn is the last point before they do not. */
static bool is_monotone(const grid *g, double flat, double *turn) {
  double direction = g->of[g->count - 1].margin - g->of[0].margin;
  for (int i = 1; i < g->count; i++) {
    double step = g->of[i].margin - g->of[i - 1].margin;
    if (step * (direction < 0 ? -1 : 1) < -flat) {
      *turn = g->of[i - 1].x;
      return false;
    }
  }
  return true;
}

/* Whether the condition changes once at most between holding and not; *turn is a point beyond which
 * it changes again. */
static bool changes_once(const grid *g, double *turn) {
  int changes = 0;
  for (int i = 1; i < g->count; i++) {
    changes += holds(g->of[i].margin) != holds(g->of[i - 1].margin);
    *turn = changes > 1 ? *turn : g->of[i].x;
  }
  return changes <= 1;
}

/* What the grid says; CC_SOLVED when there is a crossing to enclose. */
static cc_solve_outcome judge(const solver *s, const grid *g, bool with_draws, double *turn) {
  double least = INFINITY, most = -INFINITY, flat = FLAT * s->size;
  for (int i = 0; i < g->count; i++) {
    least = fmin(least, g->of[i].margin);
    most = fmax(most, g->of[i].margin);
  }
  if (most - least <= flat) {
    return CC_MAKES_NO_DIFFERENCE;
  }
  if (with_draws ? !changes_once(g, turn) : !is_monotone(g, flat, turn)) {
    return CC_NOT_MONOTONE;
  }
  return holds(most) ? CC_HOLDS_THROUGHOUT : !holds(least) ? CC_HOLDS_NOWHERE : CC_SOLVED;
}

/* Fills the grid on which the answer is sought. */
static cc_status survey(solver *s, grid *g, cc_solution *solution) {
  cc_status status = ask_grid(s, GRID, 0, g);
  if (status == CC_OK) {
    solution->outcome = judge(s, g, false, &solution->turn);
  }
  if (status == CC_OK && s->request->n_draws > 0) {
    bool turns = solution->outcome == CC_NOT_MONOTONE;
    status = ask_grid(s, (GRID - 1) / COARSE + 1, s->request->n_draws, g);
    if (status == CC_OK && !turns) {
      solution->outcome = judge(s, g, true, &solution->turn);
    }
  }
  solution->low = g->of[0];
  solution->high = g->of[g->count - 1];
  return status;
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
static cc_solve_point round_answer(solver *s, double x, bool up) {
  cc_bracket range = s->request->range;
  for (int digits = 4; digits <= MOST_DIGITS; digits++) {
    double shorter = rounded(x, digits, up);
    bool near = fabs(shorter - x) <= 1e-3 * (range.high - range.low);
    if (near && shorter >= range.low && shorter <= range.high) {
      cc_solve_point point = ask(s, shorter, s->request->n_draws);
      if (holds(point.margin)) {
        return point;
      }
    }
  }
  return ask(s, x, s->request->n_draws);
}

/* The grid point on either side of the crossing gives the slope for the answer's error. */
static double error_of(const cc_solve_point *answer, cc_bracket from, double margin_low,
                       double margin_high) {
  double slope = fabs(margin_high - margin_low) / (from.high - from.low);
  return slope > 0 ? answer->error / slope : 0;
}

/* With draws its sign alone: a margin of 0 holds, and need not be where that begins. */
static double margin_at(void *context, double x) {
  solver *s = context;
  double margin = ask(s, x, s->request->n_draws).margin;
  return s->request->n_draws == 0 || isnan(margin) ? margin : holds(margin) ? -1 : 1;
}

static cc_status find_answer(solver *s, const grid *g, cc_solution *solution) {
  int cell = 1;
  while (cell < g->count - 1 && holds(g->of[cell].margin) == holds(g->of[0].margin)) {
    cell++;
  }
  const cc_solve_point *below = &g->of[cell - 1], *above = &g->of[cell];
  cc_bracket range = s->request->range, bracket = {below->x, above->x};
  double narrowness = s->request->n_draws > 0 ? NARROWNESS_OF_DRAWS : NARROWNESS;
  solution->rising = holds(g->of[g->count - 1].margin);
  cc_status status =
      cc_root_find(s->root, margin_at, s, narrowness * (range.high - range.low), &bracket);
  if (status != CC_OK) {
    return s->status != CC_OK ? s->status : status == CC_USAGE ? CC_INTERNAL : status;
  }
  solution->answer =
      round_answer(s, solution->rising ? bracket.high : bracket.low, solution->rising);
  solution->error =
      error_of(&solution->answer, (cc_bracket){below->x, above->x}, below->margin, above->margin);
  return holds(solution->answer.margin) ? CC_OK : CC_NUMERIC;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static cc_status make_solver(const cc_solve_request *request, solver *s) {
  *s = (solver){.request = request, .plan = &request->vary->scenario->plan};
  s->margins = calloc((size_t)request->n_draws + 1, sizeof *s->margins);
  cc_status status = s->margins != NULL ? CC_OK : CC_NO_MEMORY;
  if (status == CC_OK) {
    status = cc_crew_create(request->vary->scenario, request->jobs, &s->crew);
  }
  return status == CC_OK ? cc_root_create(&s->root) : status;
}

static void free_solver(solver *s) {
  cc_root_free(s->root);
  cc_crew_free(s->crew);
  free(s->margins);
}

cc_status cc_solve(const cc_solve_request *request, cc_solution *solution) {
  solver s;
  grid g = {.count = 0};
  *solution = (cc_solution){0};
  cc_status status = make_solver(request, &s);
  if (status == CC_OK) {
    solution->now = ask(&s, NAN, request->n_draws);
    solution->now.x = request->vary->central;
    status = s.status == CC_OK ? survey(&s, &g, solution) : s.status;
  }
  if (status == CC_OK && solution->outcome == CC_SOLVED) {
    status = find_answer(&s, &g, solution);
  }
  free_solver(&s);
  return status;
}
