/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/gsl_errors.h"

#include <gsl/gsl_errno.h>

void cc_gsl_errors_return(void) {
  gsl_set_error_handler_off();
}
