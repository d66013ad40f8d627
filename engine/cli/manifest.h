/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_MANIFEST_H
#define CC_CLI_MANIFEST_H

#include "scenario/scenario.h"

/* Whether a run folder's manifest.json (its text) is one of this scenario's runs, and every file
 * that it lists is there and of its size. CC_OK; CC_IO or CC_NO_MEMORY when not, which has been
 * said on standard error. */
cc_status cc_manifest_verify(const char *folder, const char *text, const cc_scenario *scenario);

#endif
