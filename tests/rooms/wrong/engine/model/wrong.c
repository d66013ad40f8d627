/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fixture that is never compiled: lines 3, 7, 8 and 10 are the wrong ones. */
#include "../base/text.h"
#include "carecast/status.h"
#include "model/right.h"
#include "numeric/right.h"
#include "scenario/tree.h"
#include <gsl/gsl_math.h>
#include <stdio.h>
#include <yaml.h>
