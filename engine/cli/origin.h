/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_ORIGIN_H
#define CC_CLI_ORIGIN_H

#include "batch/run_folder.h"
#include "cli/options.h"

#define CC_CREATED_TEXT 32

/* Where this command writes runs: the folder of --out, this command line, its --set and the time
 * now (or that of SOURCE_DATE_EPOCH, for builds that must come out the same). */
cc_origin cc_make_origin(const cc_arguments *arguments, char created[CC_CREATED_TEXT]);

#endif
