/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract sum, GBP, for each financial year y:
 *
 *     brought forward         stated for the first year; then the sum of y - 1 less its one-off
 * lines
 *   + permanent adjustments                                    = sub-total before indexation
 *   + indexation              stated + share x index x sub-total
 *                             + modelled: what prices did to the expenditure of y - 1
 *   + demand pressures        stated - mitigations, as agreed
 *                             + modelled: volume and mix of placements, other demand, and what is
 *                               decided about services
 *   + contract changes                                         = total contract sum
 *   + other grants and contributions                           = total budget
 *   + net cost of the bids                                     = total funding proposed
 *
 * Every line is what is added in that year: a recurrent line stays in the sum by being brought
 * forward, a one-off line falls out the year after. Whatever kinds of indexation count in a year
 * are added together.
 *
 * Modelled parts are of the expenditure without modelled bids: what a bid saves is on its own line,
 * and would otherwise be counted twice. They are changes on the year before, so the first year has
 * none. Price is what prices did to what is spent, demand is volume and mix at constant prices, and
 * together with what is decided about services they are the whole change. The first year in which
 * both are modelled also takes the full-year effect of the year before: what that needed above (or
 * below) what it had. From then on the total budget is what expenditure needs, but for what else is
 * stated. A saving that is not delivered is spent, and so is asked for: what slips in a year, in
 * the next.
 *
 * Against it: the gap is expenditure less funding, positive when money is short. Funding is what
 * the council assumes it will pay (with the other grants), or the total funding proposed where
 * it assumes nothing. Of a surplus the council has its gain share, which is paid in the year after,
 * when the surplus is known; of an overspend it pays its risk share. The rest meets the trust's
 * reserves. They may go below their floor, and below zero: that is shown, and by how much. */
#include "model/contract.h"

#include "base/calendar.h"
#include "model/decompose.h"
#include "model/line.h"

/* The first plan year in which prices and demand are both modelled; past the last when none is. */
static int first_modelled_year(const cc_contract *contract) {
  int prices = contract->indexation_modelled_from, demand = contract->pressures_modelled_from;
  return prices > demand ? prices : demand;
}

static int lay_out_lines(cc_row_block *block, const char *section, int n, const cc_line *lines) {
  int first = block->list->count;
  for (int i = 0; i < n; i++) {
    cc_block_amount(block, CC_SUM, lines[i].title, "contract.%s.%s", section, lines[i].name);
  }
  cc_block_mark(block, first, n, CC_LINE);
  return n == 0 ? CC_ABSENT : first;
}

/* A row where it is wanted, CC_ABSENT where the scenario has no such line. */
static int lay_out_if(cc_row_block *block, bool wanted, const char *name, const char *title) {
  return wanted ? cc_block_amount(block, CC_SUM, title, "contract.%s", name) : CC_ABSENT;
}

static void lay_out_base(const cc_contract *contract, cc_row_block *block, cc_contract_rows *at) {
  int n_years = block->plan->n_years;
  at->brought_forward =
      lay_out_if(block, true, "brought_forward", "Net contract sum brought forward");
  at->adjustments =
      lay_out_lines(block, "adjustments", contract->n_adjustments, contract->adjustments);
  at->sub_total = lay_out_if(block, true, "sub_total", "Sub-total (before indexation)");
  at->indexation_stated = lay_out_if(block, contract->indexation_stated, "indexation.stated",
                                     contract->indexation.title);
  at->indexation_on_base = lay_out_if(block, contract->n_base_indexes > 0, "indexation.on_base",
                                      "Pay and price indexes on the base");
  at->indexation_modelled = lay_out_if(block, contract->indexation_modelled_from < n_years,
                                       "indexation.modelled", "Prices, as modelled");
  at->indexation = lay_out_if(block, true, "indexation", "Indexation");
}

static void lay_out_changes(const cc_contract *contract, cc_row_block *block,
                            cc_contract_rows *at) {
  bool modelled = contract->pressures_modelled_from < block->plan->n_years;
  at->pressures = cc_block_of_groups(block, "contract.pressures", "contract.demand_pressures",
                                     contract->n_pressures, contract->pressures);
  at->mitigations = cc_block_of_groups(block, "contract.mitigations", "contract.mitigations",
                                       contract->n_mitigations, contract->mitigations);
  at->modelled_volume = lay_out_if(block, modelled, "demand_pressures.modelled.volume",
                                   "Demand, as modelled: number of children");
  at->modelled_mix = lay_out_if(block, modelled, "demand_pressures.modelled.mix",
                                "Demand, as modelled: mix of placements");
  at->modelled_other = lay_out_if(block, modelled, "demand_pressures.modelled.other",
                                  "Demand, as modelled: other costs");
  at->modelled_services = lay_out_if(block, modelled, "demand_pressures.modelled.services",
                                     "Demand, as modelled: decided about services in the year");
  at->modelled_services_full_year =
      lay_out_if(block, modelled, "demand_pressures.modelled.services_full_year",
                 "Demand, as modelled: services, full-year effect of last year's decisions");
  at->modelled_full_year =
      lay_out_if(block, first_modelled_year(contract) < block->plan->n_years,
                 "demand_pressures.modelled.full_year", "Full-year effect of the year before");
  at->modelled_slippage =
      lay_out_if(block, modelled && block->plan->rows.a_savings_slippage != CC_ABSENT,
                 "demand_pressures.modelled.slippage", "Savings that slipped in the year before");
  at->demand_pressures = lay_out_if(block, true, "demand_pressures.net", "Demand pressures (net)");
  at->changes = lay_out_lines(block, "contract_changes", contract->n_changes, contract->changes);
  at->contract_changes = lay_out_if(block, true, "contract_changes", "Other contract changes");
}

static void lay_out_totals(cc_row_block *block, cc_contract_rows *at) {
  at->total_contract_sum = lay_out_if(block, true, "total_contract_sum", "Total contract sum");
  at->grants = lay_out_if(block, true, "grants_via_council",
                          "of which government grants paid via the council");
  at->core_contract_sum =
      lay_out_if(block, true, "core_contract_sum", "of which core contract sum");
  at->other_grants =
      lay_out_if(block, true, "other_grants_and_contributions", "Other grants and contributions");
  at->total_budget = lay_out_if(block, true, "total_budget", "Total budget");
  at->total_funding_proposed = lay_out_if(block, true, "total_funding_proposed",
                                          "Total funding proposed, with invest to save");
}

static void lay_out_against(const cc_contract *contract, cc_row_block *block,
                            cc_contract_rows *at) {
  bool council = contract->council_contract_sum != CC_ABSENT;
  bool spends = block->plan->rows.a_expenditure != CC_ABSENT;
  at->council_contract_sum = lay_out_if(block, council, "council_assumption.contract_sum",
                                        "Contract sum the council assumes");
  at->council_total_budget = lay_out_if(block, council, "council_assumption.total_budget",
                                        "Total budget the council assumes");
  at->funding_gap = lay_out_if(block, spends, "funding_gap", "Funding gap");
  at->gap_against_council = lay_out_if(block, spends && council, "gap_against_council",
                                       "Gap against the council's assumption");
  at->gap_against_proposed =
      lay_out_if(block, spends, "gap_against_proposed", "Gap against the total funding proposed");
  at->gain_share =
      lay_out_if(block, spends && contract->gain_share != CC_ABSENT, "gain_share_to_council",
                 "Gain share of the year before, to the council");
  at->risk_share = lay_out_if(block, spends && contract->risk_share != CC_ABSENT,
                              "risk_share_from_council", "Risk share paid by the council");
  at->left_to_trust = lay_out_if(
      block, spends && (contract->risk_share != CC_ABSENT || contract->reserves != CC_ABSENT),
      "overspend_left_to_trust", "Overspend left to the trust");
  if (spends && contract->reserves != CC_ABSENT) {
    at->reserves = cc_block_amount(block, CC_AT_END, "Reserves on 31 March", "contract.reserves");
    at->below_floor = cc_block_amount(block, CC_AT_END, "Reserves short of their floor",
                                      "contract.reserves_short_of_floor");
  }
}

/* What is added up to the total budget, and on the way. */
static void mark_parts(cc_row_block *block, const cc_contract_rows *at) {
  const int lines[] = {at->brought_forward,    at->indexation_stated,
                       at->indexation_on_base, at->indexation_modelled,
                       at->modelled_volume,    at->modelled_mix,
                       at->modelled_other,     at->modelled_services,
                       at->modelled_slippage,  at->modelled_services_full_year,
                       at->modelled_full_year, at->other_grants};
  const int totals[] = {at->sub_total,        at->indexation,         at->demand_pressures,
                        at->contract_changes, at->total_contract_sum, at->total_budget};
  for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
    cc_block_mark(block, lines[i], 1, CC_LINE);
  }
  for (size_t i = 0; i < sizeof totals / sizeof totals[0]; i++) {
    cc_block_mark(block, totals[i], 1, CC_SUB_TOTAL);
  }
}

cc_status cc_contract_lay_out(cc_plan *plan, cc_arena *arena) {
  cc_rows *rows = &plan->rows;
  if (!plan->contract.present) {
    return CC_OK;
  }
  cc_row_block block = {plan, &rows->annual, arena, false};
  rows->a_contract = rows->annual.count;
  lay_out_base(&plan->contract, &block, &rows->contract);
  lay_out_changes(&plan->contract, &block, &rows->contract);
  lay_out_totals(&block, &rows->contract);
  lay_out_against(&plan->contract, &block, &rows->contract);
  mark_parts(&block, &rows->contract);
  rows->a_contract_count = rows->annual.count - rows->a_contract;
  return block.failed ? CC_NO_MEMORY : CC_OK;
}

/* The year being filled and what the years hand on to each other, GBP. */
typedef struct {
  const cc_plan *plan;
  const cc_series_set *set;
  const cc_account *baseline; /* no modelled bid */
  cc_results *results;
  int year;
  cc_num brought_forward;  /* into the year */
  cc_num other_grants;     /* of the year before */
  cc_num one_off;          /* of the year's lines, how much falls out next year */
  cc_num council_increase; /* by the council's assumption, since the first year */
  cc_num reserves;         /* at the year's start, then at its end */
  cc_num owed;             /* to the council, of the year before's surplus */
} contract_year;

/* Writes the amount where the table has the row, and returns it either way. */
static cc_num put(const contract_year *at, int row, cc_num amount) {
  if (row != CC_ABSENT) {
    cc_annual_row(at->plan, at->results, row)[at->year] = amount;
  }
  return amount;
}

/* The amount where it counts, and nothing where it does not. */
static cc_num when(bool counts, cc_num amount) {
  return counts ? amount : cc_all(0.0);
}

static cc_num put_lines(contract_year *at, int first, int n, const cc_line *lines) {
  cc_num total = cc_all(0.0);
  for (int i = 0; i < n; i++) {
    cc_num amount = put(at, first + i, cc_line_amount(at->set, &lines[i], at->year));
    at->one_off += when(lines[i].one_off, amount);
    total += amount;
  }
  return total;
}

static cc_num put_groups(contract_year *at, int first, int n, const cc_line_group *groups,
                         cc_line_reading *reading, double sign) {
  for (int g = 0; g < n; g++) {
    for (int i = 0; i < groups[g].n_lines; i++) {
      const cc_line *line = &groups[g].lines[i];
      at->one_off += when(line->one_off, sign * reading(at->set, line, at->year));
    }
  }
  return cc_fill_groups(at->plan, at->set, first, n, groups, reading, sign, at->year, at->results);
}

/* Pay and price indexes, each on its share of the sub-total; the growth that the April brings. */
static cc_num indexes_on_base(const contract_year *at, cc_num sub_total) {
  const cc_contract *contract = &at->plan->contract;
  cc_num amount = cc_all(0.0);
  for (int i = 0; i < contract->n_base_indexes; i++) {
    const cc_base_index *base = &contract->base_indexes[i];
    if (at->year >= base->first_year && at->year <= base->last_year) {
      amount += cc_year_value(at->set, base->share, at->year, 0) *
                cc_value(at->set, base->index, at->year * CC_MONTHS_PER_YEAR, 0) * sub_total;
    }
  }
  return amount;
}

static cc_num indexation(contract_year *at, cc_num sub_total, const cc_decomposition *parts) {
  const cc_contract *contract = &at->plan->contract;
  const cc_contract_rows *rows = &at->plan->rows.contract;
  cc_num stated = contract->indexation_stated
                      ? cc_line_amount(at->set, &contract->indexation, at->year)
                      : cc_all(0.0);
  bool modelled = at->year >= contract->indexation_modelled_from;
  cc_num prices = when(modelled, parts->price + at->baseline->other_price[at->year] +
                                     at->baseline->services_price[at->year]);
  at->one_off += when(contract->indexation_stated && contract->indexation.one_off, stated);
  cc_num amount = put(at, rows->indexation_stated, stated) +
                  put(at, rows->indexation_on_base, indexes_on_base(at, sub_total)) +
                  put(at, rows->indexation_modelled, prices);
  return put(at, rows->indexation, amount);
}

/* What is decided about services: in the year before, and now. */
static cc_num services_decided(const contract_year *at) {
  const cc_account *account = at->baseline;
  const cc_contract_rows *rows = &at->plan->rows.contract;
  int y = at->year;
  cc_num full_year = account->services_full_year[y];
  cc_num all = account->services[y] - account->services[y - 1] - account->services_price[y];
  return put(at, rows->modelled_services_full_year, full_year) +
         put(at, rows->modelled_services, all - full_year);
}

/* What the year before needed above what it had, of which one-off lines have fallen out. */
static cc_num full_year_effect(const contract_year *at) {
  if (at->year != first_modelled_year(&at->plan->contract)) {
    return cc_all(0.0);
  }
  cc_num needed = at->baseline->total[at->year - 1];
  return put(at, at->plan->rows.contract.modelled_full_year,
             needed - at->brought_forward - at->other_grants);
}

/* What slipped in the year before is asked for now; before the first modelled year it is part of
 * what that year needed. */
static cc_num slipped(const contract_year *at) {
  int y = at->year;
  if (y <= first_modelled_year(&at->plan->contract)) {
    return cc_all(0.0);
  }
  return put(at, at->plan->rows.contract.modelled_slippage,
             at->baseline->slippage[y - 1] - at->baseline->slippage[y - 2]);
}

static cc_num demand_pressures(contract_year *at, const cc_decomposition *parts) {
  const cc_contract *contract = &at->plan->contract;
  const cc_contract_rows *rows = &at->plan->rows.contract;
  bool modelled = at->year >= contract->pressures_modelled_from;
  cc_num amount = put_groups(at, rows->pressures, contract->n_pressures, contract->pressures,
                             cc_line_amount, 1.0);
  amount += put_groups(at, rows->mitigations, contract->n_mitigations, contract->mitigations,
                       cc_line_agreed, -1.0);
  amount += put(at, rows->modelled_volume, when(modelled, parts->volume));
  amount += put(at, rows->modelled_mix, when(modelled, parts->mix));
  amount += put(at, rows->modelled_other, when(modelled, parts->other));
  if (modelled) {
    amount += services_decided(at) + full_year_effect(at) + slipped(at);
  }
  return put(at, rows->demand_pressures, amount);
}

/* Volume, mix and price of the baseline's placements on the year before, and its other demand. */
static cc_decomposition change_on_last_year(const contract_year *at) {
  const cc_account *account = at->baseline;
  int y = at->year;
  if (y == 0) {
    return (cc_decomposition){0};
  }
  cc_decomposition parts =
      cc_decompose(at->plan->n_placements, account->weeks[y - 1], account->net[y - 1],
                   account->price[y - 1], account->weeks[y], account->net[y]);
  parts.other = account->other_demand[y] - account->other_demand[y - 1] - account->other_price[y];
  parts.total += parts.other;
  return parts;
}

static cc_num total_contract_sum(contract_year *at) {
  const cc_contract *contract = &at->plan->contract;
  const cc_contract_rows *rows = &at->plan->rows.contract;
  cc_decomposition parts = change_on_last_year(at);
  at->one_off = cc_all(0.0);
  cc_num sub_total = put(at, rows->brought_forward, at->brought_forward);
  sub_total += put_lines(at, rows->adjustments, contract->n_adjustments, contract->adjustments);
  put(at, rows->sub_total, sub_total);
  cc_num total = sub_total + indexation(at, sub_total, &parts) + demand_pressures(at, &parts);
  total += put(at, rows->contract_changes,
               put_lines(at, rows->changes, contract->n_changes, contract->changes));
  at->brought_forward = total - at->one_off;
  return put(at, rows->total_contract_sum, total);
}

/* From the contract sum to the total funding proposed, which is returned. */
static cc_num funding_proposed(const contract_year *at, cc_num contract_sum, cc_num other_grants) {
  const cc_contract_rows *rows = &at->plan->rows.contract;
  int bids = at->plan->rows.a_invest_net;
  cc_num grants = cc_year_value(at->set, at->plan->contract.grants_via_council, at->year, 0);
  cc_num net_bids =
      bids == CC_ABSENT ? cc_all(0.0) : cc_annual(at->plan, at->results, bids, at->year);
  put(at, rows->grants, grants);
  put(at, rows->core_contract_sum, contract_sum - grants);
  put(at, rows->other_grants, other_grants);
  cc_num budget = put(at, rows->total_budget, contract_sum + other_grants);
  return put(at, rows->total_funding_proposed, budget + net_bids);
}

/* What the council plans to pay; rises by the stated increase from the second year on. */
static cc_num council_budget(contract_year *at, cc_num other_grants) {
  const cc_contract *contract = &at->plan->contract;
  const cc_contract_rows *rows = &at->plan->rows.contract;
  if (at->year > 0) {
    at->council_increase +=
        cc_year_value(at->set, contract->council_increase_per_year, at->year, 0);
  }
  cc_num sum =
      cc_year_value(at->set, contract->council_contract_sum, at->year, 0) + at->council_increase;
  put(at, rows->council_contract_sum, sum);
  return put(at, rows->council_total_budget, sum + other_grants);
}

/* Shares a surplus or an overspend between council and trust. */
static void share_gap(contract_year *at, cc_num gap) {
  const cc_contract *contract = &at->plan->contract;
  const cc_contract_rows *rows = &at->plan->rows.contract;
  cc_num surplus = cc_where(gap < 0.0, -gap, cc_all(0.0));
  cc_num overspend = cc_where(gap > 0.0, gap, cc_all(0.0));
  cc_num returned = surplus * cc_year_value(at->set, contract->gain_share, at->year, 0);
  cc_num received = overspend * cc_year_value(at->set, contract->risk_share, at->year, 0);
  put(at, rows->gain_share, at->owed);
  put(at, rows->risk_share, received);
  put(at, rows->left_to_trust, overspend - received);
  at->reserves += surplus - at->owed - overspend + received;
  at->owed = returned;
  put(at, rows->reserves, at->reserves);
  cc_num floor = cc_year_value(at->set, contract->reserves_floor, at->year, 0);
  put(at, rows->below_floor, cc_where(at->reserves < floor, floor - at->reserves, cc_all(0.0)));
}

static void run_year(contract_year *at) {
  const cc_plan *plan = at->plan;
  const cc_contract_rows *rows = &plan->rows.contract;
  cc_num other_grants = cc_year_value(at->set, plan->contract.other_grants, at->year, 0);
  cc_num proposed = funding_proposed(at, total_contract_sum(at), other_grants);
  cc_num council = council_budget(at, other_grants);
  at->other_grants = other_grants;
  if (rows->funding_gap == CC_ABSENT) {
    return;
  }
  cc_num expenditure = cc_annual(plan, at->results, plan->rows.a_expenditure, at->year);
  cc_num funding = plan->contract.council_contract_sum == CC_ABSENT ? proposed : council;
  put(at, rows->gap_against_proposed, expenditure - proposed);
  put(at, rows->gap_against_council, expenditure - council);
  share_gap(at, put(at, rows->funding_gap, expenditure - funding));
}

void cc_contract_run(const cc_plan *plan, const cc_series_set *set, const cc_account *accounts,
                     int n_variants, cc_results *results) {
  if (!plan->contract.present || n_variants < 1) {
    return;
  }
  contract_year at = {.plan = plan,
                      .set = set,
                      .baseline = &accounts[0],
                      .results = results,
                      .brought_forward = cc_year_value(set, plan->contract.brought_forward, 0, 0),
                      .reserves = cc_year_value(set, plan->contract.reserves, 0, 0)};
  for (at.year = 0; at.year < plan->n_years; at.year++) {
    run_year(&at);
  }
}
