/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts of a scenario for a second program that does the same work (numpy_draws.py). Figures
 * are not given as values but by where they stand in the parameter vector, so that the other
 * program has to draw, index and use them itself. What no draw changes is given as it is: the
 * opening stock, shares of first placement, residents, the ages of entries. */
#include "numpy_facts.h"

#include "analysis/dimensions.h"
#include "base/calendar.h"
#include "bench.h"
#include "model/workspace.h"

static void doubles(FILE *out, const char *name, int n, const double *values) {
  fprintf(out, "\"%s\": [", name);
  for (int i = 0; i < n; i++) {
    fprintf(out, "%s%.17g", i == 0 ? "" : ", ", values[i]);
  }
  fprintf(out, "],\n");
}

/* Rows of `n` numbers, `stride` apart. */
static void rows(FILE *out, const char *name, int n_rows, int n, int stride, const double *values) {
  fprintf(out, "\"%s\": [", name);
  for (int r = 0; r < n_rows; r++) {
    for (int i = 0; i < n; i++) {
      fprintf(out, "%s%.17g", i > 0 ? ", " : r > 0 ? "], [" : "[", values[r * stride + i]);
    }
  }
  fprintf(out, "]],\n");
}

static void ints(FILE *out, const char *name, int n, const int *values) {
  fprintf(out, "\"%s\": [", name);
  for (int i = 0; i < n; i++) {
    fprintf(out, "%s%d", i == 0 ? "" : ", ", values[i]);
  }
  fprintf(out, "],\n");
}

/* ---- figures --------------------------------------------------------------------------------- */

/* For every parameter: where its number of each year stands in the vector, where its common factor
 * stands, which index it follows, and whether it was stated for the year before the first. */
static void figures(const cc_plan *plan, FILE *out) {
  fprintf(out, "\"figures\": [");
  for (int i = 0; i < plan->n_parameters; i++) {
    const cc_parameter *p = &plan->parameters[i];
    fprintf(out, "%s[", i == 0 ? "" : ", ");
    for (int y = 0; y < plan->n_years; y++) {
      int knot = 0;
      while (knot + 1 < p->n_knots && p->knots[knot + 1] <= y * CC_MONTHS_PER_YEAR) {
        knot++;
      }
      fprintf(out, "%d, ", p->first_value + knot);
    }
    fprintf(out, "%d, %d, %d]", p->factor, p->index, p->knots[0] < 0);
    bench_require(p->index == CC_ABSENT || p->knots[0] >= -CC_MONTHS_PER_YEAR,
                  "a price is too old for the numpy model");
    bench_require(p->growth == CC_ABSENT, "the numpy model knows no growth but indexes");
  }
  fprintf(out, "],\n");
}

/* Place in the vector, kind and numbers of each distribution; and which two move together. */
static void doubts(const cc_scenario *scenario, FILE *out) {
  int count = 0, a, b;
  cc_dimension *dimensions = NULL;
  bench_require(cc_dimensions_find(scenario, &count, &dimensions) == CC_OK, "out of memory");
  fprintf(out, "\"doubts\": [");
  for (int d = 0; d < count; d++) {
    const cc_distribution *of = &dimensions[d].distribution;
    fprintf(out, "%s[%d, \"%s\", %.17g, %.17g, %.17g]", d == 0 ? "" : ", ", dimensions[d].place,
            cc_distribution_word(of->kind), of->p[0], of->p[1], of->p[2]);
  }
  fprintf(out, "],\n\"pairs\": [");
  for (int i = 0; i < scenario->n_correlations; i++) {
    const cc_correlation *c = &scenario->correlations[i];
    bench_require(cc_dimensions_of(count, dimensions, c->first, &a) == 1 &&
                      cc_dimensions_of(count, dimensions, c->second, &b) == 1,
                  "the numpy model pairs single numbers only");
    fprintf(out, "%s[%d, %d, %.17g]", i == 0 ? "" : ", ", a, b, c->coefficient);
  }
  fprintf(out, "],\n");
  free(dimensions);
}

/* ---- children -------------------------------------------------------------------------------- */

static void residents(const cc_run *run, FILE *out) {
  const cc_plan *plan = run->plan;
  double mean[CC_MAX_BANDS][CC_MAX_YEARS];
  for (int b = 0; b < plan->n_bands; b++) {
    for (int y = 0; y < plan->n_years; y++) {
      mean[b][y] = cc_year_value(&run->workspace->set, plan->demand.population[b], y, 0);
    }
  }
  rows(out, "residents", plan->n_bands, plan->n_years, CC_MAX_YEARS, mean[0]);
}

static void entries(const cc_run *run, FILE *out) {
  const cc_plan *plan = run->plan;
  const cc_demand *demand = &plan->demand;
  char name[32];
  residents(run, out);
  ints(out, "per_10k", plan->n_bands, demand->per_10k);
  fprintf(out, "\"newborn_share\": %d,\n\"n_streams\": %d,\n", demand->newborn_share,
          demand->n_streams);
  for (int source = 0; source <= demand->n_streams; source++) {
    snprintf(name, sizeof name, "placed_%d", source);
    rows(out, name, plan->n_bands, plan->n_states, CC_MAX_STATES,
         run->workspace->first.share[source][0]);
    if (source > 0) {
      snprintf(name, sizeof name, "stream_%d", source);
      ints(out, name, plan->n_bands, demand->streams[source - 1].per_year);
    }
  }
  double ages[CC_ADULT_AGE];
  cc_entry_shares(plan, &run->workspace->cohorts.entry_ages, ages);
  doubles(out, "entry_ages", CC_ADULT_AGE, ages);
}

static void rates(const cc_run *run, FILE *out) {
  const cc_plan *plan = run->plan;
  fprintf(out, "\"terms\": [");
  const char *comma = "";
  for (int i = 0; i < plan->demand.n_terms; i++) {
    const cc_rate_term *t = &plan->demand.terms[i];
    if (cc_value(&run->workspace->set, t->rate, 0, 0) > 0) {
      fprintf(out, "%s[%d, %d, %d, %d, %d]", comma, t->band, t->from, t->to, t->destination,
              t->rate);
      comma = ", ";
    }
  }
  fprintf(out, "],\n");
}

/* Of all capacities only those made of households: others have no children in this scenario. */
static void capacities(const cc_plan *plan, FILE *out) {
  fprintf(out, "\"capacities\": [");
  const char *comma = "";
  for (int i = 0; i < plan->demand.n_overflow; i++) {
    int number = plan->demand.overflow_order[i];
    const cc_placement *p = &plan->placements[number];
    if (p->households != CC_ABSENT) {
      fprintf(out, "%s[%d, %d, %d, %d, %d, %d, %d]", comma, number, p->overflow_to, p->households,
              p->recruited_per_year, p->resigned_per_year, p->places_per_household,
              p->usable_share);
      comma = ", ";
    }
  }
  fprintf(out, "],\n");
}

static void children(const cc_run *run, FILE *out) {
  const cc_plan *plan = run->plan;
  ints(out, "band_ages", plan->n_bands + 1, plan->band_first_age);
  double opening[CC_MAX_STATES][CC_ADULT_AGE];
  for (int s = 0; s < plan->n_states; s++) {
    cc_opening_by_age(plan, &run->workspace->opening[0], s, opening[s]);
  }
  rows(out, "opening", plan->n_states, CC_ADULT_AGE, CC_ADULT_AGE, opening[0]);
  entries(run, out);
  rates(run, out);
  capacities(plan, out);
}

/* ---- money ----------------------------------------------------------------------------------- */

static void money(const cc_plan *plan, FILE *out) {
  fprintf(out, "\"prices\": [");
  for (int p = 0; p < plan->n_placements; p++) {
    const cc_placement *placement = &plan->placements[p];
    int n = placement->n_contributions;
    bench_require(n == 0 || (n == 1 && placement->contributions->kind == CC_SHARE_OF_PRICE),
                  "the numpy model knows one contribution, a share of the price");
    fprintf(out, "%s[%d, %d]", p == 0 ? "" : ", ", placement->weekly_price,
            n == 0 ? CC_ABSENT : placement->contributions->amount);
  }
  fprintf(out, "],\n\"one_off\": [");
  for (int i = 0; i < plan->n_one_off_costs; i++) {
    const cc_one_off_cost *cost = &plan->one_off_costs[i];
    bench_require(cost->flow == CC_FLOW_EXITS, "the numpy model knows costs of exits");
    fprintf(out, "%s[%d, %d, %d]", i == 0 ? "" : ", ", (int)cost->destination, cost->amount,
            cost->share);
  }
  const cc_care_leavers *l = &plan->care_leavers;
  fprintf(out, "],\n\"leavers\": [%d, %d, %d, %d, %d, %d],\n", l->opening_16_17, l->opening_18_20,
          l->opening_21_24, l->attrition_per_year, l->caseload, l->cost_per_adviser);
  bench_require(plan->n_caps == 1, "the numpy model knows one cap");
  fprintf(out, "\"cap\": %d,\n\"services\": [", plan->caps[0].children);
  for (int i = 0; i < plan->n_services; i++) {
    fprintf(out, "%s%d", i == 0 ? "" : ", ", plan->services[i].cost);
  }
  fprintf(out, "],\n");
}

/* Annual figures of the central values: what the council pays, and what is to be checked. */
static void results(const cc_run *run, FILE *out) {
  static const char *const measures[] = {
      "children_in_care.total", "care_leavers.total",
      "expenditure.total",      "contract.total_contract_sum",
      "contract.funding_gap",   "contract.council_assumption.total_budget",
      "entries.total",          "turned_18.total",
      "displaced.total",        "exits.total",
      "placement_cost.net"};
  for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
    double years[CC_MAX_YEARS];
    for (int y = 0; y < run->plan->n_years; y++) {
      bench_require(cc_run_measure(run, measures[i], y, &years[y]), measures[i]);
    }
    doubles(out, measures[i], run->plan->n_years, years);
  }
}

void bench_numpy_facts(const cc_run *run, FILE *out) {
  fprintf(out, "{");
  doubles(out, "vector", run->plan->vector_length, run->scenario->vector);
  figures(run->plan, out);
  doubts(run->scenario, out);
  children(run, out);
  money(run->plan, out);
  results(run, out);
  fprintf(out, "\"first_year\": %d, \"n_years\": %d}\n", run->plan->first_year, run->plan->n_years);
}
