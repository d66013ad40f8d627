/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranges as tables. Formats for machines are not rounded and have the error of every figure in a
 * row of its own. */
#include "cli/simulation_tables.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "cli/likely_cells.h"
#include "cli/year_table.h"

/* What the tables of one scenario are made from. */
typedef struct {
  const cc_simulation_view *view;
  const cc_plan *plan;
  cc_simulation *simulation;
  bool difference; /* from the base */
} making;

/* ---- figures --------------------------------------------------------------------------------- */

/* The simulation's number of a measure in a plan year, or CC_ABSENT. */
static int number_of(const making *m, int measure, int year) {
  return cc_simulation_find(m->simulation, m->view->measures[measure], m->plan->first_year + year);
}

static bool figure(const making *m, int measure, int year, cc_likely *likely) {
  int number = number_of(m, measure, year);
  if (number == CC_ABSENT) {
    return false;
  }
  if (m->difference) {
    return cc_simulation_difference(m->simulation, number, likely);
  }
  *likely = cc_simulation_figure(m->simulation, number);
  return true;
}

static double quantile(const making *m, int measure, int year, double p, double *error) {
  int number = number_of(m, measure, year);
  return m->difference ? cc_simulation_difference_quantile(m->simulation, number, p, error)
                       : cc_simulation_quantile(m->simulation, number, p, error);
}

/* The largest error of a row's figures, so that all of them end at the same digit: of the quantile
 * p, or with p = 0 of the mean. */
static double row_error(const making *m, int measure, double p) {
  double worst = 0.0, error = 0.0;
  cc_likely likely;
  for (int y = 0; y < m->plan->n_years; y++) {
    if (figure(m, measure, y, &likely)) {
      error = likely.mean_error;
      if (p > 0.0) {
        (void)quantile(m, measure, y, p, &error);
      }
      worst = fmax(worst, error);
    }
  }
  return worst;
}

/* A row of figures or, for formats that are not for reading, of their errors. */
static void start_row(cc_table *table, const char *label, const char *unit, bool errors) {
  label = cc_table_print(table, "%s%s", label, errors ? ", Monte Carlo error" : "");
  cc_table_row_start(table, CC_ROW_PLAIN, label, unit);
}

static void add_rounded(cc_table *table, const making *m, const cc_row *row, double value,
                        double error) {
  cc_likely_cell(table, row->unit, m->view->for_reading, value, error);
}

static void add_quantile_rows(cc_table *table, const making *m, int measure, const cc_row *row,
                              int which) {
  double p = m->view->quantiles[which], error = 0.0;
  cc_likely likely;
  for (int pass = 0; pass < (m->view->for_reading ? 1 : 2); pass++) {
    start_row(table, cc_table_print(table, "P%g", 100.0 * p), row->unit, pass == 1);
    cc_table_row_id(table, row->measure);
    for (int y = 0; y < m->plan->n_years; y++) {
      if (!figure(m, measure, y, &likely)) {
        cc_table_empty(table);
        continue;
      }
      double value = quantile(m, measure, y, p, &error);
      if (pass == 0) {
        add_rounded(table, m, row, value, row_error(m, measure, p));
      } else {
        cc_error_cell(table, row->unit, error);
      }
    }
  }
}

typedef enum { MEAN, MEAN_ERROR, CENTRAL, WORST_ERROR, CHANCE_SHARE } line;

static double worst_error(const making *m, int measure, int year, double least) {
  double worst = least, error = 0.0;
  for (int q = 0; q < m->view->n_quantiles; q++) {
    (void)quantile(m, measure, year, m->view->quantiles[q], &error);
    worst = fmax(worst, error);
  }
  return worst;
}

/* The share of the variance that chance has. Both parts are known to about sqrt(2 / draws) of
 * themselves. */
static void add_share(cc_table *table, const making *m, const cc_likely *likely) {
  double variance = likely->parameter_variance + likely->process_variance;
  double share = variance > 0.0 ? likely->process_variance / variance : (double)NAN;
  double error = share * (1.0 - share) * sqrt(2.0 / cc_simulation_how(m->simulation).n_draws);
  cc_percent_cell(table, m->view->for_reading, share, error);
}

static void add_line(cc_table *table, const making *m, int measure, const cc_row *row, line what,
                     const char *label) {
  cc_likely likely;
  cc_table_row_start(table, CC_ROW_PLAIN, label, what == CHANCE_SHARE ? "per cent" : row->unit);
  cc_table_row_id(table, row->measure);
  for (int y = 0; y < m->plan->n_years; y++) {
    if (!figure(m, measure, y, &likely)) {
      cc_table_empty(table);
      continue;
    }
    switch (what) {
    case MEAN:
      add_rounded(table, m, row, likely.mean, row_error(m, measure, 0.0));
      break;
    case MEAN_ERROR:
      cc_error_cell(table, row->unit, likely.mean_error);
      break;
    case CENTRAL:
      add_rounded(table, m, row, likely.central, 0.0);
      break;
    case WORST_ERROR:
      cc_error_cell(table, row->unit, worst_error(m, measure, y, likely.mean_error));
      break;
    case CHANCE_SHARE:
      add_share(table, m, &likely);
      break;
    }
  }
}

static void add_measure(cc_table *table, const making *m, int measure) {
  int row = cc_row_find(&m->plan->rows.annual, m->view->measures[measure], NULL);
  if (row < 0) {
    return;
  }
  const cc_row *described = &m->plan->rows.annual.items[row];
  bool millions = strcmp(described->unit, "GBP") == 0 && m->view->for_reading;
  cc_table_section(table, cc_table_print(table, "%s%s", described->title, millions ? ", £m" : ""));
  for (int q = 0; q < m->view->n_quantiles; q++) {
    add_quantile_rows(table, m, measure, described, q);
  }
  add_line(table, m, measure, described, MEAN, "Mean");
  if (!m->view->for_reading) {
    add_line(table, m, measure, described, MEAN_ERROR, "Mean, Monte Carlo error");
  }
  add_line(table, m, measure, described, CENTRAL, "At the central values");
  if (m->view->for_reading) {
    add_line(table, m, measure, described, WORST_ERROR, "Monte Carlo error, at most");
  }
  if (!m->difference) {
    add_line(table, m, measure, described, CHANCE_SHARE, "Of the variance, from chance, %");
  }
}

/* ---- notes ----------------------------------------------------------------------------------- */

static void note_process(cc_table *table, const cc_simulation_method *how) {
  if (how->process == CC_PROCESS_EXACT) {
    cc_table_note(table, "Chance: each draw is one history of the children, followed one by one.");
  } else {
    cc_table_note(table, "Expected numbers only: the chance in who comes and goes is left out.");
  }
  cc_table_note(table,
                "It takes for granted that rates, prices and plans are as the scenario has them"
                " in every year, but for the uncertainty that it states.");
}

static void note_unfitted(cc_table *table, const cc_simulation_method *how) {
  if (how->n_unfitted > 0) {
    cc_table_note(table,
                  "In %d of %d draws (number %d is the first) opening.by_band has more children of"
                  " some bands than opening.by_placement has in placements that take them by"
                  " opening.age_pattern: there as many live in others.",
                  how->n_unfitted, how->n_draws, how->first_unfitted + 1);
  }
}

static void note_over_budget(cc_table *table, const cc_simulation_method *how) {
  if (how->n_over_budget > 0) {
    cc_table_note(table,
                  "In %d of %d draws what is modelled costs more than the whole known budget, and"
                  " the unmodelled line is below zero.",
                  how->n_over_budget, how->n_draws);
  }
}

void cc_note_draws(cc_table *table, const cc_simulation_method *how) {
  cc_table_note(table, "%d draws (%s, seed %llu); uncertain figures: %d.", how->n_draws,
                cc_sample_word(how->method), (unsigned long long)how->seed, how->n_uncertain);
  note_process(table, how);
  note_unfitted(table, how);
  note_over_budget(table, how);
}

/* A table of financial years that says where its doubt comes from. */
static void start(cc_table *table, const making *m) {
  cc_simulation_method how = cc_simulation_how(m->simulation);
  cc_note_draws(table, &how);
  if (m->plan->known_budget) {
    cc_table_note(table, "The first year's budget is known: in a draw with dearer prices the"
                         " unmodelled line is smaller.");
  }
  cc_year_table_columns(table, m->plan, false);
}

/* ---- tables ---------------------------------------------------------------------------------- */

static void fill_figures(cc_table *table, const making *m) {
  cc_table_start(table, "What is likely: %s", m->plan->title);
  start(table, m);
  cc_note_money(table, NULL);
  for (int i = 0; i < m->view->n_measures; i++) {
    add_measure(table, m, i);
  }
}

static void fill_differences(cc_table *table, const making *m, const char *base_id) {
  cc_table_start(table, "Likely differences: %s, from %s", m->plan->title, base_id);
  start(table, m);
  cc_table_note(table, "Draw by draw, with the same chances in both: less uncertain than either.");
  cc_note_money(table, NULL);
  for (int i = 0; i < m->view->n_measures; i++) {
    add_measure(table, m, i);
  }
}

/* Over all years, beside the months. */
static void note_ever(cc_table *table, const making *m, int cap) {
  cc_chance ever = cc_simulation_ever_above_cap(m->simulation, cap);
  cc_table_note(table,
                "%s: passed at the end of some month of these %d years with %.0f%% probability.",
                m->plan->caps[cap].title, m->plan->n_years, 100.0 * ever.p);
}

static void note_breach(cc_table *table, const making *m, int cap) {
  char month[CC_MONTH_TEXT];
  int first = cc_simulation_likely_breach(m->simulation, cap);
  if (first < 0) {
    cc_table_note(table, "%s: more likely kept than passed in every month.",
                  m->plan->caps[cap].title);
  } else {
    cc_table_note(table, "%s: first likely breach %s, when it is more likely passed than not.",
                  m->plan->caps[cap].title, cc_print_month(first, month));
  }
}

static void note_error(cc_table *table, double worst) {
  cc_table_note(table, "Monte Carlo error of the probabilities: at most %.1f percentage points.",
                100.0 * worst);
}

static void note_errors_of_caps(cc_table *table, const making *m) {
  double worst = 0.0;
  for (int c = 0; c < m->plan->n_caps; c++) {
    worst = fmax(worst, cc_simulation_ever_above_cap(m->simulation, c).error);
    for (int t = 0; t < m->plan->n_months; t++) {
      worst = fmax(worst, cc_simulation_above_cap(m->simulation, c, t).error);
    }
  }
  note_error(table, worst);
}

static void add_chance(cc_table *table, const making *m, cc_chance chance, bool errors) {
  if (errors) {
    cc_table_count(table, 100.0 * chance.error, 1);
  } else {
    cc_percent_cell(table, m->view->for_reading, chance.p, chance.error);
  }
}

static void add_month(cc_table *table, const making *m, int cap, int month, bool errors) {
  static const char *const names[CC_MONTHS_PER_YEAR] = {
      "April",   "May",      "June",     "July",    "August",   "September",
      "October", "November", "December", "January", "February", "March"};
  start_row(table, names[month], "per cent", errors);
  for (int y = 0; y < m->plan->n_years; y++) {
    int t = y * CC_MONTHS_PER_YEAR + month;
    add_chance(table, m, cc_simulation_above_cap(m->simulation, cap, t), errors);
  }
}

static void fill_caps(cc_table *table, const making *m) {
  cc_table_start(table, "Probability of more children than the cap, %%: %s", m->plan->title);
  start(table, m);
  for (int c = 0; c < m->plan->n_caps; c++) {
    note_breach(table, m, c);
    note_ever(table, m, c);
  }
  note_errors_of_caps(table, m);
  for (int c = 0; c < m->plan->n_caps; c++) {
    cc_table_section(table, m->plan->caps[c].title);
    for (int month = 0; month < CC_MONTHS_PER_YEAR; month++) {
      add_month(table, m, c, month, false);
      if (!m->view->for_reading) {
        add_month(table, m, c, month, true);
      }
    }
  }
}

static void add_shortage(cc_table *table, const making *m, bool errors) {
  start_row(table, "Probability that it is insufficient, %", "per cent", errors);
  for (int y = 0; y < m->plan->n_years; y++) {
    add_chance(table, m, cc_simulation_short(m->simulation, y), errors);
  }
}

static void add_contingency(cc_table *table, const making *m, bool errors) {
  start_row(table, m->view->for_reading ? "Contingency at P80, £m" : "Contingency at P80", "GBP",
            errors);
  for (int y = 0; y < m->plan->n_years; y++) {
    double error = 0.0, value = cc_simulation_contingency(m->simulation, y, &error);
    if (errors) {
      cc_error_cell(table, "GBP", error);
    } else {
      cc_likely_cell(table, "GBP", m->view->for_reading, value, error);
    }
  }
}

/* What there is to meet it from. */
static void add_reserves(cc_table *table, const making *m) {
  const char *label = m->view->for_reading ? "Reserves on 31 March, on average, £m"
                                           : "Reserves on 31 March, on average";
  for (int i = 0; i < m->view->n_measures; i++) {
    int row = cc_row_find(&m->plan->rows.annual, m->view->measures[i], NULL);
    if (row >= 0 && row == m->plan->rows.contract.reserves) {
      add_line(table, m, i, &m->plan->rows.annual.items[row], MEAN, label);
    }
  }
}

static void fill_contract(cc_table *table, const making *m) {
  cc_table_start(table, "Is the contract sum enough: %s", m->plan->title);
  start(table, m);
  cc_table_note(table, "A contingency of the amount below would be enough with 80%% probability;"
                       " in brackets, what could be spared.");
  double worst = 0.0;
  for (int y = 0; y < m->plan->n_years; y++) {
    worst = fmax(worst, cc_simulation_short(m->simulation, y).error);
  }
  note_error(table, worst);
  cc_note_money(table, NULL);
  for (int errors = 0; errors <= !m->view->for_reading; errors++) {
    add_shortage(table, m, errors);
    add_contingency(table, m, errors);
  }
  add_reserves(table, m);
}

int cc_simulation_tables(const cc_simulation_view *view, const cc_scenario *scenario,
                         cc_simulation *simulation, const char *base_id,
                         cc_table tables[CC_SIMULATION_TABLES]) {
  making m = {.view = view, .plan = &scenario->plan, .simulation = simulation};
  int count = 0;
  fill_figures(&tables[count++], &m);
  if (m.plan->n_caps > 0 && m.plan->demand.present) {
    fill_caps(&tables[count++], &m);
  }
  if (cc_simulation_has_gap(simulation)) {
    fill_contract(&tables[count++], &m);
  }
  if (base_id != NULL) {
    m.difference = true;
    fill_differences(&tables[count++], &m, base_id);
  }
  return count;
}
