/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Children in care by year: where they live, how old they are, who comes and who goes. Figures are
 * expected numbers and shown as whole children. */
#include <string.h>

#include "cli/run_tables.h"
#include "cli/year_table.h"

static const char *const destination_titles[CC_DESTINATIONS] = {
    [CC_RETURN_HOME] = "Exits: return home",
    [CC_ADOPTION] = "Exits: adoption",
    [CC_SPECIAL_GUARDIANSHIP] = "Exits: special guardianship",
    [CC_INDEPENDENCE] = "Exits: independence",
    [CC_OTHER_EXIT] = "Exits: other",
};

static void add_stock_row(cc_table *table, const cc_run *run, cc_row_kind kind, const char *label,
                          const char *unit, double opening, int row) {
  cc_table_row_start(table, kind, label, unit);
  cc_table_row_id(table, run->plan->rows.annual.items[row].measure);
  cc_table_count(table, opening, 0);
  for (int y = 0; y < run->plan->n_years; y++) {
    cc_table_count(table, cc_annual(run->plan, run->results, row, y), 0);
  }
}

/* A band as people say it, and as no spreadsheet takes for a date: "5 to 9" of "5-9". */
static const char *say_ages(cc_table *table, const char *band) {
  size_t first = strspn(band, "0123456789");
  if (first > 0 && band[first] == '-') {
    return cc_table_print(table, "%.*s to %s", (int)first, band, band + first + 1);
  }
  return strcmp(band, "under_1") == 0 ? "Under 1" : band;
}

static void add_stocks(cc_table *table, const cc_run *run) {
  const cc_plan *plan = run->plan;
  double opening = 0;
  cc_table_section(table, "On 31 March, by placement");
  for (int p = 0; p < plan->n_placements; p++) {
    add_stock_row(table, run, CC_ROW_PLAIN, plan->placements[p].title, "children",
                  run->results->opening[p], plan->rows.a_stock_by_placement + p);
    opening += run->results->opening[p];
  }
  add_stock_row(table, run, CC_ROW_TOTAL, "Children in care on 31 March", "children", opening,
                plan->rows.a_children);
  cc_year_table_count(table, run, CC_ROW_TOTAL, "Average in the year", "children",
                      plan->rows.a_average, 0);
  cc_year_table_count(table, run, CC_ROW_TOTAL, "For every 10,000 residents, 31 March",
                      "per 10,000", plan->rows.a_per_10k, 1);
  cc_table_section(table, "On 31 March, by age");
  for (int b = 0; b < plan->n_bands; b++) {
    cc_year_table_count(table, run, CC_ROW_PLAIN, say_ages(table, plan->band_names[b]), "children",
                        plan->rows.a_stock_by_band + b, 0);
  }
}

static void add_if_said(cc_table *table, const cc_run *run, const char *label, int row) {
  if (cc_year_row_says_something(run, row)) {
    cc_year_table_count(table, run, CC_ROW_PLAIN, label, "children", row, 0);
  }
}

static void add_flows(cc_table *table, const cc_run *run) {
  const cc_rows *rows = &run->plan->rows;
  cc_table_section(table, "In the year");
  cc_year_table_count(table, run, CC_ROW_PLAIN, "Entries", "children", rows->a_entries, 0);
  for (int d = 0; d < CC_DESTINATIONS; d++) {
    add_if_said(table, run, destination_titles[d], rows->a_exits_by_destination + d);
  }
  cc_year_table_count(table, run, CC_ROW_PLAIN, "18th birthdays", "children", rows->a_turned_18, 0);
  cc_year_table_count(table, run, CC_ROW_PLAIN, "All exits", "children", rows->a_exits, 0);
  add_if_said(table, run, "Moves between placements", rows->a_moves);
  add_if_said(table, run, "Displaced for want of a place", rows->a_displaced);
  add_if_said(table, run, "Diverted by a cap (unmet demand)", rows->a_diverted);
}

static void add_care_leavers(cc_table *table, const cc_run *run) {
  const cc_rows *rows = &run->plan->rows;
  if (rows->a_care_leavers == CC_ABSENT) {
    return;
  }
  cc_table_section(table, "Care leavers on 31 March");
  add_stock_row(table, run, CC_ROW_PLAIN, "Care leavers served", "care leavers",
                run->results->opening_leavers, rows->a_care_leavers);
  cc_year_table_count(table, run, CC_ROW_PLAIN, "Personal advisers needed", "FTE", rows->a_advisers,
                      1);
}

void cc_run_tables_add_children(cc_run_tables *tables, const cc_run *run) {
  if (!run->plan->demand.present) {
    return;
  }
  cc_table *table = cc_run_tables_next(tables, run, "Children in care", true);
  cc_table_note(table,
                "Expected numbers of children, shown whole: rounded figures may not add up.");
  cc_note_doubt(table, run->scenario, tables->ranges_follow);
  add_stocks(table, run);
  add_flows(table, run);
  add_care_leavers(table, run);
}
