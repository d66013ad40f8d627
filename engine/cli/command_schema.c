/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast schema: the JSON Schema of scenario files, for editors that complete and check YAML. */
#include "cli/commands.h"
#include "cli/output.h"
#include "scenario/json_schema.h"

static cc_status run_command(const cc_arguments *arguments) {
  cc_text out = {0};
  (void)arguments;
  cc_status status = cc_json_schema(&out);
  if (status == CC_OK) {
    status = cc_output(&out);
  } else {
    cc_complain("%s", cc_status_words(status));
  }
  cc_text_free(&out);
  return status;
}

static const cc_option options[] = {CC_OPTION_END};

const cc_command cc_command_schema = {
    .name = "schema",
    .operands = "",
    .summary = "print the JSON Schema of scenario files, for editors",
    .details = "",
    .example = "carecast schema > carecast.schema.json",
    .least_operands = 0,
    .most_operands = 0,
    .options = options,
    .run = run_command,
};
