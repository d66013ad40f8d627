/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_BIND_H
#define CC_SCENARIO_BIND_H

#include "model/parameter.h"
#include "scenario/scenario.h"

/* The effects of all interventions as they are written: bind_parameters.c. */
typedef struct cc_effects cc_effects;

/* What the binding of one scenario carries along: cc_bind (bind.c) calls one function for each
 * part of the plan, each in the file named after it. Nothing here is public. */
typedef struct {
  cc_scenario *scenario;
  cc_plan *plan;
  const cc_resolution *resolution;
  const cc_node *root;
  cc_arena *arena;
  cc_diagnostics *findings;
  const cc_effects *effects; /* NULL until they are read */
  int first_month;           /* absolute */
  bool no_memory;
} cc_binder;

/* The structure, in order: parameters need the interventions' effects, effects need the parameters'
 * paths. */
void cc_bind_header(cc_binder *binder);
void cc_bind_placements(cc_binder *binder);
void cc_bind_demand(cc_binder *binder);
void cc_bind_caps(cc_binder *binder);
void cc_bind_care_leavers(cc_binder *binder);
void cc_bind_services(cc_binder *binder);
void cc_bind_interventions(cc_binder *binder);
void cc_bind_contract(cc_binder *binder);
void cc_bind_parameters(cc_binder *binder);
void cc_bind_open_years(cc_binder *binder);   /* after the parameters */
void cc_bind_rate_changes(cc_binder *binder); /* after the parameters */
void cc_bind_published(cc_binder *binder);    /* after the rows are laid out */

/* What depends on the values of figures, once the structure stands: the vector and the
 * correlations, and whether values make sense together. */
void cc_bind_values(cc_binder *binder);
void cc_bind_vector(cc_binder *binder);
void cc_bind_correlations(cc_binder *binder);
void cc_bind_doubts(cc_binder *binder);
void cc_bind_sums(cc_binder *binder);
void cc_bind_courses(cc_binder *binder);
void cc_bind_twice(cc_binder *binder); /* after the parameters */
void cc_bind_wholes(cc_binder *binder, const cc_series_set *set);

/* Zeroed memory of the scenario's arena; sets no_memory and returns NULL when there is none. A
 * count of 0 gives NULL without a fault. */
void *cc_bind_array(cc_binder *binder, int count, size_t size);

/* Index of the parameter whose path is these segments joined by dots, or CC_ABSENT. The last
 * argument is NULL. */
int cc_bind_parameter(const cc_binder *binder, ...) __attribute__((sentinel));

/* The node under a chain of keys that ends with NULL, or NULL when any is missing. */
const cc_node *cc_bind_node(const cc_node *from, ...) __attribute__((sentinel));

/* Text of a scalar child, or `otherwise`. */
const char *cc_bind_text(const cc_node *mapping, const char *key, const char *otherwise);

/* A child's title, or its own name. */
const char *cc_bind_title(const cc_node *node, const char *name);

/* Which of `count` names it is, or -1. */
int cc_bind_word(const char *word, const char *const *names, int count);

/* Whether an entry of a user's mapping is an item, and not source, basis or note. */
bool cc_bind_is_item(const cc_entry *entry);
int cc_bind_count_items(const cc_node *mapping);

/* Index of a placement by name, or -1. */
int cc_bind_placement(const cc_binder *binder, const char *name);

/* `from`, `until` (both inclusive) or `in` of a mapping as plan years, the whole projection where
 * nothing is written. Findings for years outside it or out of order. */
void cc_bind_years(cc_binder *binder, const cc_node *node, const char *path, int *first, int *last);

/* `from` and `until` (inclusive; a financial year is all its months) as months from the plan's
 * first; *until is the month after. */
void cc_bind_months(cc_binder *binder, const cc_node *node, const char *path, int *from,
                    int *until);

/* Whether children enter care in a band, and live first where entries.first_placement says. */
bool cc_bind_is_entered(const cc_plan *plan, int band);

/* Central value of a parameter as it is written for the start of the projection; 0 for CC_ABSENT.
 */
double cc_bind_central(const cc_binder *binder, int parameter);

__attribute__((format(printf, 6, 7))) void cc_bind_fault(cc_binder *binder, cc_code code,
                                                         const cc_node *at, const char *path,
                                                         const char *help, const char *format, ...);

#endif
