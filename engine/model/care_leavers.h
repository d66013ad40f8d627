/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_CARE_LEAVERS_H
#define CC_MODEL_CARE_LEAVERS_H

#include "model/cohorts.h"
#include "model/projection.h"

enum { CC_LEAVER_AGES = CC_LEAVER_LAST_AGE - CC_LEAVER_FIRST_AGE };

/* Care leavers from 16 to their 25th birthday, by age in completed months. They stay in their cells
 * for good, and ageing moves the window of CC_LEAVER_AGES cells down by one each month. */
typedef struct {
  cc_num cells[CC_LEAVER_AGES + CC_MAX_MONTHS]; /* times `remaining`: people */
  int youngest;                                 /* the cell of those aged 16 years and 0 months */
  cc_num sum;                                   /* of the window */
  cc_num remaining; /* the share that has not lost touch, of those there at the start */
  cc_num total;     /* people */
  cc_num rate;      /* attrition of the month before, a year, and the share of people it took */
  cc_num lost;
} cc_leavers;

/* Adds their rows, where the scenario has care leavers. CC_NO_MEMORY, CC_OK. */
cc_status cc_care_leavers_lay_out(cc_plan *plan, cc_arena *arena);

/* Those served at the start; sets results->opening_leavers. */
void cc_care_leavers_open(const cc_plan *plan, const cc_series_set *set, cc_leavers *leavers,
                          cc_results *results);

/* One month: who loses touch, who comes from care (`flows`), who reaches 25; fills its rows. */
void cc_care_leavers_month(const cc_plan *plan, const cc_series_set *set, int month,
                           const cc_flows *flows, cc_leavers *leavers, cc_results *results);

/* Fills the annual rows from the monthly ones. */
void cc_care_leavers_years(const cc_plan *plan, const cc_series_set *set, cc_results *results);

#endif
