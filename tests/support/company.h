/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_TESTS_COMPANY_H
#define CC_TESTS_COMPANY_H

#include "model/wide.h"

/* Eight parameter vectors of a plan, each projected alone, and all of them together, by every copy
 * of the model that this machine can run. A copy keeps its memory for as long as the company lasts.
 *
 *   cc_company c;
 *   cc_company_open(&plan, central, &c);           eight copies of the central vector
 *   c.vectors[3][17] = 0.0;                        ... made different
 *   cc_company_project_alone(&c);
 *   cc_company_assert_together(&c, cc_as_they_come);
 *   cc_company_close(&c);
 *
 * Every function fails the running test when something does not fit. */
typedef struct {
  const cc_plan *plan;
  double *vectors[CC_WIDE];
  cc_workspace *workspace;
  int n_sets; /* of instructions that this machine runs */
  cc_results *alone[CC_INSTRUCTION_SETS][CC_WIDE];
  cc_wide *wides[CC_INSTRUCTION_SETS];
  cc_results *spare;
} cc_company;

void cc_company_open(const cc_plan *plan, const double *central, cc_company *c);
void cc_company_close(cc_company *c);

/* The vectors as they are now. */
void cc_company_project_alone(cc_company *c);

/* Projects vector order[lane] in each lane, by every copy. Fails unless all annual and monthly rows
 * are those of the vector alone, to the last bit: a zero's sign included. */
void cc_company_assert_together(const cc_company *c, const int order[CC_WIDE]);
extern const int cc_as_they_come[CC_WIDE];

#endif
