/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether what is said of doubts can be drawn from: figures that move together (`correlations`),
 * and doubts that reach beyond what a figure can be. What is beyond would be cut, and the figure be
 * another on average than it says; so more than a thousandth of it is refused. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "numeric/copula.h"
#include "scenario/bind.h"

#define MOST_BEYOND 0.001

/* ---- correlations --------------------------------------------------------------------------- */

static bool is_uncertain(const cc_quantity *quantity) {
  bool doubted = quantity->factor != NULL;
  for (int k = 0; quantity->doubts != NULL && k < quantity->n_knots; k++) {
    doubted = doubted || quantity->doubts[k] != NULL;
  }
  return doubted;
}

static int correlated_parameter(cc_binder *binder, const cc_node *node, const char *path) {
  int parameter = cc_resolution_find(binder->resolution, node->text);
  if (parameter < 0) {
    cc_bind_fault(binder, CC_E_REFERENCE, node, path,
                  "`carecast check --resolved` lists every parameter",
                  "no parameter is called `%s`", node->text);
  } else if (!is_uncertain(&binder->resolution->items[parameter].quantity)) {
    cc_bind_fault(binder, CC_E_REFERENCE, node, path,
                  "give it an `uncertainty:`, or take the correlation away",
                  "`%s` is certain, so it cannot move with another", node->text);
  }
  return parameter;
}

/* Whether an earlier correlation is of the same two, in either order. */
static bool is_given(const cc_correlation *items, int count) {
  const cc_correlation *own = &items[count];
  for (int i = 0; i < count; i++) {
    if ((items[i].first == own->first && items[i].second == own->second) ||
        (items[i].first == own->second && items[i].second == own->first)) {
      return own->first >= 0 && own->second >= 0;
    }
  }
  return false;
}

static void bind_correlation(cc_binder *binder, const cc_node *node, const char *path,
                             cc_correlation *items, int number) {
  const cc_node *pair = cc_bind_node(node, "between", NULL);
  cc_correlation *own = &items[number];
  *own = (cc_correlation){CC_ABSENT, CC_ABSENT, 0.0};
  if (pair == NULL || pair->count != 2) {
    cc_bind_fault(binder, CC_E_KIND, node, path, "write `between: [path, path]`",
                  "a correlation is between two parameters");
    return;
  }
  own->first = correlated_parameter(binder, pair->items[0], path);
  own->second = correlated_parameter(binder, pair->items[1], path);
  own->coefficient = cc_bind_central(binder, cc_bind_parameter(binder, path, "coefficient", NULL));
  const cc_node *coefficient = cc_bind_node(node, "coefficient", NULL);
  if (own->first == own->second && own->first >= 0) {
    cc_bind_fault(binder, CC_E_CONFLICT, pair, path, NULL, "a parameter always moves with itself");
  } else if (is_given(items, number)) {
    cc_bind_fault(binder, CC_E_CONFLICT, pair, path, "take one of the two away",
                  "these two are correlated above already");
  }
  if (!(fabs(own->coefficient) < 1.0) && coefficient != NULL) {
    cc_bind_fault(binder, CC_E_RANGE, coefficient, path, "write at most 0.99, say, or -0.99",
                  "a correlation lies between -1 and 1, neither of which is one");
  }
}

/* Whether all of them can be had together. With a doubt about several years of a figure the years
 * are tied pair by pair, so that figures stand for their years here. */
static void check_together(cc_binder *binder, const cc_node *list, const cc_correlation *items,
                           int count) {
  cc_copula_pair *pairs = cc_bind_array(binder, count, sizeof *pairs);
  cc_copula *copula = NULL;
  const char *why = NULL;
  int wrong = 0;
  for (int i = 0; pairs != NULL && i < count; i++) {
    pairs[i] = (cc_copula_pair){items[i].first, items[i].second, items[i].coefficient};
  }
  cc_status status =
      pairs != NULL ? cc_copula_create(count, pairs, &copula, &why, &wrong) : CC_NO_MEMORY;
  binder->no_memory = binder->no_memory || status == CC_NO_MEMORY;
  if (status == CC_INVALID) {
    cc_bind_fault(binder, CC_E_CONFLICT, list->items[wrong],
                  cc_arena_print(binder->arena, "correlations.%d", wrong + 1),
                  "no figures move so: bring one nearer to what the others leave it", "%s", why);
  }
  cc_copula_free(copula);
}

static bool is_index(const char *path) {
  static const char section[] = "indexes.";
  size_t length = sizeof section - 1;
  return strncmp(path, section, length) == 0 && strchr(path + length, '.') == NULL;
}

/* Whether a parameter is the line that a known budget sets anew in each draw. */
static bool gives_way(const cc_plan *plan, int parameter) {
  return plan->known_budget && parameter == plan->services[plan->n_services - 1].cost;
}

/* Whether a line of money is nothing in all of the first year, as written: it has then nothing to
 * give way with. */
static bool is_nothing_at_first(const cc_plan *plan, const cc_quantity *line) {
  bool nothing = true;
  for (int k = 0; k < line->n_knots; k++) {
    bool begun = line->form == CC_Q_CONSTANT ||
                 line->months[k] < cc_first_month(plan->first_year) + CC_MONTHS_PER_YEAR;
    nothing = begun ? line->values[k] == 0.0 : nothing;
  }
  return nothing;
}

/* Whether all years of a quantity are in doubt together: years that are drawn apart still differ
 * from each other after the first gave way. */
static bool drawn_as_one(const cc_quantity *quantity) {
  return quantity->factor != NULL || (quantity->doubts != NULL && quantity->n_knots == 1);
}

/* A doubt about what is for the record would be drawn and never used, and an index that nothing
 * follows is as good as not there. */
static void check_read(cc_binder *binder) {
  for (int i = 0; i < binder->resolution->count; i++) {
    const cc_resolved *item = &binder->resolution->items[i];
    if (is_index(item->path) && !cc_index_is_followed(binder->plan, i)) {
      cc_bind_fault(binder, CC_W_NOTHING, item->node, item->path,
                    "write `index:` with a figure that is to follow it",
                    "no figure rises by this index, so that it changes nothing");
    }
    if (item->schema->record && is_uncertain(&item->quantity)) {
      cc_bind_fault(binder, CC_W_NOTHING, item->node, item->path, "take its uncertainty away",
                    "nothing is reckoned from it, so that its uncertainty changes nothing");
    }
    if (gives_way(binder->plan, i) && is_nothing_at_first(binder->plan, &item->quantity)) {
      cc_bind_fault(binder, CC_E_CONFLICT, item->node, item->path,
                    "write what it costs in the first year, or take `known_budget` away",
                    "it is nothing in the first year, and cannot give way to a known budget");
    }
    if (gives_way(binder->plan, i) && drawn_as_one(&item->quantity)) {
      cc_bind_fault(binder, CC_W_NOTHING, item->node, item->path,
                    "take its uncertainty away, or `known_budget`",
                    "it gives way to a known budget, so that its uncertainty changes nothing");
    }
  }
}

void cc_bind_correlations(cc_binder *binder) {
  cc_scenario *scenario = binder->scenario;
  const cc_node *list = cc_bind_node(binder->root, "correlations", NULL);
  int count = list == NULL ? 0 : list->count;
  size_t before = binder->findings->errors;
  check_read(binder);
  cc_correlation *items = cc_bind_array(binder, count, sizeof(cc_correlation));
  for (int i = 0; items != NULL && i < count; i++) {
    bind_correlation(binder, list->items[i],
                     cc_arena_print(binder->arena, "correlations.%d", i + 1), items, i);
  }
  if (items != NULL && list != NULL && binder->findings->errors == before) {
    check_together(binder, list, items, count);
  }
  scenario->correlations = items;
  scenario->n_correlations = items == NULL ? 0 : count;
}

/* ---- doubts beyond the range ------------------------------------------------------------------
 */

/* The shares of a doubt about `value` that lie below and above what a figure can be. A factor is
 * drawn in place of 1. */
static void find_beyond(const cc_doubt *doubt, bool factor, double value, const cc_schema *schema,
                        double *below, double *above) {
  double by = doubt->scale * (factor ? value : 1.0);
  double at_low = schema->low / by, at_high = schema->high / by;
  *below = *above = 0.0;
  if (by > 0.0) {
    *below = cc_distribution_cdf(&doubt->distribution, at_low);
    *above = 1.0 - cc_distribution_cdf(&doubt->distribution, at_high);
  }
}

static void check_doubt(cc_binder *binder, const cc_resolved *figure, const cc_doubt *doubt,
                        bool factor, int knot) {
  const cc_quantity *quantity = &figure->quantity;
  const cc_node *at = quantity->years != NULL ? quantity->years[knot] : figure->node;
  char limit[CC_NUMBER_BYTES];
  double below, above;
  find_beyond(doubt, factor, quantity->values[knot], figure->schema, &below, &above);
  if (above > MOST_BEYOND) {
    cc_bind_fault(binder, CC_E_DISTRIBUTION, at, figure->path,
                  figure->schema->unit == CC_U_SHARE
                      ? "write beta, a smaller spread, or `uncertainty: none`"
                      : "write a smaller spread, or `uncertainty: none`",
                  "%.2g%% of this doubt lies above %s, the most that it can be", 100.0 * above,
                  cc_print_number(figure->schema->high, figure->schema->unit, limit));
  }
  if (below > MOST_BEYOND) {
    cc_bind_fault(binder, CC_E_DISTRIBUTION, at, figure->path,
                  figure->schema->unit == CC_U_SHARE
                      ? "write beta, a smaller spread, or `uncertainty: none`"
                      : "write lognormal, gamma or a smaller spread",
                  "%.2g%% of this doubt lies below %s, the least that it can be", 100.0 * below,
                  cc_print_number(figure->schema->low, figure->schema->unit, limit));
  }
}

void cc_bind_doubts(cc_binder *binder) {
  for (int i = 0; i < binder->resolution->count; i++) {
    const cc_resolved *figure = &binder->resolution->items[i];
    const cc_quantity *quantity = &figure->quantity;
    for (int k = 0; k < quantity->n_knots; k++) {
      if (quantity->doubts != NULL && quantity->doubts[k] != NULL) {
        check_doubt(binder, figure, quantity->doubts[k], false, k);
      } else if (quantity->factor != NULL) {
        check_doubt(binder, figure, quantity->factor, true, k);
      }
    }
  }
}
