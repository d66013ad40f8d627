/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fixture that is never compiled: a public header uses no room; line 3 is wrong. */
#include "base/arena.h"
#include "carecast/status.h"
