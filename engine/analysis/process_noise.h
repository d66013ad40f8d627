/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_PROCESS_NOISE_H
#define CC_ANALYSIS_PROCESS_NOISE_H

#include <stdint.h>

#include "model/process_variance.h"
#include "scenario/scenario.h"

/* How much chance alone moves a scenario's figures when all parameters have their central values:
 * which children come and go is random, and this is the standard deviation that comes of it. */
typedef struct {
  cc_process_form form; /* CC_MICROSIMULATION where a limit is met or near */
  int n_closed;         /* rows of children and care leavers: spread in closed form, and exact */
  int n_simulated;      /* other rows: from CC_NOISE_HISTORIES simulated histories, to 3.5% */
  double *annual;       /* [n_rows * n_years], each in its row's unit */
  double *children;     /* [n_months]: all children in care at the month's end */
} cc_process_noise;

enum { CC_NOISE_HISTORIES = 400 };

/* Works it out for some annual rows (CC_ABSENT: 0). The closed form where it holds; histories where
 * a limit is met or near, and for rows that are no sum over children (the contract sum and the
 * gap). CC_NO_MEMORY, CC_NUMERIC. A zeroed one is empty and may be freed. */
cc_status cc_process_noise_make(const cc_scenario *scenario, int n_rows, const int *rows,
                                uint64_t seed, cc_process_noise *noise);
void cc_process_noise_free(cc_process_noise *noise);

/* Whether a cap or a capacity is met or near at the central values: CC_MICROSIMULATION. */
cc_status cc_process_form_of(const cc_scenario *scenario, cc_process_form *form);

#endif
