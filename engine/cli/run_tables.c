/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Caps, capital, checks: and all tables of a run in the order in which a finance officer reads
 * them, from children over what they cost to what is paid for it. */
#include "cli/run_tables.h"

#include "base/calendar.h"
#include "cli/year_table.h"

cc_table *cc_run_tables_next(cc_run_tables *tables, const cc_run *run, const char *name,
                             bool opening) {
  cc_table *table = &tables->items[tables->count++];
  cc_table_start(table, "%s: %s", name, run->plan->title);
  cc_table_scenario(table, run->plan->id);
  cc_year_table_columns(table, run->plan, opening);
  return table;
}

void cc_run_tables_free(cc_run_tables *tables) {
  for (int i = 0; i < tables->count; i++) {
    cc_table_free(&tables->items[i]);
  }
  tables->count = 0;
}

static void add_cap(cc_table *table, const char *name, const cc_cap_report *cap) {
  cc_table_row_start(table, CC_ROW_PLAIN, cap->title, "children");
  cc_table_row_id(table, cc_table_print(table, "caps.%s", name));
  cc_table_count(table, cap->children, 0);
  cc_table_text(table, cap->hold ? "hold" : "report");
  if (cap->first_month_above >= 0) {
    cc_table_month(table, cap->first_month_above);
  } else {
    cc_table_text(table, "never");
  }
  cc_table_count(table, cap->peak_excess, 0);
  if (cap->hold) {
    cc_table_count(table, cap->diverted, 0);
  }
}

static void add_caps(cc_run_tables *tables, const cc_run *run) {
  if (run->plan->n_caps == 0) {
    return;
  }
  cc_table *table = &tables->items[tables->count++];
  cc_cap_report cap;
  cc_table_start(table, "Caps on children in care");
  cc_table_note(table, "Children at the end of each month. A cap that holds diverts entries: the"
                       " children diverted are unmet demand.");
  cc_table_column(table, "Cap", CC_ALIGN_LEFT, CC_LABEL_WIDTH);
  cc_table_column(table, "Children", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Policy", CC_ALIGN_LEFT, 0);
  cc_table_column(table, "First month above", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Largest excess", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Diverted", CC_ALIGN_RIGHT, 0);
  for (int i = 0; i < run->plan->n_caps; i++) {
    if (cc_run_cap(run, i, &cap)) {
      add_cap(table, run->plan->caps[i].name, &cap);
    }
  }
}

static void add_capital(cc_run_tables *tables, const cc_run *run) {
  const cc_plan *plan = run->plan;
  int row = plan->rows.a_capital;
  if (row == CC_ABSENT || plan->n_capital == 0) {
    return;
  }
  cc_table *table = cc_run_tables_next(tables, run, "Capital programme", false);
  cc_note_money(table, tables->prices);
  cc_table_note(table, "Capital is apart from revenue: it is in none of the other tables.");
  for (int g = 0; g < plan->n_capital; g++) {
    const cc_line_group *group = &plan->capital[g];
    cc_table_section(table, group->title);
    for (int i = 0; i < group->n_lines; i++) {
      cc_year_table_millions(table, run, CC_ROW_PLAIN, group->lines[i].title, row++);
    }
    if (group->n_lines > 1) {
      cc_year_table_millions(table, run, CC_ROW_TOTAL, "Sub-total", row);
    }
    row++; /* the group's total has its row either way */
  }
  cc_year_table_millions(table, run, CC_ROW_TOTAL, "Total capital programme",
                         plan->rows.a_capital_total);
}

void cc_run_tables_add_checks(cc_run_tables *tables, const cc_run *run) {
  cc_identity identities[CC_MAX_IDENTITIES];
  int count = cc_run_identities(run, identities);
  cc_table *table = &tables->items[tables->count++];
  cc_table_start(table, "Checks");
  cc_table_note(table, "Identities that must hold in every run, and how far off each is.");
  cc_table_column(table, "Identity", CC_ALIGN_LEFT, 0);
  cc_table_column(table, "Off by", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "At most", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Result", CC_ALIGN_LEFT, 0);
  for (int i = 0; i < count; i++) {
    cc_table_row_start(table, CC_ROW_PLAIN, identities[i].name, identities[i].unit);
    cc_table_count(table, identities[i].difference, 9);
    cc_table_count(table, identities[i].tolerance, 9);
    cc_table_text(table, identities[i].holds ? "holds" : "FAILS");
  }
}

void cc_run_tables_add(cc_run_tables *tables, const cc_run *run) {
  cc_run_tables_add_children(tables, run);
  add_caps(tables, run);
  cc_run_tables_add_costs(tables, run);
  cc_run_tables_add_contract(tables, run);
  add_capital(tables, run);
}
