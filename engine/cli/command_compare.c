/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast compare: run folders set side by side. Each folder's resolved.yaml is projected again,
 * and the tables in it must be to the byte what comes out: so a comparison is never made of files
 * that were changed, or of runs whose figures this version would not give. With draws the scenarios
 * of resolved.yaml are simulated, anew and all alike, whatever the folders say of draws. */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "batch/run_csv.h"
#include "carecast/version.h"
#include "cli/asked_draws.h"
#include "cli/commands.h"
#include "cli/comparison_tables.h"
#include "cli/load.h"
#include "cli/manifest.h"
#include "cli/output.h"
#include "cli/range_tables.h"

#define MOST_BYTES ((size_t)1 << 28)

/* The path of a file of a run folder, in `path`; "" when memory is out. */
static const char *path_of(cc_text *path, const char *folder, const char *name) {
  cc_text_clear(path);
  cc_text_print(path, "%s/%s", folder, name);
  return path->failed || path->data == NULL ? "" : path->data;
}

/* Reads a file of a run folder; the caller frees the bytes. */
static cc_status read_file(const char *folder, const char *name, char **bytes, size_t *length) {
  cc_text path = {0};
  cc_status status = cc_file_read(path_of(&path, folder, name), MOST_BYTES, bytes, length);
  if (status != CC_OK) {
    cc_complain("cannot read %s/%s: %s", folder, name,
                status == CC_IO ? strerror(errno) : cc_status_words(status));
    status = status == CC_INVALID ? CC_IO : status;
  }
  cc_text_free(&path);
  return status;
}

static void complain_changed(const char *folder, const char *name, const char *manifest) {
  json_t *root = json_loads(manifest, 0, NULL);
  const char *version = json_string_value(json_object_get(root, "carecast"));
  if (version != NULL && strcmp(version, cc_version()) != 0) {
    cc_complain("%s: %s is not what resolved.yaml gives: it was made by carecast %s and this is %s;"
                " run the scenario again",
                folder, name, version, cc_version());
  } else {
    cc_complain("%s: %s is not what resolved.yaml gives: one of them was changed since the run",
                folder, name);
  }
  json_decref(root);
}

/* Checks one table of the folder against what the run gives, byte by byte. */
static cc_status verify_table(const char *folder, const char *name, const cc_text *again,
                              const char *manifest) {
  char *bytes = NULL;
  size_t length = 0;
  cc_status status = again->failed ? CC_NO_MEMORY : read_file(folder, name, &bytes, &length);
  if (status == CC_OK && (length != again->length || memcmp(bytes, again->data, length) != 0)) {
    complain_changed(folder, name, manifest);
    status = CC_IO;
  }
  free(bytes);
  return status;
}

/* Whether the folder is whole and its tables are those of the run. */
static cc_status verify(const char *folder, const cc_run *run) {
  static void (*const makers[])(const cc_run *, cc_text *) = {cc_results_csv, cc_contract_csv,
                                                              cc_checks_csv};
  static const char *const names[] = {"results.csv", "contract.csv", "checks.csv"};
  char *manifest = NULL;
  size_t length = 0;
  cc_text again = {0};
  cc_status status = read_file(folder, "manifest.json", &manifest, &length);
  for (size_t i = 0; i < sizeof names / sizeof names[0] && status == CC_OK; i++) {
    cc_text_clear(&again);
    makers[i](run, &again);
    status = verify_table(folder, names[i], &again, manifest);
  }
  if (status == CC_OK) {
    status = cc_manifest_verify(folder, manifest, run->scenario);
  }
  free(manifest);
  cc_text_free(&again);
  return status;
}

/* What a comparison grows from: the base first. */
typedef struct {
  cc_file_cache *cache; /* what was looked at is what is run and drawn */
  cc_outline outline;   /* of all */
  const char *base;     /* its folder */
  cc_comparison comparison;
  cc_batch_column *columns;
  const char **folders; /* of the columns */
  int n_columns;
  cc_text prices_text;
  const char *prices; /* what pounds money is in; NULL: nominal */
} gathered;

/* Adds a run's figures. A second run of one id is called by its folder. */
static cc_status add_column(gathered *g, const char *folder, const cc_loaded *loaded) {
  const char *name = loaded->scenario->id;
  for (int c = 0; c < g->n_columns; c++) {
    name = strcmp(g->columns[c].id, name) == 0 ? folder : name;
  }
  g->folders[g->n_columns] = folder;
  return cc_batch_column_make(&g->comparison, &loaded->run, name, loaded->scenario->title,
                              &g->columns[g->n_columns++]);
}

/* A folder's scenario before it is run: warnings are told when it is. */
static cc_status load_folder(const cc_arguments *arguments, const gathered *g, const char *folder,
                             cc_scenario **scenario) {
  cc_text path = {0};
  cc_diagnostics findings = {0};
  cc_status status = cc_load_through(arguments, path_of(&path, folder, "resolved.yaml"), g->cache,
                                     &findings, scenario);
  if (status != CC_OK) {
    cc_output_findings(&findings);
  }
  if (status != CC_OK && findings.errors == 0) {
    cc_complain("%s/resolved.yaml: %s", folder, cc_status_words(status));
  }
  cc_diagnostics_free(&findings);
  cc_text_free(&path);
  return status;
}

/* What a folder's scenario has, and whether it is the base: the first that is called so. */
static cc_status look_at(const cc_arguments *arguments, gathered *g, const char *folder) {
  const char *base = cc_argument(arguments, "base");
  cc_scenario *scenario = NULL;
  cc_status status = load_folder(arguments, g, folder, &scenario);
  if (status == CC_OK && !cc_comparison_outline(&g->outline, &scenario->plan)) {
    status = CC_NO_MEMORY;
  }
  bool named = status == CC_OK && (strcmp(base, scenario->id) == 0 || strcmp(base, folder) == 0);
  g->base = g->base == NULL && named ? folder : g->base;
  cc_scenario_free(scenario);
  return status;
}

static cc_status look_at_all(const cc_arguments *arguments, gathered *g) {
  cc_status status = CC_OK;
  for (int i = 0; i < arguments->n_operands && status == CC_OK; i++) {
    status = look_at(arguments, g, arguments->operands[i]);
  }
  if (status == CC_OK && g->base == NULL) {
    cc_complain("none of the runs has the id `%s`", cc_argument(arguments, "base"));
    return CC_USAGE;
  }
  return status;
}

static cc_status add_folder(const cc_arguments *arguments, gathered *g, const char *folder) {
  cc_text path = {0};
  cc_loaded loaded;
  cc_status status = cc_load_and_run_through(arguments, path_of(&path, folder, "resolved.yaml"),
                                             g->cache, &loaded);
  cc_text_free(&path);
  if (status == CC_OK) {
    status = verify(folder, &loaded.run);
  }
  if (status == CC_OK && g->n_columns == 0) {
    status = cc_comparison_create(loaded.run.plan, &g->outline, &g->comparison);
  }
  if (status == CC_OK) {
    status = cc_make_real(arguments, &loaded.run, &g->prices_text, &g->prices);
  }
  if (status == CC_OK) {
    status = add_column(g, folder, &loaded);
  }
  cc_loaded_free(&loaded);
  return status;
}

/* ---- draws ----------------------------------------------------------------------------------- */

typedef struct {
  const cc_arguments *arguments;
  const gathered *runs;
  cc_asked_draws asked;
  cc_draws_progress progress;
} drawing;

static cc_status load_column(void *context, int i, cc_scenario **scenario) {
  drawing *d = context;
  cc_text path = {0};
  d->progress.scenario++;
  cc_status status =
      cc_load_through(d->arguments, path_of(&path, d->runs->folders[i], "resolved.yaml"),
                      d->runs->cache, NULL, scenario);
  if (status == CC_OK) {
    status = cc_check_correlations(*scenario);
  }
  cc_text_free(&path);
  return status;
}

static void complain_of(const drawing *d, cc_status status, int failed) {
  if (status == CC_INTERRUPTED) {
    cc_complain("interrupted");
  } else if (status != CC_OK && status != CC_INVALID) {
    cc_complain("%s: %s", d->runs->folders[failed], cc_status_words(status));
  }
}

/* The columns' names, which are the scenarios' ids or folders. */
static const char **names_of(const gathered *g) {
  const char **names = calloc((size_t)g->n_columns + 1, sizeof *names);
  for (int c = 0; c < g->n_columns && names != NULL; c++) {
    names[c] = g->columns[c].id;
  }
  return names;
}

static cc_status draw(drawing *d) {
  const char **names = names_of(d->runs);
  cc_ranges_request request = {.count = d->runs->n_columns,
                               .base = 0,
                               .context = d,
                               .load = load_column,
                               .names = names,
                               .most_columns = d->runs->n_columns,
                               .outline = &d->runs->outline};
  cc_ranges_outcome outcome;
  int failed = 0;
  if (names == NULL) {
    return CC_NO_MEMORY;
  }
  cc_status status = cc_draw_ranges(&d->asked, &d->progress, &request, &outcome, &failed);
  complain_of(d, status, failed);
  if (status == CC_OK) {
    status = cc_print_ranges(d->arguments, &d->asked, &outcome);
  }
  cc_ranges_outcome_free(&outcome);
  free(names);
  return status;
}

/* ---- the comparison -------------------------------------------------------------------------- */

static cc_status start(const cc_arguments *arguments, drawing *d, gathered *g, bool *draws) {
  size_t room = (size_t)arguments->n_operands + 1;
  g->columns = calloc(room, sizeof *g->columns);
  g->folders = calloc(room, sizeof *g->folders);
  cc_status status = cc_file_cache_create(&g->cache);
  status = status == CC_OK ? cc_asks_for_draws(arguments, draws) : status;
  if (status == CC_OK && *draws && cc_argument(arguments, "real") != NULL) {
    cc_complain("--real is of the central values: leave --draws out");
    return CC_USAGE;
  }
  if (status == CC_OK && *draws) {
    status = cc_ask_draws(arguments, &d->asked);
  }
  return status == CC_OK && (g->columns == NULL || g->folders == NULL) ? CC_NO_MEMORY : status;
}

static cc_status gather(const cc_arguments *arguments, gathered *g) {
  cc_status status = look_at_all(arguments, g);
  status = status == CC_OK ? add_folder(arguments, g, g->base) : status;
  for (int i = 0; i < arguments->n_operands && status == CC_OK; i++) {
    if (arguments->operands[i] != g->base) {
      status = add_folder(arguments, g, arguments->operands[i]);
    }
  }
  return status;
}

static void free_gathered(gathered *g) {
  cc_batch_columns_free(g->columns, g->n_columns);
  free(g->columns);
  free(g->folders);
  cc_comparison_free(&g->comparison);
  cc_outline_free(&g->outline);
  cc_file_cache_free(g->cache);
  cc_text_free(&g->prices_text);
}

static cc_status run_command(const cc_arguments *arguments) {
  gathered g = {.n_columns = 0};
  drawing d = {.arguments = arguments, .runs = &g};
  bool draws = false;
  cc_status status = start(arguments, &d, &g, &draws);
  if (status == CC_OK) {
    status = gather(arguments, &g);
  }
  if (status == CC_OK && draws) {
    status = draw(&d);
  } else if (status == CC_OK) {
    status = cc_print_comparison(arguments, &g.comparison, g.columns, g.n_columns, g.n_columns,
                                 g.prices);
  }
  cc_complain_of_memory(status);
  free_gathered(&g);
  return status;
}

static const cc_option options[] = {
    {"base", "ID", "the run to compare the others with (its id or its folder)", NULL, 0, 'b', true},
    CC_OPTION_DRAWS,
    CC_OPTIONS_OF_DRAWS,
    CC_OPTION_JOBS,
    CC_OPTION_REAL,
    CC_OPTION_FORMAT,
    CC_OPTION_END,
};

const cc_command cc_command_compare = {
    .name = "compare",
    .operands = "RUN...",
    .summary = "compare run folders that batch or run have written",
    .details =
        "Each run is projected again from its resolved.yaml, and its tables must be exactly\n"
        "what comes out; a folder that was changed is refused. With --draws (see simulate) the\n"
        "comparison is of what is likely, and of differences draw by draw.",
    .example = "carecast compare out/base out/plan-2200 out/early-help --base base",
    .least_operands = 1,
    .most_operands = 1 << 20,
    .options = options,
    .run = run_command,
};
