/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the plan's enumerations, as scenarios write them and as rows are named; and what can
 * be said of a plan by looking at it. */
#include "model/plan.h"

const char *const cc_destination_names[CC_DESTINATIONS] = {
    [CC_RETURN_HOME] = "return_home",
    [CC_ADOPTION] = "adoption",
    [CC_SPECIAL_GUARDIANSHIP] = "special_guardianship",
    [CC_INDEPENDENCE] = "independence",
    [CC_OTHER_EXIT] = "other",
};

const char *const cc_subjective_names[CC_SUBJECTIVE_COUNT] = {
    [CC_EMPLOYEES] = "employees",
    [CC_PREMISES] = "premises",
    [CC_TRANSPORT] = "transport",
    [CC_SUPPLIES_AND_SERVICES] = "supplies_and_services",
    [CC_THIRD_PARTY_PAYMENTS] = "third_party_payments",
    [CC_TRANSFER_PAYMENTS] = "transfer_payments",
};

bool cc_index_is_followed(const cc_plan *plan, int index) {
  bool followed = plan->deflator == index;
  for (int i = 0; i < plan->n_parameters; i++) {
    followed = followed || plan->parameters[i].index == index;
  }
  for (int i = 0; i < plan->contract.n_base_indexes; i++) {
    followed = followed || plan->contract.base_indexes[i].index == index;
  }
  return followed;
}
