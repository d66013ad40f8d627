/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which figures a comparison shows, and how each scenario yields them. */
#include "analysis/compare.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"

/* Whether an item is of one year, each year, or the whole projection. */
typedef enum { EACH_YEAR, LAST_YEAR, ALL_YEARS } span;

typedef struct {
  const char *section;
  const char *title; /* of LAST_YEAR and ALL_YEARS items; years title themselves */
  const char *measure;
  const char *unit;
  span years;
  cc_show show;
} choice;

/* The comparison's rows, in order. `%` in a measure stands for each placement. */
static const choice choices[] = {
    {"Children in care at 31 March", NULL, "children_in_care.total", "children", EACH_YEAR,
     CC_SHOW_COUNT},
    {"Children in care, average in the year", NULL, "children_in_care.average", "children",
     EACH_YEAR, CC_SHOW_COUNT},
    {"Children in care for every 10,000 residents, 31 March", NULL, "children_in_care.per_10k",
     "per 10,000", EACH_YEAR, CC_SHOW_DECIMAL},
    {"Where they live at the last 31 March", NULL, "children_in_care.%", "children", LAST_YEAR,
     CC_SHOW_COUNT},
    {"Flows, all years together", "Entries", "entries.total", "children", ALL_YEARS, CC_SHOW_COUNT},
    {"Flows, all years together", "Exits, 18th birthdays included", "exits.total", "children",
     ALL_YEARS, CC_SHOW_COUNT},
    {"Flows, all years together", "of which 18th birthdays", "turned_18.total", "children",
     ALL_YEARS, CC_SHOW_COUNT},
    {"Flows, all years together", "Displaced for want of a place", "displaced.total", "children",
     ALL_YEARS, CC_SHOW_COUNT},
    {"Flows, all years together", "Diverted by a cap (unmet demand)", "diverted.total", "children",
     ALL_YEARS, CC_SHOW_COUNT},
    {"Care leavers at the last 31 March", "Care leavers", "care_leavers.total", "young people",
     LAST_YEAR, CC_SHOW_COUNT},
    {"Care leavers at the last 31 March", "Personal advisers needed",
     "care_leavers.personal_advisers", "FTE", LAST_YEAR, CC_SHOW_DECIMAL},
    {"Child-days in the last year", NULL, "child_days.%", "child-days", LAST_YEAR, CC_SHOW_COUNT},
    {"Placement cost in the last year, before contributions", NULL, "placement_cost.%", "£m",
     LAST_YEAR, CC_SHOW_MILLIONS},
    {"Placement cost, net of contributions", NULL, "placement_cost.net", "£m", EACH_YEAR,
     CC_SHOW_MILLIONS},
    {"Placement cost, net of contributions", "All years together", "placement_cost.net", "£m",
     ALL_YEARS, CC_SHOW_MILLIONS},
    {"Expenditure", NULL, "expenditure.total", "£m", EACH_YEAR, CC_SHOW_MILLIONS},
    {"Expenditure", "All years together", "expenditure.total", "£m", ALL_YEARS, CC_SHOW_MILLIONS},
    {"Expenditure for each child in care, £", NULL, "unit_cost.spending_per_child_in_care",
     "£ a child", EACH_YEAR, CC_SHOW_COUNT},
    {"Total contract sum", NULL, "contract.total_contract_sum", "£m", EACH_YEAR, CC_SHOW_MILLIONS},
    {"Total funding proposed", NULL, "contract.total_funding_proposed", "£m", EACH_YEAR,
     CC_SHOW_MILLIONS},
    {"Funding gap against the council's assumption", NULL, "contract.gap_against_council", "£m",
     EACH_YEAR, CC_SHOW_MILLIONS},
    {"Funding gap against the council's assumption", "All years together",
     "contract.gap_against_council", "£m", ALL_YEARS, CC_SHOW_MILLIONS},
    {"Invest to save", "Net cost, all years together", "invest_to_save.net", "£m", ALL_YEARS,
     CC_SHOW_MILLIONS},
    {"Invest to save", "Whole-life NPV, first-year prices", "invest_to_save.whole_life_npv", "£m",
     LAST_YEAR, CC_SHOW_MILLIONS},
    {"Gap against the total funding proposed", NULL, "contract.gap_against_proposed", "£m",
     EACH_YEAR, CC_SHOW_MILLIONS},
};
enum { CHOICES = sizeof choices / sizeof choices[0] };

typedef struct {
  cc_comparison *comparison;
  const cc_plan *base;
  cc_outline outline; /* of all, the base's first */
  cc_item *items;
  bool failed;
} builder;

bool cc_comparison_outline(cc_outline *outline, const cc_plan *plan) {
  const char *wanted[CHOICES + 1] = {NULL};
  for (int c = 0; c < CHOICES; c++) {
    wanted[c] = choices[c].measure;
  }
  return cc_outline_add(outline, plan, wanted);
}

static void add_item(builder *b, const choice *from, const char *title, const char *measure,
                     int year) {
  if (title == NULL || measure == NULL) {
    b->failed = true;
    return;
  }
  int row = cc_row_find(&b->base->rows.annual, measure, NULL);
  b->items[b->comparison->count++] =
      (cc_item){.section = from->section,
                .title = title,
                .measure = measure,
                .year = year,
                .row = row < 0 ? CC_ABSENT : row,
                .of_placement = from->measure[strlen(from->measure) - 1] == '%',
                .unit = from->unit,
                .show = from->show};
}

/* All items of one choice for one measure. */
static void add_measure(builder *b, const choice *from, const char *title, const char *measure) {
  for (int y = 0; from->years == EACH_YEAR && y < b->base->n_years; y++) {
    char text[CC_YEAR_TEXT];
    add_item(b, from,
             cc_arena_print(&b->comparison->arena, "%s",
                            cc_print_financial_year(b->base->first_year + y, text)),
             measure, y);
  }
  if (from->years != EACH_YEAR) {
    add_item(b, from, title, measure, from->years == LAST_YEAR ? b->base->n_years - 1 : CC_ABSENT);
  }
}

static void add_choice(builder *b, const choice *from) {
  int length = (int)strlen(from->measure);
  if (from->measure[length - 1] != '%') {
    add_measure(b, from, from->title, from->measure);
    return;
  }
  for (int p = 0; p < b->outline.placements.count; p++) {
    const cc_outlined *placement = &b->outline.placements.items[p];
    add_measure(b, from, cc_arena_print(&b->comparison->arena, "%s", placement->title),
                cc_arena_print(&b->comparison->arena, "%.*s%s", length - 1, from->measure,
                               placement->name));
  }
}

static void add_caps(builder *b) {
  static const choice of_cap = {.section = "First month above a cap",
                                .measure = "caps",
                                .unit = "month",
                                .show = CC_SHOW_MONTH};
  for (int c = 0; c < b->outline.caps.count; c++) {
    const cc_outlined *cap = &b->outline.caps.items[c];
    add_item(b, &of_cap, cc_arena_print(&b->comparison->arena, "%s", cap->title),
             cc_arena_print(&b->comparison->arena, "%s", cap->name), CC_ABSENT);
  }
}

/* Room for every item that there could be. */
static cc_item *make_room(builder *b) {
  size_t each = (size_t)(b->base->n_years > 1 ? b->base->n_years : 1);
  size_t placements = (size_t)b->outline.placements.count, caps = (size_t)b->outline.caps.count;
  each = placements > each ? placements : each;
  return cc_arena_array(&b->comparison->arena, (size_t)CHOICES * each + caps + 1, sizeof(cc_item));
}

static void fill(builder *b) {
  for (int c = 0; c < CHOICES; c++) {
    if (cc_outline_has(&b->outline.measures, choices[c].measure)) {
      add_choice(b, &choices[c]);
    }
  }
  add_caps(b);
}

cc_status cc_comparison_create(const cc_plan *base, const cc_outline *others,
                               cc_comparison *comparison) {
  *comparison = (cc_comparison){.first_year = base->first_year, .n_years = base->n_years};
  builder b = {.comparison = comparison, .base = base};
  b.failed = !cc_comparison_outline(&b.outline, base) ||
             (others != NULL && !cc_outline_join(&b.outline, others));
  b.items = b.failed ? NULL : make_room(&b);
  if (b.items != NULL) {
    fill(&b);
  }
  cc_outline_free(&b.outline);
  comparison->items = b.items;
  if (b.failed || b.items == NULL) {
    cc_comparison_free(comparison);
    return CC_NO_MEMORY;
  }
  return CC_OK;
}

void cc_comparison_free(cc_comparison *comparison) {
  cc_arena_free(&comparison->arena);
  *comparison = (cc_comparison){0};
}

static double cap_value(const cc_run *run, const char *name) {
  cc_cap_report report;
  for (int c = 0; c < run->plan->n_caps; c++) {
    if (strcmp(run->plan->caps[c].name, name) == 0 && cc_run_cap(run, c, &report)) {
      return report.first_month_above >= 0 ? report.first_month_above : (double)INFINITY;
    }
  }
  return NAN;
}

/* Scenarios of one base mostly have the same rows in the same places. */
static int row_of(const cc_item *item, const cc_row_list *rows) {
  bool same = item->row != CC_ABSENT && item->row < rows->count &&
              strcmp(rows->items[item->row].measure, item->measure) == 0;
  return same ? item->row : cc_row_find(rows, item->measure, NULL);
}

static double item_value(const cc_comparison *comparison, const cc_item *item, const cc_run *run) {
  if (item->show == CC_SHOW_MONTH) {
    return cap_value(run, item->measure);
  }
  int row = row_of(item, &run->plan->rows.annual);
  bool none = row < 0 && item->of_placement && run->plan->demand.present;
  /* Sums run over the base's years on both sides; who lacks one of them has no such sum. */
  bool all = item->year == CC_ABSENT;
  int offset = comparison->first_year - run->plan->first_year;
  cc_span asked = {row, offset + (all ? 0 : item->year),
                   offset + (all ? comparison->n_years - 1 : item->year)};
  if ((row < 0 && !none) || asked.first_year < 0 || asked.last_year >= run->plan->n_years) {
    return NAN;
  }
  return none ? 0.0 : cc_span_value(run->plan, cc_alone(run->results), &asked);
}

void cc_comparison_values(const cc_comparison *comparison, const cc_run *run, double *values) {
  for (int i = 0; i < comparison->count; i++) {
    values[i] = item_value(comparison, &comparison->items[i], run);
  }
}

int cc_comparison_find(const cc_comparison *comparison, const char *measure, bool all_years) {
  int found = CC_ABSENT;
  for (int i = 0; i < comparison->count; i++) {
    const cc_item *item = &comparison->items[i];
    if (strcmp(item->measure, measure) == 0 && (item->year == CC_ABSENT) == all_years) {
      found = i; /* the last year's stands last */
    }
  }
  return found;
}

const char *cc_item_unit(const cc_item *item) {
  return item->show == CC_SHOW_MILLIONS ? "GBP" : item->unit;
}
