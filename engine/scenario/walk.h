/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_WALK_H
#define CC_SCENARIO_WALK_H

#include "scenario/path.h"
#include "scenario/resolve.h"

/* What the walk over a tree along the schema carries with it: resolve.c walks, leaves.c checks
 * what is no figure, figures.c reads what is one, bands.c the age bands. Nothing here is public. */
typedef struct {
  const cc_node *root;
  cc_arena *arena;
  cc_diagnostics *findings;
  cc_resolution *out;
  int capacity; /* of out->items */
  cc_path path;
  const char *source, *basis; /* of the sections around; "" when none says so */
  int from;         /* the month from which the sections around count; 0 where none says so */
  bool bands_known; /* false: `bands` is wrong, so that no band name can be checked */
  bool no_memory;
  /* What this tree is laid over, resolved without a finding; NULL for nothing. Nodes that are the
   * base's own are not walked again. */
  const cc_resolution *base;
  const cc_node *was; /* the base's node at the path of the walk, or NULL */
  int next;           /* the base's figure behind those taken over last */
} cc_walk;

/* Adds a finding at a node, with the path of the walk. `help` may be NULL. */
__attribute__((format(printf, 5, 6))) void cc_walk_fault(cc_walk *w, const cc_node *at,
                                                         cc_code code, const char *help,
                                                         const char *format, ...);

/* Checks a text, word, date, whole number or reference. */
void cc_walk_leaf(cc_walk *w, const cc_schema *schema, const cc_node *node);

/* Checks `source`, `basis` and `note` of a mapping. */
void cc_walk_attribution(cc_walk *w, const cc_node *mapping);

/* Checks that `name` is a key of the root's section (a mapping), named by a node at which the
 * finding goes. */
void cc_walk_reference(cc_walk *w, const cc_node *at, cc_position position, const char *section,
                       const char *name);

/* Whether a text can be a name: 1 to CC_NAME_BYTES letters, digits, _ and -. */
bool cc_is_name(const char *text);

/* Adds a figure, and its growth behind it, to the parameters. */
void cc_walk_figure(cc_walk *w, const cc_schema *schema, const cc_node *node);

/* Adds the base's figures at the path of the walk and below it. */
void cc_walk_take_over(cc_walk *w);

/* What a section gives to what is in it, source, basis and the month from which it counts: taken
 * over on entering, and given back as they were. */
typedef struct {
  const char *source, *basis;
  int from;
} cc_attribution;
cc_attribution cc_walk_enter(cc_walk *w, const cc_node *section);
void cc_walk_leave(cc_walk *w, cc_attribution before);

/* Reads `bands`, or takes the default: fills the bands of the resolution. */
void cc_walk_bands(cc_walk *w);

#endif
