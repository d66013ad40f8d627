/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_LAYING_H
#define CC_SCENARIO_LAYING_H

#include "scenario/path.h"
#include "scenario/schema.h"
#include "scenario/yaml_tree.h"

/* What the laying of one tree over another carries along: merge.c lays mappings, merge_list.c
 * lists, merge_figure.c figures, and attribution.c says where each is from. Nothing here is public.
 *
 * A schema is NULL where the trees say something that the language does not know; whoever walks the
 * merged tree reports it. */

/* What sections say about where the figures in them are from; NULL where nothing is said. */
typedef struct {
  const cc_node *source, *basis;
} cc_given;

typedef struct {
  cc_arena *arena;
  cc_diagnostics *findings;
  cc_path path;
  int start; /* absolute month at which the projection starts; INT_MIN when not known */
  int n_bands, n_placements; /* of the merged scenario */
  cc_given over, under;      /* of the sections around, in the overlay and in the base */
} cc_laying;

/* Entries in the making. */
typedef struct {
  cc_entry *entries;
  int count;
} cc_entries;
cc_status cc_entries_make(cc_laying *l, int most, cc_entries *made);
void cc_entries_put(cc_entries *made, const char *key, cc_position at, const cc_node *value);

/* Lays anything over anything. */
cc_status cc_lay_over(cc_laying *l, const cc_schema *schema, const cc_node *base,
                      const cc_node *over, const cc_node **merged);

/* Lays a list over a list, entry by entry, by the keys that the schema says identify one. */
cc_status cc_lay_list(cc_laying *l, const cc_schema *schema, const cc_node *base,
                      const cc_node *over, const cc_node **merged);

/* Lays a figure over a figure: merge_figure.c has the rules. */
cc_status cc_lay_figure(cc_laying *l, const cc_schema *schema, const cc_node *base,
                        const cc_node *over, const cc_node **merged);

/* Whether a node, `~` or `null` written out, takes the base's entry away; a finding where there is
 * none to take. */
bool cc_takes_away(const cc_node *node);
void cc_refuse_taking(cc_laying *l, const cc_entry *entry, const cc_node *base);

/* Goes into a section of both trees; what was around is given back on leaving. */
typedef struct {
  cc_given over, under;
} cc_around;
cc_around cc_laying_enter(cc_laying *l, const cc_node *base, const cc_node *over);
void cc_laying_leave(cc_laying *l, cc_around before);

/* Whether there are figures in a section, so that its source and basis say where those are from. */
bool cc_holds_figures(const cc_schema *schema);

/* The source and the basis of a figure of the overlay, its own or of the sections around it, else
 * `none` and `assumption`; at a node of the overlay. Adds two entries. */
cc_status cc_put_own(cc_laying *l, const cc_node *source, const cc_node *basis, const cc_node *at,
                     cc_entries *made);

/* The same for what only the overlay has, so that it is not taken to be from where the base is. */
cc_status cc_own(cc_laying *l, const cc_schema *schema, const cc_node *node, const cc_node **owned);

/* The same for a figure of the base whose surroundings are the overlay's now. */
cc_status cc_keep_own(cc_laying *l, const cc_node *source, const cc_node *basis,
                      const cc_node *figure, const cc_node **kept);

/* A scalar that no file holds, in the place of `like`. */
cc_status cc_make_scalar(cc_laying *l, const cc_node *like, const char *text,
                         const cc_node **scalar);

#endif
