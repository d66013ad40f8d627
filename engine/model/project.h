/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_PROJECT_H
#define CC_MODEL_PROJECT_H

#include "base/instruction_set.h"
#include "model/projection.h"

/* cc_project by the copy of the model for one of the sets that this machine runs. */
cc_status cc_project_with(cc_instruction_set set, const cc_plan *plan, const double *vector,
                          int steps, cc_workspace *workspace, cc_results *results);

#endif
