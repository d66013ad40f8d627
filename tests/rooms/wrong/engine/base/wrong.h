/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fixture that is never compiled: lines 3 and 4 are wrong. */
#include <jansson.h>
#include <model/population.h>
#include <sha2.h>
