/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast run: one scenario, all its tables; with --out also its run folder; with draws what is
 * likely, in both. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "batch/threshold.h"
#include "cli/commands.h"
#include "cli/load.h"
#include "cli/origin.h"
#include "cli/output.h"
#include "cli/run_tables.h"
#include "cli/simulated.h"

/* Signals must be held back. Without ranges the folder has none. */
static cc_status write_folder(const cc_arguments *arguments, const cc_run *run,
                              const cc_ranges *ranges) {
  char created[CC_CREATED_TEXT];
  cc_run_writer writer = {0};
  if (cc_argument(arguments, "out") == NULL) {
    return CC_OK;
  }
  const cc_origin origin = cc_make_origin(arguments, created);
  cc_status status = ranges != NULL ? cc_run_folder_write_simulated(&writer, &origin, run, ranges)
                                    : cc_run_folder_write(&writer, &origin, run);
  int error = errno;
  if (status == CC_IO) {
    cc_complain("cannot write %s: %s", writer.path.data, cc_file_words(error));
  } else if (status == CC_INVALID) {
    cc_complain("the id `%s` cannot name a folder", run->scenario->id);
  } else if (status != CC_OK) {
    cc_complain("%s", cc_status_words(status));
  }
  cc_run_writer_free(&writer);
  return status;
}

/* What the draws are for. */
typedef struct {
  const cc_arguments *arguments;
  const cc_run *run;
} task;

static cc_status take_ranges(void *context, const cc_ranges *ranges) {
  const task *t = context;
  return write_folder(t->arguments, t->run, ranges);
}

/* Writes the run folder that is asked for, with draws or without. */
static cc_status draw_and_write(const cc_arguments *arguments, const cc_run *run, bool draws,
                                cc_simulated *simulated) {
  task t = {arguments, run};
  if (draws) {
    const cc_simulated_taker taker = {&t, take_ranges};
    return cc_simulated_of(arguments, run->scenario, &taker, simulated);
  }
  cc_interrupt interrupt;
  cc_interrupt_hold(&interrupt);
  cc_status status = write_folder(arguments, run, NULL);
  return cc_interrupt_release(&interrupt) ? CC_INTERRUPTED : status;
}

/* One line for a reader: that all identities hold, or which do not. */
static cc_status print_checks(const cc_run *run) {
  cc_identity identities[CC_MAX_IDENTITIES];
  cc_text out = {0};
  int count = cc_run_identities(run, identities), held = 0;
  for (int i = 0; i < count; i++) {
    held += identities[i].holds != 0;
    if (!identities[i].holds) {
      cc_text_print(&out, "\nCheck failed: %s, off by %g %s", identities[i].name,
                    identities[i].difference, identities[i].unit);
    }
  }
  cc_text_print(&out,
                held == count ? "\nChecks: all %d identities hold.\n"
                              : "\nChecks: %d of %d identities hold.\n",
                held, count);
  cc_status status = cc_output(&out);
  cc_text_free(&out);
  return status;
}

/* The tables of the run, and after them those of its draws. */
static cc_status output_all(const cc_arguments *arguments, const cc_run_tables *tables,
                            const cc_simulated *simulated) {
  size_t count = (size_t)tables->count + (size_t)simulated->count;
  cc_table *all = calloc(count + 1, sizeof *all);
  if (all == NULL) {
    return CC_NO_MEMORY;
  }
  memcpy(all, tables->items, (size_t)tables->count * sizeof *all);
  for (int i = 0; i < simulated->count; i++) {
    all[tables->count + i] = simulated->tables[i];
  }
  cc_status status = cc_output_tables(arguments, all, (int)count);
  free(all);
  return status;
}

static cc_status print_run(const cc_arguments *arguments, const cc_run *run,
                           const cc_simulated *simulated, const char *prices) {
  cc_run_tables tables = {.ranges_follow = simulated->count > 0, .prices = prices};
  bool for_reading = cc_asked_format(arguments) == CC_FORMAT_TABLE;
  cc_run_tables_add(&tables, run);
  if (!for_reading) {
    cc_run_tables_add_checks(&tables, run);
  }
  cc_status status = output_all(arguments, &tables, simulated);
  if (status == CC_OK && for_reading) {
    status = print_checks(run);
  }
  cc_run_tables_free(&tables);
  return status;
}

/* A run whose own identities fail is a fault of the engine and must not pass for a result. */
static cc_status judge(const cc_arguments *arguments, const cc_run *run) {
  cc_identity identities[CC_MAX_IDENTITIES];
  int count = cc_run_identities(run, identities);
  for (int i = 0; i < count; i++) {
    if (!identities[i].holds) {
      cc_complain("an identity does not hold: %s", identities[i].name);
      return CC_INTERNAL;
    }
  }
  unsigned breaches = cc_run_breaches(run) & cc_asked_breaches(arguments);
  if (breaches & CC_BREACH_CAP) {
    cc_complain("%s: children in care pass a cap", run->scenario->id);
  }
  if (breaches & CC_BREACH_GAP) {
    cc_complain("%s: the contract has a funding gap", run->scenario->id);
  }
  return breaches != 0 ? CC_BREACH : CC_OK;
}

/* Prices are brought to the first year's when the folder, which stays nominal, is written. */
static cc_status print_and_judge(const cc_arguments *arguments, cc_run *run,
                                 const cc_simulated *simulated) {
  cc_text text = {0};
  const char *prices = NULL;
  cc_status status = cc_make_real(arguments, run, &text, &prices);
  if (status == CC_OK) {
    status = print_run(arguments, run, simulated, prices);
    cc_complain_of_memory(status);
  }
  cc_text_free(&text);
  return status == CC_OK ? judge(arguments, run) : status;
}

static cc_status run_command(const cc_arguments *arguments) {
  cc_loaded loaded = {0};
  cc_simulated simulated = {0};
  bool draws = false;
  cc_status status = cc_asked_out(arguments);
  if (status == CC_OK) {
    status = cc_asks_for_draws(arguments, &draws);
  }
  if (status == CC_OK && draws && cc_argument(arguments, "real") != NULL) {
    cc_complain("--real is of the central values: leave --draws out");
    status = CC_USAGE;
  }
  if (status == CC_OK) {
    status = cc_load_and_run(arguments, arguments->operands[0], &loaded);
  }
  if (status == CC_OK) {
    status = draw_and_write(arguments, &loaded.run, draws, &simulated);
  }
  if (status == CC_OK) {
    status = print_and_judge(arguments, &loaded.run, &simulated);
  }
  cc_simulated_free(&simulated);
  cc_loaded_free(&loaded);
  return status;
}

static const cc_option options[] = {
    {"out", "DIR", "also write the run folder DIR/<id>/", NULL, 0, 'o', false},
    CC_OPTION_DRAWS,
    CC_OPTIONS_OF_DRAWS,
    CC_OPTION_JOBS,
    {"measure", "NAME", "one more annual measure of the draws; may be given again", NULL, 0, 0,
     false},
    CC_OPTION_REAL,
    CC_OPTION_SET,
    CC_OPTION_STRICT,
    CC_OPTION_FORMAT,
    CC_OPTION_FAIL_ON,
    CC_OPTION_END,
};

const cc_command cc_command_run = {
    .name = "run",
    .operands = "FILE",
    .summary = "project one scenario and print its tables",
    .details =
        "Children in care by year, placement, age and flow; what they cost; the contract sum in\n"
        "the shape of the council's papers; bids to invest to save; caps; capital apart. With\n"
        "--draws also what is likely (see simulate), and in the run folder simulation.csv, with\n"
        "every annual measure, and probabilities.csv. With --real what is printed of money is at\n"
        "the first year's prices; the run folder stays nominal.",
    .example = "carecast run scenarios/birmingham-2020/base.yaml\n"
               "  carecast run base.yaml --set 'children_in_care.entries.per_10k.16-17=18' -o out",
    .least_operands = 1,
    .most_operands = 1,
    .options = options,
    .run = run_command,
};
