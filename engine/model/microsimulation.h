/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_MICROSIMULATION_H
#define CC_MODEL_MICROSIMULATION_H

#include <stdint.h>

#include "model/projection.h"

/* Children in care one by one: one random history of the process of which the cohorts are the
 * expectation. It reads what cc_children_in_care_run reads and fills what that fills, in whole
 * children and exact times, so that everything after it (placement cost, services, contract) runs
 * on it unchanged.
 *
 * Where neither a cap nor a capacity is near, the mean over histories is the projection by cohorts.
 * Where one is, it is not: a limit is met by chance before it is met on average, so that more
 * children are turned aside. */
typedef struct cc_microsimulation cc_microsimulation;

/* What it writes on; created once for a plan, used by one thread at a time. It makes itself room
 * for as many children as it meets, and keeps it. */
cc_status cc_microsimulation_create(const cc_plan *plan, cc_microsimulation **micro);
void cc_microsimulation_free(cc_microsimulation *micro);

/* Chooses the history that the next runs follow; the first is seed 0, draw 0. The same history in
 * another scenario has the same children meet the same chances. */
void cc_microsimulation_choose(cc_microsimulation *micro, uint64_t seed, uint32_t draw);

/* Has every projection on this workspace simulated (each of its variants in the same history), or,
 * with NULL, worked out by cohorts again. A simulated one may also fail with CC_NO_MEMORY,
 * and where it has very many children, with CC_INTERRUPTED (base/interrupt.h). */
void cc_workspace_simulate(cc_workspace *workspace, cc_microsimulation *micro);

#endif
