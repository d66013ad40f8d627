/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulating what a command line names: its options, its scenarios, the simulations one after the
 * other (each by all threads), and their tables. */
#include "cli/simulated.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch/scenario_list.h"
#include "batch/simulate.h"
#include "cli/asked.h"
#include "cli/output.h"
#include "cli/simulation_tables.h"

enum { MOST_JOBS = 256, MOST_DRAWS = 10000000, DRAWS = 10000, MOST_QUANTILES = 20 };

/* What a finance officer asks first; --measure adds others. */
static const char *const first_measures[] = {
    "children_in_care.total",      "placement_cost.net",   "expenditure.total",
    "contract.total_contract_sum", "contract.funding_gap",
};
enum { FIRST_MEASURES = sizeof first_measures / sizeof first_measures[0] };

/* The scenarios of the command line, and all that is printed of them. */
typedef struct {
  const cc_arguments *arguments;
  cc_simulation_request request;
  cc_simulation_view view;
  double quantiles[MOST_QUANTILES];
  const char **measures;
  cc_scenario_list files;
  cc_scenario **scenarios; /* [files.count] */
  int base;                /* which of them; -1: there is only one */
  cc_table *tables;
  int n_tables;
} work;

/* ---- what is asked --------------------------------------------------------------------------- */

/* --quantiles: per cent between 0 and 100, with commas between. */
static cc_status ask_quantiles(work *w) {
  const char *text = cc_argument(w->arguments, "quantiles");
  const char *from = text != NULL ? text : "10,50,90";
  for (int n = 0; n < MOST_QUANTILES; n++) {
    char *end = NULL;
    double percent = strtod(from, &end);
    if (end == from || !(percent > 0.0 && percent < 100.0) || (*end != ',' && *end != '\0')) {
      break;
    }
    w->quantiles[n] = percent / 100.0;
    if (*end == '\0') {
      w->view.quantiles = w->quantiles;
      w->view.n_quantiles = n + 1;
      return CC_OK;
    }
    from = end + 1;
  }
  cc_complain("--quantiles takes up to %d numbers between 0 and 100, such as 10,50,90, not `%s`",
              MOST_QUANTILES, text != NULL ? text : "");
  return CC_USAGE;
}

static cc_status ask_measures(work *w) {
  size_t more = 0;
  const char *const *asked = cc_argument_all(w->arguments, "measure", &more);
  w->measures = calloc(FIRST_MEASURES + more, sizeof *w->measures);
  if (w->measures == NULL) {
    return CC_NO_MEMORY;
  }
  memcpy(w->measures, first_measures, sizeof first_measures);
  int count = FIRST_MEASURES;
  for (size_t i = 0; i < more; i++) {
    w->measures[count++] = asked[i];
  }
  w->request.measures = w->view.measures = w->measures;
  w->request.n_measures = w->view.n_measures = count;
  return CC_OK;
}

static void ask_words(work *w) {
  const char *method = cc_argument(w->arguments, "method");
  const char *process = cc_argument(w->arguments, "process");
  w->request.method = CC_SAMPLE_LATIN;
  if (method != NULL) {
    (void)cc_sample_find(method, &w->request.method);
  }
  w->request.process = CC_PROCESS_AUTOMATIC;
  for (int i = 0; i < CC_PROCESS_CHOICES && process != NULL; i++) {
    if (strcmp(process, cc_process_choice_names[i]) == 0) {
      w->request.process = (cc_process_choice)i;
    }
  }
}

static cc_status ask(work *w) {
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  int jobs = processors < 1 ? 1 : processors > MOST_JOBS ? MOST_JOBS : (int)processors;
  ask_words(w);
  w->view.for_reading = cc_asked_format(w->arguments) == CC_FORMAT_TABLE ||
                        cc_asked_format(w->arguments) == CC_FORMAT_MARKDOWN;
  cc_status status =
      cc_asked_whole(w->arguments, "draws", 1, MOST_DRAWS, DRAWS, &w->request.n_draws);
  if (status == CC_OK) {
    status = cc_asked_whole(w->arguments, "jobs", 1, MOST_JOBS, jobs, &w->request.jobs);
  }
  if (status == CC_OK) {
    status = cc_asked_seed(w->arguments, 1, &w->request.seed);
  }
  if (status == CC_OK) {
    status = ask_quantiles(w);
  }
  return status == CC_OK ? ask_measures(w) : status;
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
    if (status != CC_OK) {
      return status;
    }
  }
  return CC_OK;
}

/* The draws of a scenario need correlations that can be had together. */
static cc_status check_correlations(const cc_scenario *scenario) {
  const char *why = NULL;
  int wrong = 0;
  cc_status status = cc_draws_correlations(scenario, &why, &wrong);
  if (status == CC_INVALID) {
    cc_complain("%s: correlations.%d: %s", scenario->file, wrong + 1, why);
  }
  return status;
}

static cc_status load(work *w, int i) {
  size_t n_settings = 0;
  const char *const *settings = cc_argument_all(w->arguments, "set", &n_settings);
  cc_diagnostics findings = {0};
  cc_status status =
      cc_scenario_load(w->files.paths[i], settings, n_settings, &findings, &w->scenarios[i]);
  if (findings.errors > 0) {
    cc_output_findings(&findings);
  } else if (status != CC_OK) {
    cc_complain("%s: %s", w->files.paths[i], cc_status_words(status));
  }
  cc_diagnostics_free(&findings);
  return status == CC_OK ? check_correlations(w->scenarios[i]) : status;
}

static cc_status find_base(work *w) {
  const char *id = cc_argument(w->arguments, "base");
  w->base = -1;
  if (id == NULL && w->files.count == 1) {
    return CC_OK;
  }
  for (int i = 0; i < w->files.count && id != NULL; i++) {
    if (strcmp(w->scenarios[i]->id, id) == 0) {
      w->base = i;
      return CC_OK;
    }
  }
  if (id == NULL) {
    cc_complain("several scenarios are compared with one: name it with --base ID");
  } else {
    cc_complain("no scenario has the id `%s`", id);
  }
  return CC_USAGE;
}

/* A measure that was asked for must be one of the base's, or of the only scenario. */
static cc_status check_measures(const work *w) {
  const cc_row_list *rows = &w->scenarios[w->base < 0 ? 0 : w->base]->plan.rows.annual;
  for (int m = FIRST_MEASURES; m < w->request.n_measures; m++) {
    if (cc_row_find(rows, w->measures[m], NULL) < 0) {
      const char **names = calloc((size_t)rows->count + 1, sizeof *names);
      for (int r = 0; r < rows->count && names != NULL; r++) {
        names[r] = rows->items[r].measure;
      }
      const char *near =
          names != NULL ? cc_text_nearest(w->measures[m], names, (size_t)rows->count) : NULL;
      cc_complain(near != NULL ? "no annual measure `%s`; did you mean `%s`?"
                               : "no annual measure `%s`",
                  w->measures[m], near);
      free(names);
      return CC_USAGE;
    }
  }
  return CC_OK;
}

static cc_status load_all(work *w) {
  cc_status status = list_files(w);
  size_t count = (size_t)w->files.count;
  w->scenarios = calloc(count + 1, sizeof(cc_scenario *));
  w->tables = calloc(count * CC_SIMULATION_TABLES + 1, sizeof *w->tables);
  if (w->scenarios == NULL || w->tables == NULL) {
    return CC_NO_MEMORY;
  }
  for (int i = 0; i < w->files.count && status == CC_OK; i++) {
    status = load(w, i);
  }
  if (status == CC_OK) {
    status = find_base(w);
  }
  return status == CC_OK ? check_measures(w) : status;
}

/* ---- simulations ----------------------------------------------------------------------------- */

static cc_status simulate(work *w, int i, bool keep, const cc_simulation *base,
                          cc_simulation **simulation) {
  cc_simulation_request request = w->request;
  request.keep = keep;
  cc_status status = cc_simulate(w->scenarios[i], &request, base, simulation);
  if (status != CC_OK) {
    cc_complain("%s: %s", w->files.paths[i], cc_status_words(status));
    return status;
  }
  const char *base_id = base != NULL ? w->scenarios[w->base]->id : NULL;
  w->n_tables += cc_simulation_tables(&w->view, w->scenarios[i], *simulation, base_id,
                                      w->tables + w->n_tables);
  return CC_OK;
}

static cc_status simulate_all(work *w) {
  cc_simulation *base = NULL;
  int first = w->base < 0 ? 0 : w->base;
  cc_status status = simulate(w, first, w->files.count > 1, NULL, &base);
  for (int i = 0; i < w->files.count && status == CC_OK; i++) {
    cc_simulation *other = NULL;
    if (i != first) {
      status = simulate(w, i, false, base, &other);
    }
    cc_simulation_free(other);
  }
  cc_simulation_free(base);
  return status;
}

static void free_work(work *w) {
  for (int i = 0; i < w->n_tables; i++) {
    cc_table_free(&w->tables[i]);
  }
  for (int i = 0; i < w->files.count && w->scenarios != NULL; i++) {
    cc_scenario_free(w->scenarios[i]);
  }
  free(w->tables);
  free(w->scenarios);
  free(w->measures);
  cc_scenario_list_free(&w->files);
}

cc_status cc_simulated_make(const cc_arguments *arguments, cc_simulated *simulated) {
  work w = {.arguments = arguments};
  *simulated = (cc_simulated){0};
  cc_status status = ask(&w);
  if (status == CC_OK) {
    status = load_all(&w);
  }
  if (status == CC_OK) {
    status = simulate_all(&w);
  }
  if (status == CC_OK) {
    *simulated = (cc_simulated){w.tables, w.n_tables};
    w.tables = NULL;
    w.n_tables = 0;
  }
  free_work(&w);
  return status;
}

void cc_simulated_free(cc_simulated *simulated) {
  for (int i = 0; i < simulated->count; i++) {
    cc_table_free(&simulated->tables[i]);
  }
  free(simulated->tables);
  *simulated = (cc_simulated){0};
}
