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
  *m = (matched){.n = plan_a->n_placements};
  for (int p = 0; p < plan_a->n_placements; p++) {
    take(0, p, before, a.year, p, m);
    m->placements[p] = &plan_a->placements[p];
    m->price[p] = before->price[a.year][p];
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

/* One placement's gross cost: no mix, for there is nothing to mix with. */
static cc_decomposition split_placement(side a, side b, const char *placement, double before,
                                        double after) {
  double weeks0 = child_weeks(a, placement), weeks1 = child_weeks(b, placement);
  double price0 = weeks0 > 0 ? before / weeks0 : weeks1 > 0 ? after / weeks1 : 0;
  return cc_decompose(1, &weeks0, &before, &price0, &weeks1, &after);
}

/* Whether a measure is of one of a side's placements: ends with its name. */
static bool is_of_placement(side s, const char *measure) {
  const char *dot = strchr(measure, '.');
  return dot != NULL && find_placement(s.run->plan, dot + 1) != CC_ABSENT;
}

/* Each placement's part of the whole: the same formulas, before they are summed (decompose.h). */
static void split_each(const matched *m, cc_explanation *e) {
  double weeks[2] = {0, 0};
  for (int p = 0; p < m->n; p++) {
    weeks[0] += m->weeks[0][p];
    weeks[1] += m->weeks[1][p];
  }
  e->n_placements = m->n;
  for (int p = 0; p < m->n; p++) {
    double crossed = m->weeks[1][p] * m->price[p];
    double as_before = weeks[0] > 0 ? m->net[0][p] * (weeks[1] / weeks[0]) : crossed;
    e->placements[p] = (cc_explained_placement){m->placements[p]->name, m->placements[p]->title,
                                                as_before - m->net[0][p], crossed - as_before,
                                                m->net[1][p] - crossed};
  }
}

/* The placements' cost, or with what is no placement cost all expenditure. */
static cc_decomposition split_all(side a, side b, bool whole, cc_explanation *e) {
  cc_account before, after;
  matched m;
  cc_account_read(a.run->plan, a.run->results, &before);
  cc_account_read(b.run->plan, b.run->results, &after);
  match(a, &before, b, &after, &m);
  split_each(&m, e);
  cc_decomposition parts = cc_decompose(m.n, m.weeks[0], m.net[0], m.price, m.weeks[1], m.net[1]);
  if (whole) {
    double placements = parts.total;
    parts.total = after.total[b.year] - before.total[a.year];
    parts.other = parts.total - placements;
  }
  return parts;
}

/* Returns 0 when the measure has no volume, mix and price. */
static int split(side a, side b, const char *measure, cc_explanation *e, cc_decomposition *parts) {
  bool whole = strcmp(measure, "expenditure.total") == 0 || cc_bridge_is_a_gap(measure);
  if (!a.run->plan->demand.present || !b.run->plan->demand.present) {
    return 0;
  }
  if (whole || strcmp(measure, "placement_cost.net") == 0) {
    *parts = split_all(a, b, whole, e);
    return 1;
  }
  if (strncmp(measure, COST_OF, strlen(COST_OF)) == 0 &&
      (is_of_placement(a, measure) || is_of_placement(b, measure))) {
    *parts = split_placement(a, b, measure + strlen(COST_OF), e->before, e->after);
    return 1;
  }
  return 0;
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
  cc_decomposition parts = {0};
  explanation->splits = split(a, b, measure, explanation, &parts);
  explanation->volume = parts.volume;
  explanation->mix = parts.mix;
  explanation->price = parts.price;
  explanation->other = explanation->splits ? parts.other : left_over(explanation, measure, a, b);
  return status;
}

void cc_explanation_free(cc_explanation *explanation) {
  cc_bridge_free(&explanation->bridge);
}
