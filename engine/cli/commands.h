/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_COMMANDS_H
#define CC_CLI_COMMANDS_H

#include "cli/options.h"
#include "report/format.h"

/* One file per command. */
extern const cc_command cc_command_check;
extern const cc_command cc_command_run;
extern const cc_command cc_command_batch;
extern const cc_command cc_command_compare;
extern const cc_command cc_command_reckon;
extern const cc_command cc_command_reconcile;
extern const cc_command cc_command_explain;
extern const cc_command cc_command_schema;
extern const cc_command cc_command_simulate;
extern const cc_command cc_command_solve;
extern const cc_command cc_command_sensitivity;
extern const cc_command cc_command_sweep;

/* Options that several commands share. */
#define CC_OPTION_FORMAT                                                                           \
  {                                                                                                \
    "format", "FORMAT", "table (as without it), csv, json or markdown", cc_format_names,           \
        CC_FORMAT_COUNT, 0, false                                                                  \
  }
#define CC_OPTION_SET                                                                              \
  { "set", "PATH=VALUE", "lay a figure over the scenario's; may be given again", NULL, 0, 0, false }
#define CC_OPTION_STRICT                                                                           \
  { "strict", NULL, "take warnings for errors", NULL, 0, 0, false }
#define CC_OPTION_END                                                                              \
  { NULL, NULL, NULL, NULL, 0, 0, false }

#endif
