/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_FIGURE_FACTS_H
#define CC_CLI_FIGURE_FACTS_H

#include "scenario/scenario.h"

/* What a listing says of one number of a figure beside the number. */
typedef struct {
  bool constant;      /* no years are written */
  int month;          /* absolute, from which it holds; without meaning for a constant */
  const char *growth; /* "3%"; "by year" where it has years itself; "" when none */
  const char *index;  /* its name; "" when none */
  const char *doubt;  /* kind of distribution; "" where the number is certain */
  bool one_factor;    /* the doubt is one factor on all years */
  double p10, p90;    /* of the number, under its doubt */
  cc_origin_of origin;
  char text[CC_NUMBER_BYTES]; /* of the growth */
} cc_figure_facts;

/* `facts` must stay where it is as long as it is used. */
void cc_figure_facts_of(const cc_scenario *scenario, const cc_resolved *figure, int knot,
                        cc_figure_facts *facts);

#endif
