/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arithmetic over measures, by recursive descent:
 *   sum     = product { (+|-) product }
 *   product = factor { (*|/) factor }
 *   factor  = [-] factor | ( sum ) | number | measure [@year]
 * Numbers and minus signs are those of number.h, "£8.2m", "1,950".
 * A published figure is recomputed with it, and a paper's own sums are checked with it. */
#include "scenario/expression.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "scenario/number.h"

#define DIGITS "0123456789"
#define POUND "\xc2\xa3"
enum { MAX_DEPTH = 32 };

typedef struct {
  const cc_plan *plan;
  const double *annual;
  const char *at;
  int year;
  int depth;
  bool failed;
  cc_expression_fault *fault;
} reader;

static double read_sum(reader *r);

static double fail(reader *r, const char *at, int unknown, int needs_year) {
  if (!r->failed) {
    r->failed = true;
    *r->fault = (cc_expression_fault){at, unknown, needs_year};
  }
  return 0;
}

static void skip_space(reader *r) {
  while (*r->at == ' ') {
    r->at++;
  }
}

/* Length of a measure's name: a minus sign belongs to it only between letters or digits. */
static size_t name_length(const char *at) {
  size_t n = 0;
  while (isalnum((unsigned char)at[n]) || at[n] == '_' || at[n] == '.' ||
         (at[n] == '-' && n > 0 && isalnum((unsigned char)at[n - 1]) &&
          isalnum((unsigned char)at[n + 1]))) {
    n++;
  }
  return n;
}

static double read_number(reader *r) {
  double value = 0;
  const char *end = cc_take_number(r->at, &value);
  if (end == NULL) {
    return fail(r, r->at, 0, 0);
  }
  if (isalnum((unsigned char)*end)) {
    return fail(r, end, 0, 0);
  }
  r->at = end;
  return value;
}

/* Bytes of what may be a financial year, in any form that it is written in: "2021/22", "FY21/22".
 */
static size_t year_length(const char *at) {
  size_t first = strncmp(at, "FY", 2) == 0 ? 2 : 0;
  first += strspn(at + first, DIGITS);
  return at[first] == '/' || at[first] == '-' ? first + 1 + strspn(at + first + 1, DIGITS) : first;
}

/* "@2021/22" after a name; the year asked for otherwise. */
static int read_year(reader *r, const char *name) {
  int year = r->year;
  if (*r->at == '@') {
    char text[16] = "";
    size_t length = year_length(r->at + 1);
    memcpy(text, r->at + 1, length < sizeof text ? length : 0);
    if (!cc_parse_financial_year(text, &year)) {
      fail(r, r->at + 1, 0, 0);
      return 0;
    }
    year -= r->plan->first_year;
    r->at += 1 + length;
  }
  if (year < 0 || year >= r->plan->n_years) {
    fail(r, name, 0, 1);
    return 0;
  }
  return year;
}

static double read_measure(reader *r) {
  const char *start = r->at;
  size_t length = name_length(start);
  char name[256];
  if (length >= sizeof name) {
    return fail(r, start, (int)length, 0);
  }
  memcpy(name, start, length);
  name[length] = '\0';
  int row = cc_row_find(&r->plan->rows.annual, name, NULL);
  if (row < 0) {
    return fail(r, start, (int)length, 0);
  }
  r->at += length;
  int year = read_year(r, start);
  return r->failed ? 0 : r->annual == NULL ? 1 : r->annual[row * r->plan->n_years + year];
}

static double read_factor(reader *r) {
  skip_space(r);
  if (++r->depth > MAX_DEPTH) {
    return fail(r, r->at, 0, 0);
  }
  double value = 0;
  const char *negated = cc_take_minus(r->at);
  if (negated != NULL) {
    r->at = negated;
    value = -read_factor(r);
  } else if (*r->at == '(') {
    r->at++;
    value = read_sum(r);
    if (*r->at == ')') {
      r->at++;
    } else {
      fail(r, r->at, 0, 0);
    }
  } else if (isalpha((unsigned char)*r->at)) {
    value = read_measure(r);
  } else if (isdigit((unsigned char)*r->at) || strncmp(r->at, POUND, 2) == 0) {
    value = read_number(r);
  } else {
    fail(r, r->at, 0, 0);
  }
  skip_space(r);
  r->depth--;
  return value;
}

static double read_product(reader *r) {
  double value = read_factor(r);
  while (!r->failed && (*r->at == '*' || *r->at == '/')) {
    char sign = *r->at++;
    double next = read_factor(r);
    value = sign == '*' ? value * next : value / next;
  }
  return value;
}

static double read_sum(reader *r) {
  double value = read_product(r);
  const char *minus = NULL;
  while (!r->failed && (*r->at == '+' || (minus = cc_take_minus(r->at)) != NULL)) {
    bool plus = *r->at == '+';
    r->at = plus ? r->at + 1 : minus;
    double next = read_product(r);
    value = plus ? value + next : value - next;
  }
  return value;
}

int cc_expression(const cc_plan *plan, const double *annual, const char *text, int year,
                  double *value, cc_expression_fault *fault) {
  *fault = (cc_expression_fault){0};
  reader r = {.plan = plan, .annual = annual, .at = text, .year = year, .fault = fault};
  *value = read_sum(&r);
  if (!r.failed && *r.at != '\0') {
    fail(&r, r.at, 0, 0);
  }
  return !r.failed;
}
