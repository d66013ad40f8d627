/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_RECKONER_H
#define CC_ANALYSIS_RECKONER_H

#include "scenario/scenario.h"

/* What a finance officer asks of a plan over and over: what does one per cent more do? Each item is
 * a title and what it lays over the scenario, in the words of --set. */
typedef struct {
  const char *title;
  const char **settings; /* [n_settings] */
  int n_settings;
} cc_reckoner_item;

typedef struct {
  cc_arena arena; /* holds all of it */
  cc_reckoner_item *items;
  int count, room;
  bool failed;
} cc_reckoner;

/* The items that a scenario has something to do with: prices, indexes, entries, places and savings.
 * A zeroed list is empty. Returns CC_NO_MEMORY; free it either way. */
cc_status cc_reckoner_fill(const cc_scenario *scenario, cc_reckoner *list);

/* An item of the user's: "TITLE=PATH=VALUE", and more settings behind semicolons. Returns false
 * when it is not of that form; list->failed when memory is out. */
bool cc_reckoner_add(cc_reckoner *list, const char *text);

void cc_reckoner_free(cc_reckoner *list);

#endif
