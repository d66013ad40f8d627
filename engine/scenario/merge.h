/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_MERGE_H
#define CC_SCENARIO_MERGE_H

#include "scenario/yaml_tree.h"

/* Lays one tree over another (both mappings) and makes a new one that shares whatever only one of
 * them says; the rules are in merge.c. A null that takes nothing away is a finding. CC_NO_MEMORY.
 */
cc_status cc_merge(const cc_node *base, const cc_node *over, cc_arena *arena,
                   cc_diagnostics *findings, const cc_node **merged);

/* The same for a scenario and the one it extends: `extends` of either and `id` of the base are left
 * out. */
cc_status cc_merge_extended(const cc_node *base, const cc_node *over, cc_arena *arena,
                            cc_diagnostics *findings, const cc_node **merged);

#endif
