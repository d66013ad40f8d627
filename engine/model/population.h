/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_POPULATION_H
#define CC_MODEL_POPULATION_H

#include "model/parameter.h"

/* Residents, and the children of them who enter care. */

/* The state that a child who comes to a placement is first in. */
int cc_first_state(const cc_plan *plan, int placement);

/* Whether any band has a population, without which nothing can be said per 10,000 residents. */
bool cc_has_population(const cc_plan *plan);

/* Residents of all bands that have a population, at the middle of a month. */
cc_num cc_residents(const cc_plan *plan, const cc_series_set *set, int month);

/* Whether an effect changes a parameter; CC_ABSENT is none. */
static inline bool cc_is_reached(const cc_plan *plan, int parameter) {
  return parameter != CC_ABSENT && plan->parameters[parameter].n_effects > 0;
}

/* Where entries go, as shares: of the bands' own entries (source 0) and of each stream. */
typedef struct {
  cc_num share[1 + CC_MAX_STREAMS][CC_MAX_BANDS][CC_MAX_STATES]; /* of states; sum to 1 */
  bool varies[1 + CC_MAX_STREAMS][CC_MAX_BANDS];
} cc_first_placements;

/* Reads the shares of the first month, and which of them change. */
void cc_first_placements_read(const cc_plan *plan, const cc_series_set *set,
                              cc_first_placements *first);

/* Brings those that change up to a month. */
void cc_first_placements_update(const cc_plan *plan, const cc_series_set *set, int month,
                                cc_first_placements *first);

/* What a source (see above) brings to a band in a month: children a year. */
cc_num cc_entries_of_source(const cc_plan *plan, const cc_series_set *set, int month, int source,
                            int band);

/* Entries by band in a month, of all sources, children a year. */
void cc_entries_by_band(const cc_plan *plan, const cc_series_set *set, int month,
                        cc_num by_band[CC_MAX_BANDS]);

/* Entries by band and state in a month, children a year. Updates the shares that vary. */
void cc_entries(const cc_plan *plan, const cc_series_set *set, int month,
                cc_first_placements *first, cc_num entries[CC_MAX_BANDS][CC_MAX_STATES]);

#endif
