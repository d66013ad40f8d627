/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the manifest says of the command that wrote a run folder. */
#include "cli/origin.h"

#include <stdlib.h>
#include <time.h>

cc_origin cc_make_origin(const cc_arguments *arguments, char created[CC_CREATED_TEXT]) {
  const char *epoch = getenv("SOURCE_DATE_EPOCH");
  char *end = NULL;
  long long seconds = epoch != NULL ? strtoll(epoch, &end, 10) : 0;
  time_t now = epoch != NULL && *epoch != '\0' && *end == '\0' ? (time_t)seconds : time(NULL);
  struct tm utc;
  if (gmtime_r(&now, &utc) == NULL ||
      strftime(created, CC_CREATED_TEXT, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0) {
    created[0] = '\0';
  }
  cc_origin origin = {
      .out = cc_argument(arguments, "out"), .command = arguments->command_line, .created = created};
  origin.settings = cc_argument_all(arguments, "set", &origin.n_settings);
  return origin;
}
