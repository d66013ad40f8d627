/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the contract sum would count more than once. A recurrent amount stays in the sum that is
 * brought forward, so that one which holds for several years is added to it in each of them: nearly
 * always one step was meant, which is asked. Indexation both on the base and modelled from what is
 * spent is counted twice, and so are shares of the sub-total that come to more than all of it. */
#include <stdio.h>

#include "base/calendar.h"
#include "scenario/bind.h"

#define ROUNDING 1e-9

/* The knot in force in a plan year, or -1 before the first. */
static int knot_in(const cc_binder *binder, const cc_quantity *quantity, int year) {
  int month = binder->first_month + year * CC_MONTHS_PER_YEAR;
  int knot = quantity->form == CC_Q_CONSTANT ? 0 : -1;
  while (quantity->form != CC_Q_CONSTANT && knot + 1 < quantity->n_knots &&
         quantity->months[knot + 1] <= month) {
    knot++;
  }
  return knot;
}

/* The first plan year in which a line adds once more what it has added in the year before, or the
 * year after the last where there is none. */
static int first_repeat(const cc_binder *binder, const cc_line *line) {
  const cc_quantity *quantity = &binder->resolution->items[line->amount].quantity;
  for (int year = line->first_year + 1; year <= line->last_year; year++) {
    int knot = knot_in(binder, quantity, year);
    bool same = knot >= 0 && knot == knot_in(binder, quantity, year - 1);
    if (same && quantity->values[knot] != 0.0) {
      return year;
    }
  }
  return binder->plan->n_years;
}

/* Nothing is asked of a line that says how long it counts. */
static void check_line(cc_binder *binder, const cc_node *node, const cc_line *line) {
  bool says_years =
      cc_bind_node(node, "in", NULL) != NULL || cc_bind_node(node, "until", NULL) != NULL;
  if (line->amount == CC_ABSENT || line->one_off || says_years) {
    return;
  }
  const cc_plan *plan = binder->plan;
  const cc_resolved *amount = &binder->resolution->items[line->amount];
  int again = first_repeat(binder, line);
  if (again >= plan->n_years) {
    return;
  }
  char once[CC_YEAR_TEXT], repeat[CC_YEAR_TEXT], last[CC_YEAR_TEXT], help[160];
  snprintf(help, sizeof help,
           "write `in: %s` if it is one step that stays, or `until: %s` if it adds up",
           cc_print_financial_year(plan->first_year + again - 1, once),
           cc_print_financial_year(plan->first_year + plan->n_years - 1, last));
  cc_bind_fault(binder, CC_W_REPEATS, amount->node, amount->path, help,
                "a recurrent amount stays in the contract sum, and this is added to it again in %s",
                cc_print_financial_year(plan->first_year + again, repeat));
}

static void check_lines(cc_binder *binder, const cc_node *mapping, const cc_line *lines,
                        int count) {
  int line = 0;
  for (int i = 0; mapping != NULL && i < mapping->count && line < count; i++) {
    if (cc_bind_is_item(&mapping->entries[i])) {
      check_line(binder, mapping->entries[i].value, &lines[line++]);
    }
  }
}

static void check_groups(cc_binder *binder, const cc_node *mapping, const cc_line_group *groups,
                         int count) {
  int group = 0;
  for (int i = 0; mapping != NULL && i < mapping->count && group < count; i++) {
    if (cc_bind_is_item(&mapping->entries[i])) {
      const cc_line_group *own = &groups[group++];
      check_lines(binder, cc_bind_node(mapping->entries[i].value, "lines", NULL), own->lines,
                  own->n_lines);
    }
  }
}

/* ---- indexation ------------------------------------------------------------------------------ */

/* The node of the `number`th index on the base. */
static const cc_node *index_node(const cc_node *on_base, const cc_contract *contract, int number) {
  return cc_bind_node(on_base, contract->base_indexes[number].name, NULL);
}

static void refuse_twice(cc_binder *binder, const cc_node *at, const char *path, const char *what) {
  const cc_plan *plan = binder->plan;
  char from[CC_YEAR_TEXT], help[120];
  int first = plan->contract.indexation_modelled_from;
  snprintf(help, sizeof help, "end it before %s with `until:`, or take `modelled_from` away",
           cc_print_financial_year(plan->first_year + first, from));
  cc_bind_fault(binder, CC_E_DOUBLE_COUNT, at, path, help,
                "indexation is %s, and also modelled from %s on: it would count twice", what, from);
}

/* Pays and prices that are modelled rise with what is spent: nothing is left for other indexes. */
static void check_modelled(cc_binder *binder, const cc_node *section) {
  const cc_contract *contract = &binder->plan->contract;
  const cc_node *stated = cc_bind_node(section, "stated", NULL);
  const cc_node *on_base = cc_bind_node(section, "on_base", NULL);
  for (int i = 0; i < contract->n_base_indexes; i++) {
    if (contract->base_indexes[i].last_year >= contract->indexation_modelled_from) {
      refuse_twice(binder, index_node(on_base, contract, i), "contract.indexation.on_base",
                   "taken on the base");
      return;
    }
  }
  const cc_line *line = &contract->indexation;
  bool counts = stated != NULL && line->amount != CC_ABSENT;
  for (int year = contract->indexation_modelled_from; counts && year <= line->last_year; year++) {
    const cc_quantity *amount = &binder->resolution->items[line->amount].quantity;
    int knot = knot_in(binder, amount, year);
    if (year >= line->first_year && knot >= 0 && amount->values[knot] != 0.0) {
      refuse_twice(binder, stated, "contract.indexation.stated", "stated");
      return;
    }
  }
}

/* Shares of the sub-total on which indexes are taken in one year are no more than all of it. */
static void check_on_base(cc_binder *binder, const cc_node *on_base) {
  const cc_contract *contract = &binder->plan->contract;
  for (int year = 0; year < binder->plan->n_years; year++) {
    double sum = 0.0;
    int last = 0;
    for (int i = 0; i < contract->n_base_indexes; i++) {
      const cc_base_index *index = &contract->base_indexes[i];
      if (year >= index->first_year && year <= index->last_year && index->share != CC_ABSENT) {
        const cc_quantity *share = &binder->resolution->items[index->share].quantity;
        int knot = knot_in(binder, share, year);
        sum += knot >= 0 ? share->values[knot] : 0.0;
        last = i;
      }
    }
    if (sum > 1.0 + ROUNDING) {
      char text[CC_YEAR_TEXT];
      cc_bind_fault(binder, CC_E_SUM, index_node(on_base, contract, last),
                    "contract.indexation.on_base", "each index holds for its own part of the base",
                    "indexes are taken on %.6g%% of the base together in %s", 100.0 * sum,
                    cc_print_financial_year(binder->plan->first_year + year, text));
      return;
    }
  }
}

void cc_bind_twice(cc_binder *binder) {
  const cc_contract *contract = &binder->plan->contract;
  const cc_node *section = cc_bind_node(binder->root, "contract", NULL);
  const cc_node *indexation = cc_bind_node(section, "indexation", NULL);
  const cc_node *pressures = cc_bind_node(section, "demand_pressures", NULL);
  check_lines(binder, cc_bind_node(section, "permanent_adjustments", NULL), contract->adjustments,
              contract->n_adjustments);
  check_lines(binder, cc_bind_node(section, "contract_changes", NULL), contract->changes,
              contract->n_changes);
  check_groups(binder, cc_bind_node(pressures, "stated", NULL), contract->pressures,
               contract->n_pressures);
  check_groups(binder, cc_bind_node(pressures, "mitigations", NULL), contract->mitigations,
               contract->n_mitigations);
  check_on_base(binder, cc_bind_node(indexation, "on_base", NULL));
  size_t before = binder->findings->errors;
  check_modelled(binder, indexation);
  if (contract->indexation_stated && binder->findings->errors == before) {
    check_line(binder, cc_bind_node(indexation, "stated", NULL), &contract->indexation);
  }
}
