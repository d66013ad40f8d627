/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_RUN_TABLES_H
#define CC_CLI_RUN_TABLES_H

#include "analysis/run.h"
#include "report/table.h"

/* The tables that `carecast run` prints, each only where the scenario has what it shows. */

enum { CC_MAX_RUN_TABLES = 24 };

/* Tables in the order of printing. A zeroed set is empty and valid. */
typedef struct {
  cc_table items[CC_MAX_RUN_TABLES];
  int count;
  bool ranges_follow; /* set by the caller: what the tables say of doubt */
  const char *prices; /* likewise: what pounds they are in; NULL: nominal */
} cc_run_tables;

/* Adds all of them, or those of one subject. */
void cc_run_tables_add(cc_run_tables *tables, const cc_run *run);
void cc_run_tables_add_children(cc_run_tables *tables, const cc_run *run);
void cc_run_tables_add_costs(cc_run_tables *tables, const cc_run *run);
void cc_run_tables_add_contract(cc_run_tables *tables, const cc_run *run);
void cc_run_tables_add_checks(cc_run_tables *tables, const cc_run *run);
void cc_run_tables_free(cc_run_tables *tables);

/* The next table of the set, started with a column for each year. */
cc_table *cc_run_tables_next(cc_run_tables *tables, const cc_run *run, const char *name,
                             bool opening);

#endif
