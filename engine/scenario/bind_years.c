/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What figures written by years say of the years before their first: nothing. An amount that is
 * spent is none there (parameter.h), and a figure by mid-years is level. Of anything else the years
 * that are left open are a finding, where somebody reads them: from the start of the projection, or
 * from where the section around it begins to count. An index is read further back, where a price is
 * stated for a year before the projection. */
#include <stdio.h>

#include "base/calendar.h"
#include "scenario/bind.h"
#include "scenario/say.h"

enum { LONG_AGO = 0 };

/* "2020/21", "2020/21 and 2021/22" or "2020/21 to 2023/24"; both years included. */
static cc_words print_years(int first, int last) {
  cc_words words = {""};
  char from[CC_YEAR_TEXT], to[CC_YEAR_TEXT];
  cc_print_financial_year(first, from);
  cc_print_financial_year(last, to);
  snprintf(words.text, sizeof words.text, first == last ? "%s" : "%s %s %s", from,
           last == first + 1 ? "and" : "to", to);
  return words;
}

static int year_of(int month) {
  return month / CC_MONTHS_PER_YEAR;
}

/* The first financial year of which a figure says something; long ago where it says something of
 * all. */
static int first_year_of(const cc_resolved *item) {
  const cc_quantity *quantity = &item->quantity;
  bool open = quantity->form == CC_Q_STEPS && quantity->months[0] != CC_BEFORE;
  return open ? year_of(quantity->months[0]) : LONG_AGO;
}

static void check_start(cc_binder *binder, const cc_resolved *item) {
  int first = first_year_of(item), start = binder->plan->first_year;
  int end = start + binder->plan->n_years;
  int read = item->from > binder->first_month ? year_of(item->from) : start;
  int last = (first < end ? first : end) - 1;
  if (item->schema->spent || last < read) {
    return;
  }
  char year[CC_YEAR_TEXT], help[120];
  snprintf(help, sizeof help, "add `before:` with what holds until then, or begin with %s",
           cc_print_financial_year(read, year));
  cc_bind_fault(binder, CC_E_YEARS_OPEN, item->quantity.years[0], item->path, help,
                "nothing is said of %s", print_years(read, last).text);
}

/* `before` of a figure whose first year is no later than the start. What laying an overlay over a
 * constant made of it is nobody's mistake when a later overlay moves the start. */
static void check_before(cc_binder *binder, const cc_resolved *item) {
  const cc_quantity *quantity = &item->quantity;
  if (quantity->months[0] == CC_BEFORE && quantity->n_knots > 1 &&
      quantity->months[1] <= binder->first_month &&
      quantity->years[0]->source == quantity->years[1]->source) {
    char year[CC_YEAR_TEXT];
    cc_bind_fault(binder, CC_W_NO_YEAR, quantity->years[0], item->path, "take it away",
                  "`before` holds in no year: the figure is stated for %s",
                  cc_print_financial_year(year_of(quantity->months[1]), year));
  }
}

/* Before the projection: the years after the `knot`th up to the next one or the start, by which the
 * figure rises, of which its growth or index, `rate`, says nothing. */
static void check_rate(cc_binder *binder, const cc_resolved *item, const cc_resolved *rate,
                       const char *key, int knot) {
  const cc_quantity *quantity = &item->quantity;
  int start = binder->plan->first_year, first = first_year_of(rate);
  int own = quantity->months[knot] == CC_BEFORE ? start : year_of(quantity->months[knot]);
  int next = knot + 1 < quantity->n_knots ? year_of(quantity->months[knot + 1]) : start;
  int end = next < start ? next : start;
  int last = (first < end ? first : end) - 1;
  if (last > own) {
    char year[CC_YEAR_TEXT];
    cc_bind_fault(binder, CC_E_YEARS_OPEN, cc_node_get(item->node, key), item->path,
                  "let it begin earlier, or state the figure for a later year",
                  "`%s` says nothing of %s, and the figure is stated for %s", rate->path,
                  print_years(own + 1, last).text, cc_print_financial_year(own, year));
  }
}

void cc_bind_open_years(cc_binder *binder) {
  const cc_resolution *resolution = binder->resolution;
  for (int i = 0; i < resolution->count; i++) {
    const cc_resolved *item = &resolution->items[i];
    int index = binder->plan->parameters[i].index;
    check_start(binder, item);
    if (item->quantity.form == CC_Q_STEPS) {
      check_before(binder, item);
    }
    for (int k = 0; item->quantity.form == CC_Q_STEPS && k < item->quantity.n_knots; k++) {
      if (index != CC_ABSENT) {
        check_rate(binder, item, &resolution->items[index], "index", k);
      }
      if (item->growth >= 0) {
        check_rate(binder, item, &resolution->items[item->growth], "growth", k);
      }
    }
  }
}
