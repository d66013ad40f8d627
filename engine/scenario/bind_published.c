/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binds figures in print (`published`). */
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/text.h"
#include "scenario/bind.h"
#include "scenario/expression.h"
#include "scenario/number.h"
#include "scenario/say.h"

typedef struct {
  const char *word;
  double scale;
} printed_unit;

static const printed_unit units[] = {{"gbp_m", 1e6},    {"gbp_000", 1e3}, {"gbp", 1},
                                     {"percent", 0.01}, {"children", 1},  {"per_10k", 1},
                                     {"fte", 1},        {"number", 1}};

static double scale_of(const char *unit) {
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
    if (strcmp(units[i].word, unit) == 0) {
      return units[i].scale;
    }
  }
  return 1;
}

/* Whether a figure's marks are those of its unit: "£8.2m" in gbp_m, "50%" in percent. */
static bool marks_fit(const cc_printed *printed, const char *unit) {
  bool money = strncmp(unit, "gbp", 3) == 0;
  const char *of_suffix = printed->suffix == 'm'   ? "gbp_m"
                          : printed->suffix == 'k' ? "gbp_000"
                          : printed->suffix == '%' ? "percent"
                                                   : unit;
  return (money || !printed->pound) && strcmp(of_suffix, unit) == 0;
}

/* Reads the figure in print, "201.1", "(2.0)", "1,929". */
static void bind_printed(cc_binder *binder, const cc_node *node, const char *path,
                         cc_published *item) {
  cc_printed printed = {0};
  bool read = cc_parse_printed(item->printed, &printed);
  item->value = printed.number;
  item->decimals = printed.decimals;
  if (!read) {
    cc_bind_fault(binder, CC_E_NUMBER, cc_bind_node(node, "printed", NULL), path,
                  "write it as printed, in quotes: \"201.1\", \"(2.0)\", \"1,929\"",
                  "`%s` is not a printed figure", item->printed);
  } else if (!marks_fit(&printed, item->unit)) {
    cc_bind_fault(binder, CC_E_UNIT, cc_bind_node(node, "printed", NULL), path,
                  "£ and m go with unit: gbp_m, £ and k with gbp_000, £ with gbp, % with percent",
                  "`%s` is not in %s", item->printed, item->unit);
  }
}

static const char *nearest_measure(cc_binder *binder, const char *word) {
  const cc_row_list *rows = &binder->plan->rows.annual;
  const char **names = cc_bind_array(binder, rows->count, sizeof *names);
  for (int i = 0; names != NULL && i < rows->count; i++) {
    names[i] = rows->items[i].measure;
  }
  const char *nearest = names == NULL || word == NULL
                            ? NULL
                            : cc_nearest_name(binder->findings, word, names, (size_t)rows->count);
  return nearest == NULL ? "`carecast explain FILE --measure list` lists every measure"
                         : cc_arena_print(binder->arena, "did you mean `%s`?", nearest);
}

static void check_measure(cc_binder *binder, const cc_node *node, const char *path,
                          const cc_published *item) {
  cc_expression_fault fault;
  double value = 0;
  if (cc_expression(binder->plan, NULL, item->measure, item->year, &value, &fault)) {
    return;
  }
  const cc_node *at = cc_bind_node(node, "measure", NULL);
  if (fault.unknown > 0) {
    const char *word = cc_arena_copy(binder->arena, fault.wrong, (size_t)fault.unknown);
    cc_bind_fault(binder, CC_E_REFERENCE, at, path, nearest_measure(binder, word),
                  "this scenario has no measure `%.*s`", fault.unknown, fault.wrong);
  } else if (fault.needs_year) {
    cc_bind_fault(binder, CC_E_DATE, at, path, "add `year:`, or write measure@2020/21",
                  "the measure needs a financial year of the projection");
  } else {
    cc_bind_fault(binder, CC_E_NUMBER, at, path, "write measures, numbers and + - * / ( )",
                  *fault.wrong == '\0' ? "the arithmetic ends too early%s"
                                       : "not understood from `%s` on",
                  fault.wrong);
  }
}

static void bind_published_item(cc_binder *binder, const cc_node *node, int number,
                                cc_published *item) {
  const char *path = cc_arena_print(binder->arena, "published.%d", number);
  const cc_node *sources = cc_bind_node(binder->root, "sources", NULL);
  *item = (cc_published){.measure = cc_bind_text(node, "measure", ""),
                         .printed = cc_bind_text(node, "printed", ""),
                         .unit = cc_bind_text(node, "unit", "number"),
                         .own_inconsistency = cc_bind_text(node, "own_inconsistency", NULL),
                         .year = CC_ABSENT,
                         .at = node->at};
  const char *source = cc_bind_text(node, "source", "");
  item->title = cc_bind_text(node, "title", item->measure);
  item->source = cc_bind_text(sources, source, source);
  item->scale = scale_of(item->unit);
  int year = 0;
  if (cc_parse_financial_year(cc_bind_text(node, "year", ""), &year)) {
    item->year = year - binder->plan->first_year;
  }
  bind_printed(binder, node, path, item);
  check_measure(binder, node, path, item);
}

void cc_bind_published(cc_binder *binder) {
  cc_scenario *scenario = binder->scenario;
  const cc_node *list = cc_bind_node(binder->root, "published", NULL);
  int count = list == NULL ? 0 : list->count;
  cc_published *items = cc_bind_array(binder, count, sizeof(cc_published));
  for (int i = 0; items != NULL && i < count; i++) {
    bind_published_item(binder, list->items[i], i + 1, &items[i]);
  }
  scenario->published = items;
  scenario->n_published = items == NULL ? 0 : count;
}
