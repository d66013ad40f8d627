/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/figure_facts.h"

#include <math.h>

#include "base/calendar.h"

static void find_growth(const cc_scenario *scenario, const cc_resolved *figure,
                        cc_figure_facts *facts) {
  facts->growth = "";
  if (figure->growth >= 0) {
    const cc_quantity *growth = &scenario->resolution.items[figure->growth].quantity;
    facts->growth = growth->form == CC_Q_CONSTANT
                        ? cc_print_number(growth->values[0], CC_U_GROWTH, facts->text)
                        : "by year";
  }
}

static void find_doubt(const cc_resolved *figure, int knot, cc_figure_facts *facts) {
  const cc_quantity *quantity = &figure->quantity;
  const cc_doubt *own = quantity->doubts != NULL ? quantity->doubts[knot] : NULL;
  const cc_doubt *doubt = own != NULL ? own : quantity->factor;
  facts->doubt = "";
  facts->one_factor = own == NULL && doubt != NULL;
  if (doubt == NULL) {
    return;
  }
  double scale = doubt->scale * (own != NULL ? 1 : quantity->values[knot]);
  double a = scale * cc_distribution_quantile(&doubt->distribution, 0.1);
  double b = scale * cc_distribution_quantile(&doubt->distribution, 0.9);
  double low = figure->schema->low, high = figure->schema->high;
  facts->doubt = cc_distribution_word(doubt->distribution.kind);
  facts->p10 = fmin(fmax(fmin(a, b), low), high);
  facts->p90 = fmin(fmax(fmax(a, b), low), high);
}

void cc_figure_facts_of(const cc_scenario *scenario, const cc_resolved *figure, int knot,
                        cc_figure_facts *facts) {
  const cc_quantity *quantity = &figure->quantity;
  *facts = (cc_figure_facts){.constant = quantity->form == CC_Q_CONSTANT,
                             .index = quantity->index != NULL ? quantity->index : "",
                             .origin = cc_resolved_origin(figure, knot)};
  if (!facts->constant) {
    int month = quantity->months[knot];
    facts->month = month == CC_BEFORE ? cc_first_month(scenario->plan.first_year) : month;
  }
  find_growth(scenario, figure, facts);
  find_doubt(figure, knot, facts);
}
