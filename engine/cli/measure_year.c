/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which figure a user means. */
#include "cli/measure_year.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "cli/output.h"

enum { MOST_NEAR = 10 };

/* Near is what is spelt nearly so, and what has it in its name: " `a`, `b`". */
static void list_near(const cc_row_list *rows, const char *nearest, const char *measure,
                      cc_text *near) {
  int count = 0;
  for (int i = 0; i < rows->count && *measure != '\0'; i++) {
    const char *name = rows->items[i].measure;
    if ((name == nearest || strstr(name, measure) != NULL) && count++ < MOST_NEAR) {
      cc_text_print(near, "%s `%s`", near->length > 0 ? "," : "", name);
    }
  }
  if (count > MOST_NEAR) {
    cc_text_print(near, " and %d more", count - MOST_NEAR);
  }
}

static cc_status complain_of_measure(const cc_scenario *scenario, const char *measure) {
  const cc_row_list *rows = &scenario->plan.rows.annual;
  const char **names = calloc((size_t)rows->count + 1, sizeof *names);
  if (names == NULL) {
    return CC_NO_MEMORY;
  }
  for (int i = 0; i < rows->count; i++) {
    names[i] = rows->items[i].measure;
  }
  cc_text near = {0};
  list_near(rows, cc_text_nearest(measure, names, (size_t)rows->count), measure, &near);
  if (near.length > 0) {
    cc_text_add(&near, " (");
  }
  cc_complain("%s has no annual measure `%s`; %s%s`carecast explain FILE --measure list` prints"
              " all%s",
              scenario->file, measure, near.length > 0 ? "near it:" : "",
              near.length > 0 ? near.data : "", near.length > 0 ? ")" : "");
  cc_text_free(&near);
  free(names);
  return CC_USAGE;
}

cc_status cc_find_measure(const cc_scenario *scenario, const char *measure, int *row) {
  *row = cc_row_find(&scenario->plan.rows.annual, measure, NULL);
  return *row < 0 ? complain_of_measure(scenario, measure) : CC_OK;
}

cc_status cc_find_year(const cc_run *run, const char *financial_year, int *year) {
  int calendar_year = 0;
  char first[CC_YEAR_TEXT], last[CC_YEAR_TEXT];
  if (!cc_parse_financial_year(financial_year, &calendar_year)) {
    cc_complain("`%s` is not a financial year such as 2020/21", financial_year);
    return CC_USAGE;
  }
  *year = calendar_year - run->plan->first_year;
  if (*year < 0 || *year >= run->plan->n_years) {
    cc_complain("%s has no year %s, only %s to %s", run->scenario->file, financial_year,
                cc_print_financial_year(run->plan->first_year, first),
                cc_print_financial_year(run->plan->first_year + run->plan->n_years - 1, last));
    return CC_USAGE;
  }
  return CC_OK;
}

cc_status cc_find_measure_year(const cc_run *run, const char *measure, const char *financial_year,
                               int *row, int *year) {
  cc_status status = cc_find_measure(run->scenario, measure, row);
  return status == CC_OK ? cc_find_year(run, financial_year, year) : status;
}
