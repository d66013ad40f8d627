/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_SETTING_H
#define CC_SCENARIO_SETTING_H

#include "scenario/yaml_tree.h"

/* Reads the setting `text`, PATH=VALUE, as the tree of an overlay that says just that; positions
 * point into the text, whose name is "--set <number>". *root stays NULL, with findings, when it
 * cannot be read; otherwise *depth is the number of the path's segments. The text is copied.
 * CC_NO_MEMORY. */
cc_status cc_setting_read(const char *text, int number, cc_arena *arena, cc_diagnostics *findings,
                          const cc_node **root, int *depth);

/* Whether the setting can be laid over the scenario `base`, a mapping: a figure or word must be of
 * something that is there, as a misspelt name would change nothing without a word. A finding when
 * it cannot. CC_NO_MEMORY. */
cc_status cc_setting_check(const cc_node *base, const cc_node *over, int depth, cc_arena *arena,
                           cc_diagnostics *findings, bool *fits);

#endif
