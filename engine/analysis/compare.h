/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_COMPARE_H
#define CC_ANALYSIS_COMPARE_H

#include "analysis/outline.h"
#include "analysis/run.h"

/* A comparison sets the same figures of several scenarios side by side. Its items are chosen once,
 * from what any of them has; each scenario then yields one number for each item (NaN where it has
 * no such figure). So a batch need keep nothing of a scenario but an outline and these numbers. */
typedef enum {
  CC_SHOW_COUNT,    /* children: whole numbers */
  CC_SHOW_DECIMAL,  /* one decimal: rates, FTE */
  CC_SHOW_MILLIONS, /* £m with one decimal */
  CC_SHOW_MONTH     /* an absolute month, or INFINITY for never */
} cc_show;

typedef struct {
  const char *section; /* heading that the item stands under: "Children in care at 31 March" */
  const char *title;   /* "2020/21", "Fostering, agency", "Five years together" */
  const char *measure; /* annual measure's name */
  int year;            /* plan year; CC_ABSENT: the sum (flows, money), or first month for caps */
  const char *unit;    /* as printed: "children", "£m", "per 10,000", "FTE", "month" */
  cc_show show;
  int row; /* of the base's annual rows: where to look first; CC_ABSENT where it has none */
  bool of_placement; /* a scenario that has others but not this one has none there: 0 */
} cc_item;

typedef struct {
  cc_arena arena;
  int count;
  const cc_item *items;
  int first_year, n_years; /* of the base, to name years and to sum over them */
} cc_comparison;

/* Adds to an outline what a comparison could show of a scenario. Returns false when memory is out.
 */
bool cc_comparison_outline(cc_outline *outline, const cc_plan *plan);

/* Chooses the items: what the base has, then what only `others` have. The years are the base's, so
 * that both sides have the same. CC_NO_MEMORY. */
cc_status cc_comparison_create(const cc_plan *base, const cc_outline *others,
                               cc_comparison *comparison);
void cc_comparison_free(cc_comparison *comparison);

/* Fills values[count]; scenarios with another first year are matched by financial year. */
void cc_comparison_values(const cc_comparison *comparison, const cc_run *run, double *values);

/* A measure's item of the last year, or of all years together; CC_ABSENT where there is none. */
int cc_comparison_find(const cc_comparison *comparison, const char *measure, bool all_years);

/* The unit of an item's figures in full precision: "GBP" of what is printed in £m. */
const char *cc_item_unit(const cc_item *item);

#endif
