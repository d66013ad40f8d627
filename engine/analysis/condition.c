/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions. Text is cut at its one comparison, and inside P(...) once more; each side is checked
 * by the reader of expressions, so that what a published figure may be made of is just what a
 * condition may say. */
#include "analysis/condition.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "scenario/expression.h"
#include "scenario/number.h"

/* ---- reading -------------------------------------------------------------------------------- */

typedef struct {
  const cc_plan *plan;
  const char *text;
  cc_arena *arena;
  cc_text *complaint;
} reader;

/* Three lines: what is wrong, the text, and a caret under `at`. */
static cc_status complain(const reader *r, const char *at, const char *what) {
  char before[1024] = "";
  size_t length = (size_t)(at - r->text);
  memcpy(before, r->text, length < sizeof before ? length : sizeof before - 1);
  cc_text_print(r->complaint, "%s\n  %s\n  %*s^", what, r->text, (int)cc_text_cells(before), "");
  return r->complaint->failed ? CC_NO_MEMORY : CC_USAGE;
}

/* What a condition may compare with; of what else is written there, what would be right. */
typedef struct {
  const char *sign;
  bool at_most;
  const char *instead; /* NULL: it is right */
} comparison;

static const comparison comparisons[] = {
    {"<=", true, NULL},
    {">=", false, NULL},
    {"=<", true, "write `<=` for at most"},
    {"=>", false, "write `>=` for at least"},
    {"\xe2\x89\xa4", true, NULL}, /* as it is printed */
    {"\xe2\x89\xa5", false, NULL},
    {"<>", true, "a condition compares with `<=` or `>=`"},
    {"<", true, NULL},
    {">", false, NULL},
    {"=", true, "a condition compares with `<=` or `>=`: figures are hardly ever equal"},
};

/* The comparison that stands at a place, or NULL. */
static const comparison *comparison_at(const char *at) {
  for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
    if (strncmp(at, comparisons[i].sign, strlen(comparisons[i].sign)) == 0) {
      return &comparisons[i];
    }
  }
  return NULL;
}

/* The place of the comparison between `from` and `end`, or NULL. */
static const char *find_comparison(const char *from, const char *end) {
  while (from < end && comparison_at(from) == NULL) {
    from++;
  }
  return from < end ? from : NULL;
}

static const char *nearest_measure(const reader *r, const char *name) {
  const cc_row_list *rows = &r->plan->rows.annual;
  const char **names = cc_arena_array(r->arena, (size_t)rows->count + 1, sizeof *names);
  for (int i = 0; names != NULL && i < rows->count; i++) {
    names[i] = rows->items[i].measure;
  }
  return names == NULL || name == NULL ? NULL : cc_text_nearest(name, names, (size_t)rows->count);
}

/* Says what the reader of expressions found, at its place in the whole text. */
static cc_status complain_of_fault(const reader *r, const char *at,
                                   const cc_expression_fault *fault) {
  if (fault->needs_year) {
    return complain(r, at, "a measure needs a year of the projection, as in ...total@2024/25");
  }
  if (fault->unknown == 0) {
    return complain(r, at, "this is not understood");
  }
  const char *name = cc_arena_copy(r->arena, fault->wrong, (size_t)fault->unknown);
  const char *nearest = nearest_measure(r, name);
  cc_text what = {0};
  cc_text_print(&what, "there is no measure `%s`%s%s%s", name != NULL ? name : "",
                nearest != NULL ? "; did you mean `" : "", nearest != NULL ? nearest : "",
                nearest != NULL ? "`?" : " (`carecast explain FILE --measure list` prints all)");
  cc_status status = complain(r, at, cc_text_string(&what));
  cc_text_free(&what);
  return status;
}

/* One side, between `from` and `end`. */
static cc_status read_side(const reader *r, const char *from, const char *end, const char **side) {
  double value = 0;
  cc_expression_fault fault;
  while (from < end && *from == ' ') {
    from++;
  }
  while (end > from && end[-1] == ' ') {
    end--;
  }
  char *copy = cc_arena_copy(r->arena, from, (size_t)(end - from));
  if (copy == NULL) {
    return CC_NO_MEMORY;
  }
  if (!cc_expression(r->plan, NULL, copy, CC_ABSENT, &value, &fault)) {
    return complain_of_fault(r, from + (fault.wrong - copy), &fault);
  }
  *side = copy;
  return CC_OK;
}

/* left <= right, between `from` and `end`. */
static cc_status read_inequality(const reader *r, const char *from, const char *end,
                                 cc_condition *condition) {
  const char *sign = find_comparison(from, end);
  if (sign == NULL) {
    return complain(r, end, "a condition compares: `<=` or `>=` is missing");
  }
  const comparison *is = comparison_at(sign);
  if (is->instead != NULL) {
    return complain(r, sign, is->instead);
  }
  condition->at_most = is->at_most;
  const char *right = sign + strlen(is->sign);
  cc_status status = read_side(r, from, sign, &condition->left);
  return status == CC_OK ? read_side(r, right, end, &condition->right) : status;
}

/* ">= 0.8" or ">= 80%" after P(...). */
static cc_status read_probability(const reader *r, const char *at, cc_condition *condition) {
  const comparison *is = comparison_at(at);
  if (is == NULL || is->instead != NULL) {
    return complain(r, at, is == NULL ? "P(...) needs a probability: `>= 0.8`" : is->instead);
  }
  const char *number = at + strlen(is->sign);
  number += strspn(number, " ");
  double value = 0;
  const char *end = cc_take_number(number, &value);
  const char *rest = end != NULL ? end + strspn(end, " ") : number;
  if (end == NULL || *rest != '\0' || !(value > 0 && value < 1)) {
    return complain(r, *rest != '\0' && end != NULL ? rest : number,
                    "a probability lies between 0 and 1, as 0.8 or 80%");
  }
  condition->has_probability = true;
  condition->probability = value;
  condition->likely = !is->at_most;
  return CC_OK;
}

/* The bracket that closes the one at `open`, or NULL. */
static const char *closing(const char *open) {
  int depth = 0;
  for (const char *at = open; *at != '\0'; at++) {
    depth += (*at == '(') - (*at == ')');
    if (depth == 0) {
      return at;
    }
  }
  return NULL;
}

cc_status cc_condition_read(const cc_plan *plan, const char *text, cc_arena *arena,
                            cc_condition *condition, cc_text *complaint) {
  const char *copy = cc_arena_copy(arena, text, strlen(text));
  if (copy == NULL) {
    return CC_NO_MEMORY;
  }
  reader r = {plan, copy, arena, complaint};
  *condition = (cc_condition){.text = copy};
  const char *start = copy + strspn(copy, " ");
  if ((*start != 'P' && *start != 'p') || start[1 + strspn(start + 1, " ")] != '(') {
    return read_inequality(&r, start, copy + strlen(copy), condition);
  }
  const char *open = start + 1 + strspn(start + 1, " ");
  const char *close = closing(open);
  if (close == NULL) {
    return complain(&r, open, "this bracket is not closed");
  }
  cc_status status = read_inequality(&r, open + 1, close, condition);
  const char *after = close + 1 + strspn(close + 1, " ");
  return status == CC_OK ? read_probability(&r, after, condition) : status;
}

bool cc_condition_is_measure(const cc_plan *plan, const char *side, int *row, int *year) {
  char name[256];
  size_t length = strcspn(side, "@");
  if (length >= sizeof name || side[length] != '@') {
    return false;
  }
  memcpy(name, side, length);
  name[length] = '\0';
  *row = cc_row_find(&plan->rows.annual, name, NULL);
  if (*row < 0 || !cc_parse_financial_year(side + length + 1, year)) {
    return false;
  }
  *year -= plan->first_year;
  return true;
}

/* ---- asking --------------------------------------------------------------------------------- */

static double side_value(const char *side, const cc_plan *plan, const double *annual) {
  double value = 0;
  cc_expression_fault fault;
  return cc_expression(plan, annual, side, CC_ABSENT, &value, &fault) ? value : NAN;
}

cc_sides cc_condition_sides(const cc_condition *condition, const cc_plan *plan,
                            const double *annual) {
  return (cc_sides){side_value(condition->left, plan, annual),
                    side_value(condition->right, plan, annual)};
}

double cc_condition_margin(const cc_condition *condition, cc_sides sides) {
  return condition->at_most ? sides.left - sides.right : sides.right - sides.left;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double of_rank(int n, const double *sorted, double rank) {
  double within = rank < 1 ? 1 : rank > n ? n : rank;
  return sorted[(int)within - 1];
}

double cc_condition_margin_of_draws(const cc_condition *condition, int n, double *margins,
                                    double *error) {
  double p = condition->probability;
  /* P(A) <= p says that A fails in the share 1 - p: at most floor(p n) margins are not above 0, so
   * the next one is, and the sign turns. */
  double rank = condition->likely ? ceil(p * n - 1e-9) : floor(p * n + 1e-9) + 1;
  double spread = sqrt(p * (1 - p) * n);
  qsort(margins, (size_t)n, sizeof *margins, ascending);
  if (error != NULL) {
    *error = 0.5 * (of_rank(n, margins, rank + spread) - of_rank(n, margins, floor(rank - spread)));
  }
  double margin = of_rank(n, margins, rank);
  return condition->likely ? margin : -margin;
}

double cc_condition_share(int n, const double *margins) {
  int count = 0;
  for (int i = 0; i < n; i++) {
    count += margins[i] <= 0;
  }
  return (double)count / n;
}
