/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of the plan's enumerations, as scenarios write them and as rows are named. */
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
