/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The public face of a run: see carecast/run.h. */
#include <stdlib.h>

#include "analysis/run.h"
#include "base/calendar.h"
#include "carecast/run.h"

struct cc_projection {
  cc_run run;
};

cc_status cc_projection_create(const cc_scenario *scenario, cc_projection **projection) {
  cc_projection *made = calloc(1, sizeof *made);
  if (made == NULL) {
    return CC_NO_MEMORY;
  }
  cc_status status = cc_run_start(scenario, &made->run);
  if (status != CC_OK) {
    free(made);
    return status;
  }
  *projection = made;
  return CC_OK;
}

void cc_projection_free(cc_projection *projection) {
  if (projection != NULL) {
    cc_run_free(&projection->run);
    free(projection);
  }
}

cc_status cc_projection_measure(const cc_projection *projection, const char *measure,
                                const char *financial_year, double *value) {
  int year = 0;
  if (!cc_parse_financial_year(financial_year, &year)) {
    return CC_USAGE;
  }
  year -= projection->run.plan->first_year;
  return cc_run_measure(&projection->run, measure, year, value) ? CC_OK : CC_USAGE;
}
