/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_RUN_CSV_H
#define CC_BATCH_RUN_CSV_H

#include "analysis/run.h"
#include "base/text.h"

/* The tables of a run folder, each with its header line, as run_folder.h describes them. Appended
 * to `out`; a failed allocation shows in out->failed. */
void cc_results_csv(const cc_run *run, cc_text *out);
void cc_contract_csv(const cc_run *run, cc_text *out);
void cc_checks_csv(const cc_run *run, cc_text *out);

#endif
