/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which copy of the model a projection alone is made by. All are compiled of the same sources with
 * one lane, so that they agree in what is in a workspace and in results, and add and multiply in
 * the same order. What they fuse is fused alike (numeric/row_product.c): those for sets that can
 * agree to the last bit, and with the one for any machine to 1e-12. */
#include "model/project.h"

#include "model/identities.h"

typedef cc_status project(const cc_plan *plan, const double *vector, int steps,
                          cc_workspace *workspace, cc_results *results);
typedef void check(const cc_plan *plan, cc_results *results);

#if defined(__x86_64__)
project cc_project_variants_one_avx2, cc_project_variants_one_avx512;
check cc_identities_check_one_avx2, cc_identities_check_one_avx512;
#endif

static const struct {
  project *project;
  check *check;
} copies[CC_INSTRUCTION_SETS] = {
    [CC_ANY_MACHINE] = {cc_project_variants, cc_identities_check},
#if defined(__x86_64__)
    [CC_AVX2] = {cc_project_variants_one_avx2, cc_identities_check_one_avx2},
    [CC_AVX512] = {cc_project_variants_one_avx512, cc_identities_check_one_avx512},
#endif
};

cc_status cc_project_with(cc_instruction_set set, const cc_plan *plan, const double *vector,
                          int steps, cc_workspace *workspace, cc_results *results) {
  cc_status status = copies[set].project(plan, vector, steps, workspace, results);
  if (status == CC_OK) {
    copies[set].check(plan, results);
  }
  return status;
}

cc_status cc_project(const cc_plan *plan, const double *vector, int steps, cc_workspace *workspace,
                     cc_results *results) {
  return cc_project_with(cc_best_instruction_set(), plan, vector, steps, workspace, results);
}
