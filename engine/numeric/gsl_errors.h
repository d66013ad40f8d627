/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_GSL_ERRORS_H
#define CC_NUMERIC_GSL_ERRORS_H

/* Makes GSL return its errors, out of memory among them, instead of ending the process. It is a
 * setting of the whole process, so the program makes it once, at its start, and the library never
 * does on its own. */
void cc_gsl_errors_return(void);

#endif
