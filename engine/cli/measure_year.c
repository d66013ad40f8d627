/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which figure a user means. */
#include "cli/measure_year.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "cli/output.h"

static cc_status complain_of_measure(const cc_run *run, const char *measure) {
  const cc_row_list *rows = &run->plan->rows.annual;
  const char **names = calloc((size_t)rows->count + 1, sizeof *names);
  if (names == NULL) {
    return CC_NO_MEMORY;
  }
  for (int i = 0; i < rows->count; i++) {
    names[i] = rows->items[i].measure;
  }
  const char *nearest = cc_text_nearest(measure, names, (size_t)rows->count);
  cc_complain("%s has no measure `%s`; %s%s%s", run->scenario->file, measure,
              nearest != NULL ? "did you mean `" : "`carecast explain FILE --measure list`",
              nearest != NULL ? nearest : "", nearest != NULL ? "`?" : " prints all");
  free(names);
  return CC_USAGE;
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
  *row = cc_row_find(&run->plan->rows.annual, measure, NULL);
  if (*row < 0) {
    return complain_of_measure(run, measure);
  }
  return cc_find_year(run, financial_year, year);
}
