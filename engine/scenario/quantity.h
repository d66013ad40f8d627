/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_QUANTITY_H
#define CC_SCENARIO_QUANTITY_H

#include "scenario/doubt.h"
#include "scenario/number.h"
#include "scenario/yaml_tree.h"

/* A number as written, with everything that may hang on it. Money is in pounds, shares and growth
 * are fractions: all unit conversions happen here, once. */
typedef enum { CC_Q_CONSTANT, CC_Q_STEPS, CC_Q_MID_YEARS } cc_quantity_form;

typedef struct {
  cc_quantity_form form;
  int n_knots;
  const int *months;    /* CC_Q_CONSTANT: none; else absolute months (calendar.h), ascending, the
                           first CC_BEFORE where `before` is written */
  const double *values; /* central values, one for each knot */
  const cc_doubt *const *doubts; /* for each knot, NULL where certain; or NULL for none at all */
  const cc_doubt *factor;        /* doubt common to all knots, as a factor around 1, or NULL */
  const cc_node *growth;         /* its node, itself a quantity, or NULL */
  const char *index;             /* name under `indexes`, or NULL */
  cc_position index_at;
  const char *source, *basis, *note; /* own, not inherited; NULL where not written */
  cc_position source_at;
  const cc_node *const *years; /* for each knot what stands behind its key; NULL for a constant */
} cc_quantity;

/* The month of `before`: the start of the projection, and always before the first year. */
enum { CC_BEFORE = -1 };

/* Whether a node says that something is not there: `index: none`. */
bool cc_says_none(const cc_node *node);

/* What a key says within a quantity. */
typedef enum {
  CC_K_OTHER,
  CC_K_VALUE,
  CC_K_YEAR,         /* 2020/21 */
  CC_K_MID_YEAR,     /* mid-2019 */
  CC_K_BEFORE,       /* before: what holds before the first year */
  CC_K_DISTRIBUTION, /* triangular, ... */
  CC_K_AMENDMENT,    /* growth, index, uncertainty */
  CC_K_ATTRIBUTION   /* source, basis, note: may stand in any mapping */
} cc_key_role;
cc_key_role cc_key_role_of(const char *key);

/* Whether a node can only be meant as a quantity: a scalar, or a mapping with one of the keys of a
 * quantity (value, growth, index, uncertainty, a year, a mid-year, a distribution). Used to tell a
 * quantity from a mapping of bands or placements, and by overlays. */
bool cc_is_quantity(const cc_node *node);
/* Whether it says a value (value, years, mid-years or a distribution): such a mapping replaces,
 * one without amends. */
bool cc_quantity_has_value(const cc_node *node);

/* Reads a node as a quantity; findings for whatever is wrong with it (all of them). Values outside
 * schema->low..high are findings. Returns CC_OK with *ok false when there were any, or when the
 * node was found faulty before. A quantity in the unit CC_U_TARGET takes any mark; to check it
 * against its target, read it again with a copy of the schema in the target's unit. */
cc_status cc_quantity_read(const cc_node *node, const cc_schema *schema, const char *path,
                           cc_arena *arena, cc_diagnostics *findings, cc_quantity *quantity,
                           bool *ok);

#endif
