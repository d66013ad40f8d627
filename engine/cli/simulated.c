/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulating what a command line names: its scenarios, the simulations one after the other, and
 * their tables. */
#include "cli/simulated.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/interrupt.h"
#include "batch/scenario_list.h"
#include "cli/load.h"
#include "cli/measure_year.h"
#include "cli/output.h"
#include "cli/simulation_tables.h"

/* What a finance officer asks first; --measure adds others. Of bids the mean is what they are
 * expected to cost or save, where the central value is what they would if all went as written; what
 * is not delivered of savings is what of them is at risk. */
static const char *const first_measures[] = {
    "children_in_care.total",      "placement_cost.net",   "expenditure.total",
    "contract.total_contract_sum", "contract.funding_gap", "invest_to_save.net",
    "contract.reserves",           "savings.slippage",
};
enum { FIRST_MEASURES = sizeof first_measures / sizeof first_measures[0] };

/* The scenarios of the command line, and all that is printed of them. */
typedef struct {
  const cc_arguments *arguments;
  cc_asked_draws asked;
  cc_draws_progress progress;
  const char **measures; /* shown */
  int n_measures;
  cc_scenario_list files;
  cc_file_cache *cache; /* what is simulated is what was checked */
  int base;             /* which of them; -1: there is only one */
  cc_table *tables;
  int n_tables;
} work;

/* ---- what is asked --------------------------------------------------------------------------- */

static bool is_listed(const work *w, const char *measure) {
  for (int m = 0; m < w->n_measures; m++) {
    if (strcmp(w->measures[m], measure) == 0) {
      return true;
    }
  }
  return false;
}

static cc_status ask_measures(work *w) {
  size_t more = 0;
  const char *const *asked = cc_argument_all(w->arguments, "measure", &more);
  w->measures = calloc(FIRST_MEASURES + more, sizeof *w->measures);
  if (w->measures == NULL) {
    return CC_NO_MEMORY;
  }
  memcpy(w->measures, first_measures, sizeof first_measures);
  w->n_measures = FIRST_MEASURES;
  for (size_t i = 0; i < more; i++) {
    if (!is_listed(w, asked[i])) {
      w->measures[w->n_measures++] = asked[i];
    }
  }
  return CC_OK;
}

/* A measure that was asked for must be one of the scenario's (the base's, of several). */
static cc_status check_measures(const work *w, const cc_scenario *scenario) {
  cc_status status = CC_OK;
  int row = CC_ABSENT;
  for (int m = FIRST_MEASURES; m < w->n_measures && status == CC_OK; m++) {
    status = cc_find_measure(scenario, w->measures[m], &row);
  }
  return status;
}

static cc_status ask(work *w) {
  cc_status status = cc_ask_draws(w->arguments, &w->asked);
  status = status == CC_OK ? cc_file_cache_create(&w->cache) : status;
  w->progress.line = cc_progress_start();
  w->asked.request.listener = cc_listen_to_draws(&w->progress);
  status = status == CC_OK ? ask_measures(w) : status;
  cc_complain_of_memory(status);
  return status;
}

/* ---- scenarios ------------------------------------------------------------------------------- */

static cc_status list_files(work *w) {
  for (int i = 0; i < w->arguments->n_operands; i++) {
    const char *path = w->arguments->operands[i];
    cc_status status = cc_scenario_list_add(&w->files, path);
    if (status == CC_IO) {
      cc_complain("cannot read %s: %s", path, strerror(errno));
    } else if (status == CC_USAGE) {
      cc_complain("no scenario (*.yaml) in %s", path);
    }
    cc_complain_of_memory(status);
    if (status != CC_OK) {
      return status;
    }
  }
  return CC_OK;
}

static cc_status load(void *context, int i, cc_scenario **scenario) {
  work *w = context;
  cc_diagnostics findings = {0};
  w->progress.scenario++;
  cc_status status =
      cc_load_through(w->arguments, w->files.paths[i], w->cache, &findings, scenario);
  if (status != CC_OK) {
    cc_progress_close(&w->progress.line);
  }
  cc_output_findings(&findings);
  if (status != CC_OK && findings.errors == 0) {
    cc_complain("%s: %s", w->files.paths[i], cc_status_words(status));
  }
  cc_diagnostics_free(&findings);
  return status;
}

/* Reads each scenario once before any is simulated, for what is wrong and for the base. */
static cc_status check(work *w, int i) {
  cc_scenario *scenario = NULL;
  const char *base = cc_argument(w->arguments, "base");
  cc_status status = load(w, i, &scenario);
  if (status == CC_OK) {
    status = cc_check_correlations(scenario);
  }
  bool is_base = status == CC_OK && base != NULL && strcmp(scenario->id, base) == 0;
  if (is_base && w->base < 0) {
    w->base = i;
  }
  if (status == CC_OK && (w->base == i || w->files.count == 1)) {
    status = check_measures(w, scenario);
  }
  cc_scenario_free(scenario);
  return status;
}

static cc_status judge_base(const work *w) {
  const char *id = cc_argument(w->arguments, "base");
  if (id == NULL && w->files.count > 1) {
    cc_complain("several scenarios are compared with one: name it with --base ID");
    return CC_USAGE;
  }
  if (id != NULL && w->base < 0) {
    cc_complain("no scenario has the id `%s`", id);
    return CC_USAGE;
  }
  return CC_OK;
}

static cc_status check_all(work *w) {
  cc_status status = list_files(w);
  for (int i = 0; i < w->files.count && status == CC_OK; i++) {
    status = check(w, i);
  }
  w->progress.scenario = 0;
  w->progress.scenarios = w->files.count;
  return status == CC_OK ? judge_base(w) : status;
}

/* ---- simulations ----------------------------------------------------------------------------- */

static cc_status add_tables(work *w, const cc_scenario *scenario, cc_simulation *simulation,
                            const char *base_id) {
  const cc_simulation_view view = {w->asked.n_quantiles, w->asked.quantiles, w->n_measures,
                                   w->measures, w->asked.for_reading};
  if (w->tables == NULL) {
    int scenarios = w->files.count > 0 ? w->files.count : 1;
    w->tables = calloc((size_t)scenarios * CC_SIMULATION_TABLES, sizeof *w->tables);
  }
  if (w->tables == NULL) {
    return CC_NO_MEMORY;
  }
  w->n_tables +=
      cc_simulation_tables(&view, scenario, simulation, base_id, w->tables + w->n_tables);
  return CC_OK;
}

static cc_status take(void *context, int i, const cc_scenario *scenario,
                      cc_simulation *simulation) {
  work *w = context;
  const char *base_id = i == w->base ? NULL : cc_argument(w->arguments, "base");
  return add_tables(w, scenario, simulation, w->files.count > 1 ? base_id : NULL);
}

static void complain_of(work *w, cc_status status, const char *path) {
  cc_progress_close(&w->progress.line);
  if (status == CC_INTERRUPTED) {
    cc_complain("interrupted");
  } else if (status == CC_NUMERIC || status == CC_NO_MEMORY) {
    cc_complain("%s: %s", path, cc_status_words(status));
  }
}

static cc_status simulate_all(work *w) {
  cc_simulation_request request = w->asked.request;
  const cc_simulation_series series = {w, w->files.count, w->base, load, take};
  int failed = 0;
  request.measures = w->measures;
  request.n_measures = w->n_measures;
  cc_status status = cc_simulate_series(&request, &series, &failed);
  complain_of(w, status, w->files.paths[failed]);
  return status;
}

/* Hands the tables over, or frees them. */
static void finish(work *w, cc_status status, cc_simulated *simulated) {
  *simulated = (cc_simulated){w->tables, w->n_tables};
  if (status != CC_OK) {
    cc_simulated_free(simulated);
  }
  free(w->measures);
  cc_file_cache_free(w->cache);
  cc_scenario_list_free(&w->files);
}

cc_status cc_simulated_make(const cc_arguments *arguments, cc_simulated *simulated) {
  work w = {.arguments = arguments, .base = -1};
  cc_status status = ask(&w);
  if (status == CC_OK) {
    status = check_all(&w);
  }
  if (status == CC_OK) {
    status = simulate_all(&w);
  }
  finish(&w, status, simulated);
  return status;
}

/* ---- one scenario ---------------------------------------------------------------------------- */

static cc_status simulate_one(work *w, const cc_scenario *scenario,
                              const cc_simulated_taker *taker) {
  cc_simulation_request request = w->asked.request;
  cc_simulation *simulation = NULL;
  cc_interrupt interrupt;
  request.sums = true;
  cc_interrupt_hold(&interrupt);
  cc_status status = cc_simulate(scenario, &request, NULL, &simulation);
  if (status == CC_OK && taker != NULL) {
    const cc_ranges ranges = {simulation, w->asked.n_quantiles, w->asked.quantiles};
    status = taker->take(taker->context, &ranges);
  }
  if (status == CC_OK) {
    status = add_tables(w, scenario, simulation, NULL);
  }
  cc_simulation_free(simulation);
  status = cc_interrupt_release(&interrupt) ? CC_INTERRUPTED : status;
  complain_of(w, status, scenario->file);
  return status;
}

cc_status cc_simulated_of(const cc_arguments *arguments, const cc_scenario *scenario,
                          const cc_simulated_taker *taker, cc_simulated *simulated) {
  work w = {.arguments = arguments, .base = -1};
  cc_status status = ask(&w);
  if (status == CC_OK) {
    status = check_measures(&w, scenario);
  }
  if (status == CC_OK) {
    status = cc_check_correlations(scenario);
  }
  if (status == CC_OK) {
    status = simulate_one(&w, scenario, taker);
  }
  finish(&w, status, simulated);
  return status;
}

void cc_simulated_free(cc_simulated *simulated) {
  for (int i = 0; i < simulated->count; i++) {
    cc_table_free(&simulated->tables[i]);
  }
  free(simulated->tables);
  *simulated = (cc_simulated){0};
}
