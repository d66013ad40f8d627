/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast batch: a folder of scenarios, each run into a folder of its own, and all compared with
 * one of them. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "batch/runner.h"
#include "cli/commands.h"
#include "cli/comparison_tables.h"
#include "cli/load.h"
#include "cli/origin.h"
#include "cli/output.h"

enum { MOST_JOBS = 256, COLUMNS_SHOWN = 40 };
#define QUIET_SECONDS 1.0 /* a shorter batch shows no progress */
#define SECONDS_BETWEEN 0.1

/* What the listener remembers. */
typedef struct {
  struct timespec begun, shown;
  bool on_terminal, line_open;
} progress;

static double seconds_since(const struct timespec *then) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)(now.tv_sec - then->tv_sec) + 1e-9 * (double)(now.tv_nsec - then->tv_nsec);
}

/* Takes the progress line away, so that a message stands on its own. */
static void close_line(progress *p) {
  if (p->line_open) {
    fputs("\r\033[K", stderr);
    p->line_open = false;
  }
}

static void on_findings(void *context, const cc_diagnostics *findings) {
  close_line(context);
  cc_output_findings(findings);
}

static void on_message(void *context, const char *line) {
  close_line(context);
  cc_complain("%s", line);
}

static void on_progress(void *context, int done, int total) {
  progress *p = context;
  if (!p->on_terminal || seconds_since(&p->begun) < QUIET_SECONDS) {
    return;
  }
  if (done == total) {
    close_line(p);
  } else if (seconds_since(&p->shown) >= SECONDS_BETWEEN) {
    fprintf(stderr, "\r%d of %d scenarios", done, total);
    fflush(stderr);
    clock_gettime(CLOCK_MONOTONIC, &p->shown);
    p->line_open = true;
  }
}

/* --jobs, or one for each processor; 0 when it is not a number from 1 to MOST_JOBS. */
static int asked_jobs(const cc_arguments *arguments) {
  const char *text = cc_argument(arguments, "jobs");
  char *end = NULL;
  long jobs = text != NULL ? strtol(text, &end, 10) : sysconf(_SC_NPROCESSORS_ONLN);
  if (text != NULL && (end == text || *end != '\0' || jobs < 1 || jobs > MOST_JOBS)) {
    return 0;
  }
  return jobs < 1 ? 1 : jobs > MOST_JOBS ? MOST_JOBS : (int)jobs;
}

/* Whether there is something to compare: every scenario was run, or all that could be. */
static bool is_complete(cc_status status) {
  return status == CC_OK || status == CC_PARTLY_FAILED || status == CC_BREACH;
}

static cc_status run_command(const cc_arguments *arguments) {
  char created[CC_CREATED_TEXT];
  progress shown = {.on_terminal = cc_errors_on_terminal()};
  cc_batch_outcome outcome;
  cc_batch_request request = {
      .paths = arguments->operands,
      .n_paths = arguments->n_operands,
      .base = cc_argument(arguments, "base"),
      .origin = cc_make_origin(arguments, created),
      .jobs = asked_jobs(arguments),
      .keep_going = cc_argument(arguments, "keep-going") != NULL,
      .fail_on = cc_asked_breaches(arguments),
      .most_columns = COLUMNS_SHOWN,
      .listener = {&shown, on_findings, on_message, on_progress},
  };
  if (request.jobs == 0) {
    cc_complain("--jobs takes a number from 1 to %d, not `%s`", MOST_JOBS,
                cc_argument(arguments, "jobs"));
    return CC_USAGE;
  }
  clock_gettime(CLOCK_MONOTONIC, &shown.begun);
  cc_status status = cc_batch_run(&request, &outcome);
  close_line(&shown);
  if (is_complete(status)) {
    cc_status printed = cc_print_comparison(arguments, &outcome.comparison, outcome.columns,
                                            outcome.n_columns, outcome.n_run);
    status = printed != CC_OK ? printed : status;
  } else if (status == CC_NO_MEMORY) {
    cc_complain("%s", cc_status_words(status));
  }
  cc_batch_outcome_free(&outcome);
  return status;
}

static const cc_option options[] = {
    {"base", "ID", "the scenario to compare the others with", NULL, 0, 'b', true},
    {"out", "DIR", "where run folders and comparison.csv are written", NULL, 0, 'o', true},
    {"jobs", "N", "threads (one for each processor without it)", NULL, 0, 'j', false},
    {"keep-going", NULL, "run the others when a scenario is wrong", NULL, 0, 'k', false},
    CC_OPTION_SET,
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
        "is 6. DIR/<id>/ holds each run, DIR/comparison.csv every figure beside the base's.",
    .example = "carecast batch scenarios/birmingham-2020 --base base -o out",
    .least_operands = 1,
    .most_operands = 1 << 20,
    .options = options,
    .run = run_command,
};
