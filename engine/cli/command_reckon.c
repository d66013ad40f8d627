/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast reckon: a ready reckoner. What each of some usual changes, and of the user's own, does
 * to spending, to what is asked and to the gap, year by year. */
#include <string.h>

#include "analysis/reckoner.h"
#include "cli/commands.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/year_table.h"

static const struct {
  const char *measure, *title;
} shown[] = {
    {"expenditure.total", "Ready reckoner, change in total expenditure"},
    {"contract.total_contract_sum", "Ready reckoner, change in the total contract sum"},
    {"contract.funding_gap", "Ready reckoner, change in the funding gap"},
};
enum { SHOWN = sizeof shown / sizeof shown[0] };

typedef struct {
  const cc_arguments *arguments;
  cc_file_cache *cache;
  cc_loaded base;
  cc_reckoner list; /* the user's own first */
  int n_own;
  cc_table tables[SHOWN];
  int rows[SHOWN]; /* of the annual measures, or -1: no table */
} reckoning;

static cc_status add_own(reckoning *r) {
  size_t count = 0;
  const char *const *items = cc_argument_all(r->arguments, "item", &count);
  for (size_t i = 0; i < count; i++) {
    if (!cc_reckoner_add(&r->list, items[i])) {
      cc_complain("--item takes TITLE=PATH=VALUE, and more settings behind semicolons, not `%s`",
                  items[i]);
      return CC_USAGE;
    }
  }
  r->n_own = r->list.count;
  return r->list.failed ? CC_NO_MEMORY : CC_OK;
}

static void start_tables(reckoning *r) {
  const cc_run *run = &r->base.run;
  for (int t = 0; t < SHOWN; t++) {
    cc_table *table = &r->tables[t];
    r->rows[t] = cc_row_find(&run->plan->rows.annual, shown[t].measure, NULL);
    cc_table_start(table, "%s: %s", shown[t].title, run->plan->title);
    cc_table_scenario(table, run->plan->id);
    cc_note_money(table, NULL);
    cc_table_note(table, "Central values. What each change by itself makes more, or less, of %s.",
                  shown[t].measure);
    cc_year_table_columns(table, run->plan, false);
  }
}

static void add_rows(reckoning *r, const cc_reckoner_item *item, const cc_run *run) {
  for (int t = 0; t < SHOWN; t++) {
    if (r->rows[t] < 0) {
      continue;
    }
    cc_table_row_start(&r->tables[t], CC_ROW_PLAIN, item->title, "GBP");
    for (int y = 0; y < run->plan->n_years; y++) {
      double value = 0;
      (void)cc_run_measure(run, shown[t].measure, y, &value);
      cc_table_millions(&r->tables[t],
                        value - cc_annual(r->base.run.plan, r->base.run.results, r->rows[t], y), 2);
    }
  }
}

/* The settings of the command line and the item's. */
static cc_status load_item(reckoning *r, const cc_reckoner_item *item, cc_loaded *loaded) {
  size_t n_given = 0;
  const char *const *given = cc_argument_all(r->arguments, "set", &n_given);
  size_t count = n_given + (size_t)item->n_settings;
  const char **settings = cc_arena_array(&r->list.arena, count + 1, sizeof *settings);
  cc_diagnostics findings = {0};
  if (settings == NULL) {
    return CC_NO_MEMORY;
  }
  memcpy(settings, given, n_given * sizeof *settings);
  memcpy(settings + n_given, item->settings, (size_t)item->n_settings * sizeof *settings);
  cc_status status = cc_scenario_load_with(r->arguments->operands[0], NULL, settings, count,
                                           r->cache, &findings, &loaded->scenario);
  bool own = item - r->list.items < r->n_own;
  if (status != CC_OK || own) { /* what the usual ones warn of, the base has warned of */
    cc_output_findings(&findings);
  }
  cc_diagnostics_free(&findings);
  return status == CC_OK ? cc_run_start(loaded->scenario, &loaded->run) : status;
}

static cc_status reckon_item(reckoning *r, const cc_reckoner_item *item) {
  cc_loaded loaded = {0};
  cc_status status = load_item(r, item, &loaded);
  if (status == CC_OK) {
    add_rows(r, item, &loaded.run);
  } else {
    cc_complain("`%s` cannot be reckoned: %s", item->title, cc_status_words(status));
  }
  cc_loaded_free(&loaded);
  return status;
}

static cc_status print_tables(const reckoning *r) {
  cc_table wanted[SHOWN];
  int count = 0;
  for (int t = 0; t < SHOWN; t++) {
    if (r->rows[t] >= 0) {
      wanted[count++] = r->tables[t];
    }
  }
  if (count == 0) {
    cc_complain("%s has neither spending nor a contract", r->base.run.plan->id);
    return CC_USAGE;
  }
  return cc_output_tables(r->arguments, wanted, count);
}

static cc_status reckon(reckoning *r) {
  cc_status status =
      cc_load_and_run_through(r->arguments, r->arguments->operands[0], r->cache, &r->base);
  if (status == CC_OK) {
    status = add_own(r);
  }
  if (status == CC_OK && cc_argument(r->arguments, "only") == NULL) {
    status = cc_reckoner_fill(r->base.scenario, &r->list);
  }
  if (status != CC_OK) {
    return status;
  }
  start_tables(r);
  for (int i = 0; i < r->list.count && status == CC_OK; i++) {
    status = reckon_item(r, &r->list.items[i]);
  }
  status = status == CC_OK ? print_tables(r) : status;
  for (int t = 0; t < SHOWN; t++) {
    cc_table_free(&r->tables[t]);
  }
  return status;
}

static cc_status run_command(const cc_arguments *arguments) {
  reckoning r = {.arguments = arguments};
  cc_status status = cc_file_cache_create(&r.cache);
  if (status == CC_OK) {
    status = reckon(&r);
  }
  cc_complain_of_memory(status);
  cc_reckoner_free(&r.list);
  cc_loaded_free(&r.base);
  cc_file_cache_free(r.cache);
  return status;
}

static const cc_option options[] = {
    {"item", "TITLE=SETTING", "a change of your own, as --set writes it; may be given again", NULL,
     0, 'i', false},
    {"only", NULL, "reckon your own changes only", NULL, 0, 0, false},
    CC_OPTION_SET,
    CC_OPTION_STRICT,
    CC_OPTION_FORMAT,
    CC_OPTION_END,
};

const cc_command cc_command_reckon = {
    .name = "reckon",
    .operands = "FILE",
    .summary = "what one per cent more does: a ready reckoner",
    .details =
        "What usual changes, each by itself, do to spending, to the contract sum and to the gap\n"
        "in each year: a point on an index, 1% on prices, ten entries or ten places more, savings\n"
        "a month late. --item adds your own: a title and what --set would take, more than one\n"
        "setting behind semicolons.",
    .example = "carecast reckon base.yaml\n"
               "  carecast reckon base.yaml --only"
               " --item 'Pay award of 3%=indexes.pay.2021/22=3%'",
    .least_operands = 1,
    .most_operands = 1,
    .options = options,
    .run = run_command,
};
