/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_PROCESS_VARIANCE_H
#define CC_MODEL_PROCESS_VARIANCE_H

#include "model/linear_measure.h"
#include "model/projection.h"

/* Process noise in closed form: given the rates, which children come and go is random, and this is
 * the variance of any linear measure that comes of it. Exact where no cap and no capacity turns a
 * child aside; where one may, children are no longer independent and it takes the microsimulation
 * (microsimulation.h). */

/* How process noise is found: says which one ran. */
typedef enum { CC_CLOSED_FORM, CC_MICROSIMULATION } cc_process_form;
extern const char *const cc_process_form_names[2]; /* "closed form", "microsimulation" */

/* Whether a cap or a capacity turned any child aside in a projection by cohorts. */
bool cc_limits_bind(const cc_plan *plan, const cc_results *results);

/* The form that the vector of the workspace's last projection calls for, from that projection's
 * results: the closed form unless a cap that holds or a capacity is met, or comes so near to the
 * expected number of children (four standard deviations) that chance alone may meet it. */
cc_process_form cc_process_form_for(const cc_plan *plan, const cc_workspace *workspace,
                                    const cc_results *results);

/* What the closed form writes on; created once for a plan, used by one thread at a time. */
typedef struct cc_process cc_process;
cc_status cc_process_create(const cc_plan *plan, cc_process **process);
void cc_process_free(cc_process *process);

/* Takes the opening stocks and the entries of the workspace's last projection. To be called again
 * after each projection. Allocates nothing. CC_NUMERIC when the opening cannot be fitted. */
cc_status cc_process_open(const cc_plan *plan, cc_workspace *workspace, cc_process *process);

typedef struct {
  double mean;             /* as the projection by cohorts has it, worked out another way */
  double opening_variance; /* of the children and care leavers there at the start */
  double entry_variance;   /* of those who come */
} cc_moments;

/* Mean and variance of a measure. The covariance of two measures is a quarter of the variance of
 * their sum less that of their difference. Allocates nothing. */
cc_moments cc_process_moments(const cc_plan *plan, const cc_linear_measure *measure,
                              cc_process *process);

/* The same for an annual row, summed over plan years first_year .. last_year. Returns false when
 * the row is not a sum over children (linear_measure.h). */
bool cc_process_row(const cc_plan *plan, int row, int first_year, int last_year,
                    cc_process *process, cc_moments *moments);

#endif
