/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_RUN_FOLDER_H
#define CC_BATCH_RUN_FOLDER_H

#include "analysis/run.h"
#include "base/text.h"
#include "batch/simulation_csv.h"

/* A run folder <out>/<id>/ holds all that a run says and all that it takes to run it again:
 *
 *   resolved.yaml   the whole scenario; loads again to the same numbers
 *   results.csv     every monthly figure, one a line:
 *                   scenario,financial_year,month,placement,measure,unit,value
 *                   Rows that are zero in every month are left out; there are no totals, so a sum
 *                   over placements is the total. Stocks are of the month's end; those
 *                   that the scenario opens with are of the month before the first.
 *   contract.csv    every yearly amount of money, one a line:
 *                   scenario,financial_year,account,line,title,kind,unit,value
 *                   with account `expenditure`, `contract` or `capital`, which are never to be
 * added up. Within one, those of kind `line` add up to expenditure.total, the contract's total
 * budget or capital.total; the others (`sub-total`, `memo`) stand beside. checks.csv      the
 * identities that must hold and what became of the caps:
 *                   scenario,kind,check,measure,unit,value,limit,first_month,result
 *   manifest.json   what was run, with which carecast and from which files (SHA-256), and the
 *                   size of the files above; written last, so a folder without it is not finished
 *
 * A run that was also simulated has besides, and in the manifest how it was drawn (`simulation`:
 * draws, seed, sampling method, form of process noise, figures in doubt):
 *
 *   simulation.csv     every annual measure, in every year and where it adds up in `all` together:
 *                      scenario,financial_year,measure,unit,central,mean,mean_error,sd,
 *                      parameter_sd,process_sd,p10,p10_error,p50,p50_error,p90,p90_error
 *                      (or other quantiles). `central` is at the central values; `error` is the
 *                      Monte Carlo standard error. Figures that are always zero are left out.
 *   probabilities.csv  scenario,financial_year,month,event,unit,value,error
 *                      with the events above_cap.<cap> by month, first_likely_breach.<cap> (empty:
 *                      never), contract_sum_insufficient and contingency_at_p80 by year
 *
 * All but the manifest's `created` is the same whenever, wherever and in however many threads the
 * scenario is run. */

/* Where and how the runs of one command are written. */
typedef struct {
  const char *out;     /* the folder of the run folders */
  const char *command; /* the command line, for the manifest */
  const char *created; /* the time, for the manifest: 2026-01-31T12:00:00Z */
  const char *const *settings;
  size_t n_settings;
} cc_origin;

/* The memory that writing needs, used again for the next run; one thread at a time. A zeroed
 * writer is empty and valid. After a failure `path` is the file that could not be written. */
typedef struct {
  cc_text path, text, manifest;
  int folder; /* while `held` */
  bool held;
} cc_run_writer;
void cc_run_writer_free(cc_run_writer *writer);

/* Whether an id can name a folder: not empty, no slash, no leading dot, no control character. */
int cc_run_id_is_usable(const char *id);

/* Writes the folder, making it and those above it. CC_IO (errno is kept), CC_NO_MEMORY, CC_INVALID
 * for an id that cannot name a folder. What an earlier simulation has left there is removed. */
cc_status cc_run_folder_write(cc_run_writer *writer, const cc_origin *origin, const cc_run *run);

/* The same with the tables of a simulation of the run's scenario. */
cc_status cc_run_folder_write_simulated(cc_run_writer *writer, const cc_origin *origin,
                                        const cc_run *run, const cc_ranges *ranges);

#endif
