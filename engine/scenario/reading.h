/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_READING_H
#define CC_SCENARIO_READING_H

#include "scenario/doubt.h"
#include "scenario/schema.h"
#include "scenario/yaml_tree.h"

/* What the reading of one quantity carries along: quantity.c reads its forms, doubt.c its
 * distributions. Nothing here is public. */
typedef struct {
  const cc_schema *schema;
  const char *path;
  cc_arena *arena;
  cc_diagnostics *findings;
  bool ok;        /* nothing wrong so far */
  bool no_memory; /* an allocation failed: nothing read is of use */
} cc_reading;

/* Adds a finding at a node. `help` may be NULL. */
__attribute__((format(printf, 5, 6))) void cc_reading_fault(cc_reading *r, const cc_node *at,
                                                            cc_code code, const char *help,
                                                            const char *format, ...);

/* Reads a scalar as a number in a unit and a range. False, with a finding, when it is none. */
bool cc_reading_number(cc_reading *r, const cc_node *node, cc_unit unit, double low, double high,
                       double *value);

/* A distribution as the value itself, {triangular: [12, 15.7, 20]}: its central value (the mode; of
 * a uniform one the mean) and the distribution. */
bool cc_doubt_as_value(cc_reading *r, const cc_entry *entry, double *central,
                       const cc_doubt **doubt);

/* What `uncertainty` says: {lognormal: {cv: 8%}} around a central value, which is NAN when that is
 * not known because it was wrong. `relative`: of a factor on several values, central value 1.
 * NULL, with a finding, when it says nothing usable. */
const cc_doubt *cc_doubt_around(cc_reading *r, const cc_node *node, double central, bool relative);

#endif
