/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CARECAST_CARECAST_H
#define CARECAST_CARECAST_H

/* Everything that a program needs to load a scenario, project it and read its measures. Pointers
 * must point to something, unless a function says otherwise; only what is freed may be NULL. */
#include "carecast/diagnostic.h"
#include "carecast/run.h"
#include "carecast/scenario.h"
#include "carecast/status.h"
#include "carecast/version.h"

#endif
