/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of a run folder. results.csv has some five thousand lines and is most of what a batch
 * writes, so of each line only the number is made there and then: what stands before it is copied
 * from two short pieces, one made once for each month ("base,2020/21,2020-04,") and one for each
 * row
 * ("fostering,children_in_care,children,"). Values are in full precision. */
#include "batch/run_csv.h"

#include <string.h>

#include "base/calendar.h"
#include "report/format.h"

#define LONGEST_NUMBER 32 /* of a double, with the line's end */

/* Pieces of text, one behind the other: piece i is bytes[start[i]] up to start[i + 1]. */
typedef struct {
  cc_text bytes;
  size_t start[CC_MAX_MONTHS + 1];
} pieces;

static void put_piece(cc_text *out, const pieces *from, int i) {
  cc_text_append(out, from->bytes.data + from->start[i], from->start[i + 1] - from->start[i]);
}

/* "base,2020/21,2020-04," for each month */
static void make_months(const cc_plan *plan, pieces *heads) {
  int first = cc_first_month(plan->first_year);
  char year[CC_YEAR_TEXT], month[CC_MONTH_TEXT];
  for (int t = 0; t < plan->n_months; t++) {
    heads->start[t] = heads->bytes.length;
    cc_csv_field(&heads->bytes, plan->id);
    cc_text_print(&heads->bytes, ",%s,%s,",
                  cc_print_financial_year(cc_financial_year_of(first + t), year),
                  cc_print_month(first + t, month));
  }
  heads->start[plan->n_months] = heads->bytes.length;
}

/* "base,2020/21," for each year */
static void make_years(const cc_plan *plan, pieces *heads) {
  char year[CC_YEAR_TEXT];
  for (int y = 0; y < plan->n_years; y++) {
    heads->start[y] = heads->bytes.length;
    cc_csv_field(&heads->bytes, plan->id);
    cc_text_print(&heads->bytes, ",%s,", cc_print_financial_year(plan->first_year + y, year));
  }
  heads->start[plan->n_years] = heads->bytes.length;
}

/* Makes `tail` the fields `a`,`b`,`c`, with a comma behind each. */
static void make_tail(cc_text *tail, const char *a, const char *b, const char *c) {
  const char *const fields[] = {a, b, c};
  cc_text_clear(tail);
  for (int i = 0; i < 3; i++) {
    cc_csv_field(tail, fields[i]);
    cc_text_append(tail, ",", 1);
  }
}

static bool is_zero_throughout(const double *values, int count) {
  for (int i = 0; i < count; i++) {
    if (values[i] != 0) {
      return false;
    }
  }
  return true;
}

/* A line for each value: its piece of `heads`, the tail, the number. Prices, places and many rates
 * stay the same from month to month, and a number that was just written is not worked out again. */
static void put_lines(cc_text *out, const pieces *heads, const cc_text *tail, const double *values,
                      int count) {
  char number[LONGEST_NUMBER];
  size_t length = 0;
  for (int i = 0; i < count; i++) {
    put_piece(out, heads, i);
    cc_text_append(out, tail->data, tail->length);
    if (i == 0 || values[i] != values[i - 1]) {
      size_t from = out->length;
      cc_text_add_double(out, values[i]);
      cc_text_append(out, "\n", 1);
      length = out->length - from < sizeof number ? out->length - from : 0;
      memcpy(number, length > 0 ? out->data + from : "", length);
    } else {
      cc_text_append(out, number, length);
    }
  }
}

/* A stock of the month before the first, if any: what the scenario opens with. */
static void put_opening(cc_text *out, const cc_plan *plan, const cc_row *row, double value) {
  char year[CC_YEAR_TEXT], month[CC_MONTH_TEXT];
  if (value == 0.0) {
    return;
  }
  cc_csv_field(out, plan->id);
  cc_text_print(out, ",%s,%s,", cc_print_financial_year(plan->first_year - 1, year),
                cc_print_month(cc_first_month(plan->first_year) - 1, month));
  cc_csv_field(out, row->placement);
  cc_text_print(out, ",%s,%s,", row->measure, row->unit);
  cc_text_add_double(out, value);
  cc_text_append(out, "\n", 1);
}

static void put_openings(cc_text *out, const cc_run *run) {
  const cc_plan *plan = run->plan;
  const cc_rows *rows = &plan->rows;
  for (int p = 0; p < plan->n_placements && rows->m_stock != CC_ABSENT; p++) {
    put_opening(out, plan, &rows->monthly.items[rows->m_stock + p], run->results->opening[p]);
  }
  if (rows->m_care_leavers != CC_ABSENT) {
    put_opening(out, plan, &rows->monthly.items[rows->m_care_leavers],
                run->results->opening_leavers);
  }
}

void cc_results_csv(const cc_run *run, cc_text *out) {
  const cc_plan *plan = run->plan;
  pieces heads = {.bytes = {0}};
  cc_text tail = {0};
  make_months(plan, &heads);
  cc_text_add(out, "scenario,financial_year,month,placement,measure,unit,value\n");
  put_openings(out, run);
  for (int row = 0; row < plan->rows.monthly.count && !heads.bytes.failed; row++) {
    const cc_row *line = &plan->rows.monthly.items[row];
    double values[CC_MAX_MONTHS];
    for (int t = 0; t < plan->n_months; t++) {
      values[t] = cc_monthly(plan, run->results, row, t);
    }
    make_tail(&tail, line->placement, line->measure, line->unit);
    if (!tail.failed && !is_zero_throughout(values, plan->n_months)) {
      put_lines(out, &heads, &tail, values, plan->n_months);
    }
  }
  out->failed = out->failed || heads.bytes.failed || tail.failed;
  cc_text_free(&heads.bytes);
  cc_text_free(&tail);
}

/* What stands beside the lines of an account: a pivot table that counts lines counts nothing twice.
 */
static const char *const part_words[] = {
    [CC_MEMO] = "memo", [CC_LINE] = "line", [CC_SUB_TOTAL] = "sub-total"};

static const char *const account_words[] = {[CC_IN_EXPENDITURE] = "expenditure",
                                            [CC_IN_CONTRACT] = "contract",
                                            [CC_IN_CAPITAL] = "capital"};

void cc_contract_csv(const cc_run *run, cc_text *out) {
  const cc_plan *plan = run->plan;
  pieces heads = {.bytes = {0}};
  cc_text tail = {0};
  make_years(plan, &heads);
  cc_text_add(out, "scenario,financial_year,account,line,title,kind,unit,value\n");
  for (int row = 0; row < plan->rows.annual.count && !heads.bytes.failed; row++) {
    const cc_row *line = &plan->rows.annual.items[row];
    make_tail(&tail, account_words[cc_row_account(line)], line->measure, line->title);
    cc_text_print(&tail, "%s,GBP,", part_words[line->part]);
    if (!tail.failed && strcmp(line->unit, "GBP") == 0) {
      put_lines(out, &heads, &tail, &run->results->annual[row * plan->n_years], plan->n_years);
    }
  }
  out->failed = out->failed || heads.bytes.failed || tail.failed;
  cc_text_free(&heads.bytes);
  cc_text_free(&tail);
}

static void put_check(cc_text *out, const char *scenario, const char *kind, const char *name) {
  cc_csv_field(out, scenario);
  cc_text_print(out, ",%s,", kind);
  cc_csv_field(out, name);
}

static void put_identity(cc_text *out, const char *scenario, const cc_identity *identity) {
  put_check(out, scenario, "identity", identity->name);
  cc_text_print(out, ",difference,%s,", identity->unit);
  cc_text_add_double(out, identity->difference);
  cc_text_add(out, ",");
  cc_text_add_double(out, identity->tolerance);
  cc_text_print(out, ",,%s\n", identity->holds ? "holds" : "fails");
}

static void put_cap(cc_text *out, const char *scenario, const cc_cap_report *cap) {
  bool above = cap->first_month_above >= 0;
  char month[CC_MONTH_TEXT];
  put_check(out, scenario, "cap", cap->name);
  cc_text_add(out, ",peak_excess,children,");
  cc_text_add_double(out, cap->peak_excess);
  cc_text_add(out, ",");
  cc_text_add_double(out, cap->children);
  cc_text_print(out, ",%s,%s\n", above ? cc_print_month(cap->first_month_above, month) : "",
                above ? "above" : "never above");
  if (cap->hold) {
    put_check(out, scenario, "cap", cap->name);
    cc_text_add(out, ",diverted,children,");
    cc_text_add_double(out, cap->diverted);
    cc_text_print(out, ",,,%s\n", cap->diverted > 0 ? "diverted" : "none diverted");
  }
}

void cc_checks_csv(const cc_run *run, cc_text *out) {
  cc_identity identities[CC_MAX_IDENTITIES];
  cc_text_add(out, "scenario,kind,check,measure,unit,value,limit,first_month,result\n");
  int count = cc_run_identities(run, identities);
  for (int i = 0; i < count; i++) {
    put_identity(out, run->plan->id, &identities[i]);
  }
  cc_cap_report cap;
  for (int i = 0; i < run->plan->n_caps; i++) {
    if (cc_run_cap(run, i, &cap)) {
      put_cap(out, run->plan->id, &cap);
    }
  }
}
