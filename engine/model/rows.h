/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_ROWS_H
#define CC_MODEL_ROWS_H

#include "base/arena.h"
#include "carecast/status.h"

/* Every figure that a projection leaves behind stands in one of two flat tables, monthly
 * [month * rows + row] and annual [row * n_years + year]. A row's descriptor says what it is.
 * Comparing, explaining, reconciling, writing results and (later) collecting quantiles all walk
 * these descriptors; no figure is named twice. */

/* How months or years of a row combine. */
typedef enum {
  CC_AT_END, /* a stock: the value at the end of the month or on 31 March */
  CC_SUM,    /* a flow or an amount of money: adds up */
  CC_RATIO   /* neither: a rate, a price, a share */
} cc_gather;

/* How an annual amount of money stands in its account. What an account adds up are its lines: those
 * of expenditure are expenditure.total, those of the contract its total budget, those of capital
 * capital.total. */
typedef enum {
  CC_IN_EXPENDITURE,
  CC_IN_CONTRACT,
  CC_IN_CAPITAL,
  CC_MONEY_ACCOUNTS
} cc_money_account;
typedef enum {
  CC_MEMO, /* said beside it: another view of the same money, or none of it */
  CC_LINE,
  CC_SUB_TOTAL
} cc_part;

typedef struct {
  const char
      *measure; /* "children_in_care.total", "contract.total_contract_sum": unique with placement */
  const char *placement; /* "" where it is not of one placement */
  const char *title;     /* as tables print it */
  const char
      *unit; /* "children", "child-days", "GBP", "GBP a child-week", "per 10,000", "FTE", "share" */
  cc_gather gather;
  cc_part part;
} cc_row;

typedef struct {
  cc_row *items;
  int count, capacity;
} cc_row_list;

/* Rows of the contract's block that stand alone, in table order (all annual, GBP), and the first
 * row of each list. CC_ABSENT where the scenario has no such line. */
typedef struct {
  int brought_forward;
  int adjustments; /* one row for each */
  int sub_total;   /* before indexation */
  int indexation_stated, indexation_on_base, indexation_modelled;
  int indexation;  /* the three together */
  int pressures;   /* for each group, a row for each line and then the group's total */
  int mitigations; /* the same, as negative amounts */
  /* modelled demand pressures */
  int modelled_volume, modelled_mix, modelled_other;
  int modelled_services, modelled_services_full_year;
  int modelled_full_year; /* what the year before the first modelled one needed above its sum */
  int modelled_slippage;
  int demand_pressures; /* net of mitigations */
  int changes;          /* one row for each contract change */
  int contract_changes;
  int total_contract_sum;
  int grants, core_contract_sum; /* what the contract sum is made of */
  int other_grants;
  int total_budget;
  int total_funding_proposed;                     /* with the net cost of the bids */
  int council_contract_sum, council_total_budget; /* what the council itself assumes */
  int funding_gap;          /* expenditure less funding: positive is short of money */
  int gap_against_council;  /* the same where the council assumes anything */
  int gap_against_proposed; /* the same against the total funding proposed */
  int gain_share, risk_share;
  int left_to_trust;         /* of an overspend */
  int reserves, below_floor; /* on 31 March; by how much they are below their floor */
} cc_contract_rows;

/* First rows of each block; a block `of placements` has one row for each placement, in order.
 * CC_ABSENT (-1) where the scenario has no such section. Each module's lay_out fills its own. */
typedef struct {
  cc_row_list monthly, annual;

  /* monthly, of placements */
  int m_stock; /* children in care at the month's end */
  int m_child_days;
  int m_entries;
  int m_exits; /* CC_DESTINATIONS blocks of placements */
  int m_turned_18;
  int m_moves_in, m_moves_out;
  int m_displaced_in, m_displaced_out;
  int m_price;         /* GBP a child-week */
  int m_cost;          /* gross placement cost, GBP */
  int m_contributions; /* GBP received */
  int m_capacity;      /* places; one row for each placement (0 where there is no limit) */
  /* monthly, single */
  int m_diverted;     /* children diverted by a cap that holds */
  int m_caps;         /* one row for each cap: its children, 0 while it is not in force */
  int m_care_leavers; /* at the month's end */
  int m_care_leavers_in, m_care_leavers_lost, m_care_leavers_aged_out;
  /* monthly, of bands */
  int m_stock_by_band;

  /* annual, single unless it says otherwise */
  int a_children; /* children in care on 31 March */
  int a_average;  /* average in the year */
  int a_per_10k;  /* children in care on 31 March for every 10,000 residents */
  int a_entries, a_exits, a_turned_18, a_moves, a_displaced, a_diverted;
  int a_exits_by_destination; /* CC_DESTINATIONS rows */
  int a_stock_by_placement;   /* of placements, 31 March */
  int a_average_by_placement; /* of placements */
  int a_stock_by_band;        /* of bands, 31 March */
  int a_caps;                 /* two rows for each cap: months above it in the year, peak excess */
  int a_care_leavers, a_advisers;
  int a_child_days;    /* of placements */
  int a_cost;          /* of placements, gross */
  int a_contributions; /* of placements */
  int a_placement_net; /* all placements, net of contributions */
  int a_unit_cost;     /* net placement cost of a child-week */
  int a_net_price;     /* of placements: price of a child-week less contributions */
  int a_one_off;       /* one row for each one-off cost */
  int a_diversion;     /* cost of diverted children */
  int a_leaver_cost;
  int a_services;             /* one row for each service (the unmodelled line is the last) */
  int a_intervention_cost;    /* one row for each intervention that has a cost (a bid) */
  int a_intervention_benefit; /* one row for each bid, stated or modelled */
  int a_intervention_net;     /* one row for each bid: investment less benefit */
  int a_invest_cumulative;    /* one row for each bid: cumulative net cost */
  int a_invest_npv; /* one row for each bid: net present value to date, first-year prices */
  int a_bid_capital, a_bid_borrowing;     /* one row for each bid (appraisal.h) */
  int a_bid_value, a_bid_value_with_bias; /* likewise: first-year prices */
  int a_bids_value;                       /* of all bids */
  int a_invest_net;                       /* all bids: investment less benefit */
  int a_subjective;                       /* CC_SUBJECTIVE_COUNT rows */
  int a_expenditure;                      /* all of it */
  /* Of the change of what is not placement cost, which the contract asks for in parts: */
  int a_other_price;        /* what prices did to other demand */
  int a_price_by_heading;   /* CC_SUBJECTIVE_COUNT rows: what prices did, placements included */
  int a_services_price;     /* what growth and index did to services */
  int a_services_full_year; /* decided about them in the year before, and goes on */
  int a_savings;            /* three rows for each mitigation (savings.h) */
  int a_savings_slippage;
  int a_unit_placements, a_unit_spending, a_unit_residents; /* for each child (unit_costs.h) */
  int a_contract;                                           /* first row of the contract's block */
  int a_contract_count; /* rows of the block; 0 where there is no contract */
  cc_contract_rows contract;
  int a_capital; /* for each group, a row for each line and then the group's total */
  int a_capital_total;
} cc_rows;

/* Which account an annual row of money is in: its measure's first word says. All that is spent, and
 * other views of it, are in expenditure. */
cc_money_account cc_row_account(const cc_row *row);

/* Appends a row and returns its number, or CC_ABSENT when memory is out. `measure` is kept as it
 * is; give it arena or static memory. */
int cc_row_add(cc_row_list *list, cc_arena *arena, cc_row row);

/* The row whose measure is `measure` (and whose placement is `placement` unless NULL), or -1. */
int cc_row_find(const cc_row_list *list, const char *measure, const char *placement);

#endif
