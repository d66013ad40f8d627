/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CARECAST_RUN_H
#define CARECAST_RUN_H

#include "carecast/scenario.h"

/* A scenario projected at its central values, for programs that embed the library. The scenario
 * must outlive the projection. */
typedef struct cc_projection cc_projection;

/* CC_NO_MEMORY, CC_NUMERIC. Nothing is allocated through GSL, whose own handler of errors would end
 * the process. A program that wants whatever GSL may find returned, too, calls
 * gsl_set_error_handler_off() at its start, as `carecast` does; the library never sets what belongs
 * to the whole process. */
cc_status cc_projection_create(const cc_scenario *scenario, cc_projection **projection);
void cc_projection_free(cc_projection *projection);

/* An annual measure by name and financial year: cc_projection_measure(p, "children_in_care.total",
 * "2024/25", &value). `carecast explain FILE --measure list` lists the names and their units.
 * CC_USAGE when the scenario has no such measure or year. */
cc_status cc_projection_measure(const cc_projection *projection, const char *measure,
                                const char *financial_year, double *value);

#endif
