/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast batch: a folder of scenarios, each run into a folder of its own, and all compared with
 * one of them. With draws every scenario is simulated after that, and its folder written again with
 * what is likely. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "batch/batch_manifest.h"
#include "batch/runner.h"
#include "batch/scenario_list.h"
#include "cli/asked_draws.h"
#include "cli/commands.h"
#include "cli/comparison_tables.h"
#include "cli/load.h"
#include "cli/origin.h"
#include "cli/output.h"
#include "cli/range_tables.h"

enum { COLUMNS_SHOWN = 40 };

/* ---- what is told ---------------------------------------------------------------------------- */

static void on_findings(void *context, const cc_diagnostics *findings) {
  cc_progress_close(context);
  cc_output_findings(findings);
}

static void on_message(void *context, const char *line) {
  cc_progress_close(context);
  cc_complain("%s", line);
}

static void on_progress(void *context, int done, int total) {
  cc_progress_show(context, "", done, total, "scenarios");
}

/* ---- draws ----------------------------------------------------------------------------------- */

/* The scenarios that are drawn: all that can be run. */
typedef struct {
  const cc_arguments *arguments;
  cc_asked_draws asked;
  cc_draws_progress progress;
  cc_scenario_list files;
  cc_file_cache *cache; /* of the batch and the draws: these take what that read */
  bool listed;          /* whether `files` is all that was named; then the batch runs these */
  int *runnable;        /* [count], places in `files` */
  int count, base;
} drawing;

static cc_status load(void *context, int i, cc_scenario **scenario) {
  drawing *d = context;
  cc_diagnostics findings = {0};
  d->progress.scenario++;
  cc_status status =
      cc_load_through(d->arguments, d->files.paths[d->runnable[i]], d->cache, &findings, scenario);
  if (status != CC_OK) { /* warnings were told by the batch */
    on_findings(&d->progress.line, &findings);
  }
  cc_diagnostics_free(&findings);
  return status;
}

static void on_draws_message(void *context, const char *line) {
  on_message(&((drawing *)context)->progress.line, line);
}

static cc_status check_file(drawing *d, int file) {
  cc_scenario *scenario = NULL;
  cc_status status = cc_load_through(d->arguments, d->files.paths[file], d->cache, NULL, &scenario);
  if (status != CC_OK || !cc_run_id_is_usable(scenario->id)) {
    cc_scenario_free(scenario);
    return status == CC_NO_MEMORY ? status : CC_OK; /* the batch says what is wrong with it */
  }
  if (strcmp(scenario->id, cc_argument(d->arguments, "base")) == 0) {
    d->base = d->count;
  }
  d->runnable[d->count++] = file;
  status = cc_check_correlations(scenario);
  cc_scenario_free(scenario);
  return status;
}

/* Before anything is run: what is asked, which scenarios can be drawn, and whether their
 * correlations can be had. Paths that cannot be read are left for the batch to complain about. */
static cc_status prepare_draws(drawing *d) {
  cc_status status = cc_ask_draws(d->arguments, &d->asked);
  status = status == CC_OK ? cc_file_cache_create(&d->cache) : status;
  d->listed = true;
  for (int i = 0; i < d->arguments->n_operands && status == CC_OK; i++) {
    status = cc_scenario_list_add(&d->files, d->arguments->operands[i]);
    d->listed = d->listed && status == CC_OK;
    status = status == CC_NO_MEMORY ? status : CC_OK;
  }
  d->runnable = calloc((size_t)d->files.count + 1, sizeof *d->runnable);
  status = status == CC_OK && d->runnable == NULL ? CC_NO_MEMORY : status;
  for (int file = 0; file < d->files.count && status == CC_OK; file++) {
    status = check_file(d, file);
  }
  return status;
}

static void free_draws(drawing *d) {
  free(d->runnable);
  cc_file_cache_free(d->cache);
  cc_scenario_list_free(&d->files);
}

static void complain_of_draws(const drawing *d, cc_status status, int failed, int n_run) {
  if (status == CC_INTERRUPTED) {
    cc_complain("interrupted after the draws of %d of %d scenarios; the run folders that have a"
                " manifest are whole",
                n_run, d->count);
  } else if (status != CC_OK && status != CC_IO) {
    cc_complain("%s: %s", d->files.paths[d->runnable[failed]], cc_status_words(status));
  }
}

static cc_status draw(drawing *d, const cc_outline *outline, const cc_origin *origin) {
  cc_ranges_request request = {.count = d->count,
                               .base = d->base,
                               .context = d,
                               .load = load,
                               .message = on_draws_message,
                               .origin = origin,
                               .most_columns = COLUMNS_SHOWN,
                               .outline = outline};
  cc_ranges_outcome outcome;
  int failed = 0;
  cc_status status = cc_draw_ranges(&d->asked, &d->progress, &request, &outcome, &failed);
  complain_of_draws(d, status, failed, outcome.n_run);
  if (status == CC_OK) {
    status = cc_print_ranges(d->arguments, &d->asked, &outcome);
    cc_complain_of_memory(status);
  }
  cc_ranges_outcome_free(&outcome);
  return status;
}

/* ---- the batch ------------------------------------------------------------------------------- */

/* Whether there is something to compare: every scenario was run, or all that could be. */
static bool is_complete(cc_status status) {
  return status == CC_OK || status == CC_PARTLY_FAILED || status == CC_BREACH;
}

/* Whether the base and all that the batch ran can be drawn. A file that could not be read before
 * the batch, but in it, would be missing from the ranges, and another be taken for the base. */
static bool draws_all(const drawing *d, const cc_batch_outcome *outcome) {
  if (d->base != CC_ABSENT && d->count >= outcome->n_run) {
    return true;
  }
  cc_complain("the scenarios changed or could not be read while the batch began; nothing was drawn,"
              " run it again");
  return false;
}

/* The comparison: of central values, or of ranges. */
static cc_status print(drawing *d, const cc_batch_outcome *outcome, const cc_origin *origin) {
  if (cc_argument(d->arguments, "draws") != NULL) {
    return draws_all(d, outcome) ? draw(d, &outcome->outline, origin) : CC_IO;
  }
  return cc_print_comparison(d->arguments, &outcome->comparison, outcome->columns,
                             outcome->n_columns, outcome->n_run, NULL);
}

/* Last of all: what stands in the folder is this batch's, and whole. */
static cc_status vouch(const cc_batch_request *request, int n_run) {
  cc_text path = {0};
  cc_status status = cc_batch_manifest_write(&request->origin, request->base, n_run, &path);
  if (status == CC_IO) {
    cc_complain("cannot write %s: %s", cc_text_string(&path), cc_file_words(errno));
  }
  cc_complain_of_memory(status);
  cc_text_free(&path);
  return status;
}

static cc_status run_batch(drawing *d, int jobs) {
  const cc_arguments *arguments = d->arguments;
  char created[CC_CREATED_TEXT];
  cc_progress shown = cc_progress_start();
  cc_batch_outcome outcome;
  cc_batch_request request = {
      .paths = d->listed ? d->files.paths : arguments->operands,
      .n_paths = d->listed ? d->files.count : arguments->n_operands,
      .base = cc_argument(arguments, "base"),
      .origin = cc_make_origin(arguments, created),
      .jobs = jobs,
      .keep_going = cc_argument(arguments, "keep-going") != NULL,
      .strict = cc_argument(arguments, "strict") != NULL,
      .fail_on = cc_asked_breaches(arguments),
      .most_columns = COLUMNS_SHOWN,
      .cache = d->cache,
      .listener = {&shown, on_findings, on_message, on_progress},
  };
  cc_status status = cc_batch_run(&request, &outcome);
  cc_progress_close(&shown);
  if (is_complete(status)) {
    cc_status printed = print(d, &outcome, &request.origin);
    printed = printed == CC_OK ? vouch(&request, outcome.n_run) : printed;
    status = printed != CC_OK ? printed : status;
  } else {
    cc_complain_of_memory(status);
  }
  cc_batch_outcome_free(&outcome);
  return status;
}

static cc_status run_command(const cc_arguments *arguments) {
  drawing d = {.arguments = arguments, .base = CC_ABSENT};
  bool draws = false;
  int jobs = 1;
  cc_status status = cc_asked_out(arguments);
  status = status == CC_OK ? cc_asked_jobs(arguments, &jobs) : status;
  if (status == CC_OK) {
    status = cc_asks_for_draws(arguments, &draws);
  }
  if (status == CC_OK && draws) {
    status = prepare_draws(&d);
    cc_complain_of_memory(status);
  }
  if (status == CC_OK) {
    status = run_batch(&d, jobs);
  }
  free_draws(&d);
  return status;
}

static const cc_option options[] = {
    {"base", "ID", "the scenario to compare the others with", NULL, 0, 'b', true},
    {"out", "DIR", "where run folders and comparison.csv are written", NULL, 0, 'o', true},
    CC_OPTION_JOBS,
    CC_OPTION_DRAWS,
    CC_OPTIONS_OF_DRAWS,
    {"keep-going", NULL, "run the others when a scenario is wrong", NULL, 0, 'k', false},
    CC_OPTION_SET,
    CC_OPTION_STRICT,
    CC_OPTION_FORMAT,
    CC_OPTION_FAIL_ON,
    CC_OPTION_END,
};

const cc_command cc_command_batch = {
    .name = "batch",
    .operands = "DIR|FILE...",
    .summary = "run many scenarios and compare them with one",
    .details =
        "A folder stands for the *.yaml in it. All scenarios are checked before any is run, and\n"
        "nothing is run when one is wrong; with --keep-going the others are, and the exit code\n"
        "is 6. DIR/<id>/ holds each run, DIR/comparison.csv every figure beside the base's;\n"
        "DIR/manifest.json comes last and says of which batch they are.\n"
        "With --draws (see simulate) the comparison is of what is likely, and of differences\n"
        "draw by draw; folders also hold simulation.csv and probabilities.csv, and\n"
        "DIR/comparison_ranges.csv has every range.",
    .example = "carecast batch scenarios/birmingham-2020 --base base -o out\n"
               "  carecast batch scenarios/birmingham-2020 --base base -o out --draws 1000",
    .least_operands = 1,
    .most_operands = 1 << 20,
    .options = options,
    .run = run_command,
};
