/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fixture that is never compiled: nothing here is wrong. */
#include <yaml.h>

#include "base/text.h"
#include "model/plan.h"
