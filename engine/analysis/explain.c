/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A change in cost, split into volume (more or fewer child-weeks), mix (the same child-weeks
 * elsewhere), price, and what is no placement cost at all. The model room does the arithmetic; here
 * a measure's name is matched with the split that fits it, and the placements of two scenarios with
 * each other, by name. One that a side lacks has no child-weeks there, and the price of the side
 * that has it: what a new kind of home changes is mix. */
#include "analysis/explain.h"

#include <string.h>

#include "model/decompose.h"

#define COST_OF "placement_cost."

typedef cc_bridge_side side; /* a run in a year */

static int find_placement(const cc_plan *plan, const char *name) {
  for (int p = 0; p < plan->n_placements; p++) {
    if (strcmp(name, plan->placements[p].name) == 0) {
      return p;
    }
  }
  return CC_ABSENT;
}

/* What both sides have in the placements of either: those of a first, then what only b has. */
typedef struct {
  int n;
  const cc_placement *placements[2 * CC_MAX_STATES];
  double weeks[2][2 * CC_MAX_STATES], net[2][2 * CC_MAX_STATES];
  double price[2 * CC_MAX_STATES]; /* of a child-week on side a, or where it has none on side b */
} matched;

static void take(int which, int at, const cc_account *account, int year, int placement,
                 matched *m) {
  m->weeks[which][at] = account->weeks[year][placement];
  m->net[which][at] = account->net[year][placement];
}

static void match(side a, const cc_account *before, side b, const cc_account *after, matched *m) {
  const cc_plan *plan_a = a.run->plan, *plan_b = b.run->plan;
  *m = (matched){0};
  for (int p = 0; p < plan_a->n_placements; p++) {
    int at = m->n++;
    take(0, at, before, a.year, p, m);
    m->placements[at] = &plan_a->placements[p];
    m->price[at] = before->price[a.year][p];
  }
  for (int p = 0; p < plan_b->n_placements; p++) {
    int at = find_placement(plan_a, plan_b->placements[p].name);
    if (at == CC_ABSENT) {
      at = m->n++;
      m->placements[at] = &plan_b->placements[p];
      m->price[at] = after->price[b.year][p];
    }
    take(1, at, after, b.year, p, m);
  }
}

static double child_weeks(side s, const char *placement) {
  int p = find_placement(s.run->plan, placement);
  return p == CC_ABSENT
             ? 0.0
             : cc_annual(s.run->plan, s.run->results, s.run->plan->rows.a_child_days + p, s.year) /
                   7;
}

static double cost_of(side s, const char *placement) {
  int p = find_placement(s.run->plan, placement);
  return p == CC_ABSENT
             ? 0.0
             : cc_annual(s.run->plan, s.run->results, s.run->plan->rows.a_cost + p, s.year);
}

/* Whether a measure is of one of a side's placements: ends with its name. */
static bool is_of_placement(side s, const char *measure) {
  const char *dot = strchr(measure, '.');
  return dot != NULL && find_placement(s.run->plan, dot + 1) != CC_ABSENT;
}

/* Each placement's part of the whole, added to what there is: the same formulas, before they are
 * summed (decompose.h). */
static void add_each(const matched *m, double sign, cc_explanation *e) {
  double weeks[2] = {0, 0};
  for (int p = 0; p < m->n; p++) {
    weeks[0] += m->weeks[0][p];
    weeks[1] += m->weeks[1][p];
  }
  e->n_placements = m->n;
  for (int p = 0; p < m->n; p++) {
    cc_explained_placement *part = &e->placements[p];
    double crossed = m->weeks[1][p] * m->price[p];
    double as_before = weeks[0] > 0 ? m->net[0][p] * (weeks[1] / weeks[0]) : crossed;
    part->name = m->placements[p]->name;
    part->title = m->placements[p]->title;
    part->volume += sign * (as_before - m->net[0][p]);
    part->mix += sign * (crossed - as_before);
    part->price += sign * (m->net[1][p] - crossed);
  }
}

/* Adds parts, each times `sign`. */
static void add_parts(const cc_decomposition *parts, double sign, cc_explanation *e) {
  e->volume += sign * parts->volume;
  e->mix += sign * parts->mix;
  e->price += sign * parts->price;
  e->other += sign * parts->other;
}

/* The placements' cost, or with what is no placement cost all expenditure. */
static void add_all(side a, side b, bool whole, double sign, cc_explanation *e) {
  cc_account before, after;
  matched m;
  cc_account_read(a.run->plan, a.run->results, &before);
  cc_account_read(b.run->plan, b.run->results, &after);
  match(a, &before, b, &after, &m);
  add_each(&m, sign, e);
  cc_decomposition parts = cc_decompose(m.n, m.weeks[0], m.net[0], m.price, m.weeks[1], m.net[1]);
  if (whole) {
    double elsewhere =
        a.run == b.run ? after.other_price[b.year] + after.services_price[b.year] : 0.0;
    parts.other = after.total[b.year] - before.total[a.year] - parts.total - elsewhere;
    parts.price += elsewhere;
    e->price_elsewhere += sign * elsewhere;
  }
  add_parts(&parts, sign, e);
}

/* One placement's gross cost: no mix, for there is nothing to mix with. */
static void add_one(side a, side b, const char *placement, double sign, cc_explanation *e) {
  double weeks0 = child_weeks(a, placement), weeks1 = child_weeks(b, placement);
  double before = cost_of(a, placement), after = cost_of(b, placement);
  double price0 = weeks0 > 0 ? before / weeks0 : weeks1 > 0 ? after / weeks1 : 0;
  cc_decomposition parts = cc_decompose(1, &weeks0, &before, &price0, &weeks1, &after);
  add_parts(&parts, sign, e);
}

static void add_step(side a, side b, const char *measure, double sign, cc_explanation *e) {
  bool whole = strcmp(measure, "expenditure.total") == 0 || cc_bridge_is_a_gap(measure);
  if (whole || strcmp(measure, "placement_cost.net") == 0) {
    add_all(a, b, whole, sign, e);
  } else {
    add_one(a, b, measure + strlen(COST_OF), sign, e);
  }
}

static bool has_parts(side a, side b, const char *measure) {
  bool of_placement = strncmp(measure, COST_OF, strlen(COST_OF)) == 0 &&
                      (is_of_placement(a, measure) || is_of_placement(b, measure));
  return a.run->plan->demand.present && b.run->plan->demand.present &&
         (of_placement || strcmp(measure, "expenditure.total") == 0 ||
          strcmp(measure, "placement_cost.net") == 0 || cc_bridge_is_a_gap(measure));
}

/* Between two runs in one step; between years of one from year to year, backwards where asked so.
 */
static void split(side a, side b, const char *measure, cc_explanation *e) {
  if (a.run != b.run) {
    add_step(a, b, measure, 1.0, e);
    return;
  }
  double sign = a.year <= b.year ? 1.0 : -1.0;
  int first = a.year <= b.year ? a.year : b.year, last = a.year + b.year - first;
  for (int y = first; y < last; y++) {
    add_step((side){a.run, y}, (side){a.run, y + 1}, measure, sign, e);
  }
}

/* A side's figure; nothing, of a placement that only the other has. */
static bool read_measure(side s, side other, const char *measure, double *value) {
  if (cc_run_measure(s.run, measure, s.year, value)) {
    return true;
  }
  *value = 0.0;
  return s.run->plan->demand.present && s.year >= 0 && s.year < s.run->plan->n_years &&
         is_of_placement(other, measure) && !is_of_placement(s, measure) &&
         cc_row_find(&other.run->plan->rows.annual, measure, NULL) >= 0;
}

/* What is not split: nothing of an amount that a bridge leads to, of a gap without children all
 * that is spent, else the whole change. */
static double left_over(const cc_explanation *e, const char *measure, side a, side b) {
  double before = 0, after = 0;
  if (!cc_bridge_is_for(measure)) {
    return e->after - e->before;
  }
  if (cc_bridge_is_a_gap(measure)) {
    (void)cc_run_measure(a.run, "expenditure.total", a.year, &before);
    (void)cc_run_measure(b.run, "expenditure.total", b.year, &after);
  }
  return after - before;
}

cc_status cc_explain_measure(const cc_run *run_a, int year_a, const cc_run *run_b, int year_b,
                             const char *measure, cc_explanation *explanation) {
  const side a = {run_a, year_a}, b = {run_b, year_b};
  *explanation = (cc_explanation){0};
  if (!read_measure(a, b, measure, &explanation->before) ||
      !read_measure(b, a, measure, &explanation->after)) {
    return CC_USAGE;
  }
  const cc_row_list *rows = &run_b->plan->rows.annual;
  rows = cc_row_find(rows, measure, NULL) < 0 ? &run_a->plan->rows.annual : rows;
  const cc_row *row = &rows->items[cc_row_find(rows, measure, NULL)];
  explanation->measure = row->measure;
  explanation->title = row->title;
  explanation->unit = row->unit;
  cc_status status =
      cc_bridge_is_for(measure) ? cc_bridge_make(a, b, measure, &explanation->bridge) : CC_OK;
  explanation->splits = has_parts(a, b, measure);
  if (explanation->splits) {
    split(a, b, measure, explanation);
  } else {
    explanation->other = left_over(explanation, measure, a, b);
  }
  return status;
}

void cc_explanation_free(cc_explanation *explanation) {
  cc_bridge_free(&explanation->bridge);
}
