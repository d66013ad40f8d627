/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast simulate: scenarios drawn many times, and what is likely of each; of several, also what
 * is likely of their differences from a base, draw by draw. */
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/simulated.h"

static cc_status run_command(const cc_arguments *arguments) {
  cc_simulated simulated;
  cc_status status = cc_simulated_make(arguments, &simulated);
  if (status == CC_OK) {
    status = cc_output_tables(arguments, simulated.tables, simulated.count);
  }
  cc_simulated_free(&simulated);
  return status;
}

static const cc_option options[] = {
    {"draws", "N", "how many draws (10000 without it)", NULL, 0, 'n', false},
    CC_OPTIONS_OF_DRAWS,
    CC_OPTION_JOBS,
    {"measure", "NAME", "one more annual measure; may be given again", NULL, 0, 0, false},
    {"base", "ID", "the scenario to compare the others with", NULL, 0, 'b', false},
    CC_OPTION_SET,
    CC_OPTION_STRICT,
    CC_OPTION_FORMAT,
    CC_OPTION_END,
};

const cc_command cc_command_simulate = {
    .name = "simulate",
    .operands = "DIR|FILE...",
    .summary = "draw scenarios many times: what range is likely",
    .details =
        "Each draw takes other values from the scenario's uncertainties, and other children come\n"
        "and go. Printed are quantiles, how much is due to chance, how likely a cap is passed or\n"
        "the contract sum insufficient, and what contingency is enough with 80% probability. The\n"
        "same seed gives the same figures for any --jobs; scenarios share their chances, so that\n"
        "differences are known better than either. The children of every draw are followed one by\n"
        "one; `--process none` leaves that chance out and takes a tenth of the time.",
    .example = "carecast simulate scenarios/birmingham-2020/base.yaml --draws 10000 --seed 7\n"
               "  carecast simulate scenarios/birmingham-2020 --base base --draws 2000",
    .least_operands = 1,
    .most_operands = 1 << 20,
    .options = options,
    .run = run_command,
};
