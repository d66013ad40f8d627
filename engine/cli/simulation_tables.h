/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_SIMULATION_TABLES_H
#define CC_CLI_SIMULATION_TABLES_H

#include "batch/simulate.h"
#include "report/table.h"

/* What is asked of a simulation, and how it is shown. */
typedef struct {
  int n_quantiles;
  const double *quantiles; /* shares, 0.1 for P10 */
  int n_measures;
  const char *const *measures; /* that the simulation has collected, where the scenario has them */
  bool for_reading;            /* rounded to what the number of draws supports */
} cc_simulation_view;

enum { CC_SIMULATION_TABLES = 4 };

/* Starts and fills the tables of one scenario: what is likely, caps, the contract sum, and, where
 * `base_id` is not NULL, differences from the base. Returns how many there are. */
int cc_simulation_tables(const cc_simulation_view *view, const cc_scenario *scenario,
                         cc_simulation *simulation, const char *base_id,
                         cc_table tables[CC_SIMULATION_TABLES]);

/* A note on where the doubt comes from: the draws, and the form of chance. */
void cc_note_draws(cc_table *table, const cc_simulation_method *how);

#endif
