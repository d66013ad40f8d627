/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_PLAN_H
#define CC_MODEL_PLAN_H

#include <stdbool.h>

#include "model/rows.h"

/* A plan is the structure of a scenario with the numbers taken out: which placements there are,
 * which rate leads where, which line stands in which table. The numbers are in a flat parameter
 * vector (see parameter.h), and the plan refers to parameters by index, so that one plan serves
 * thousands of vectors. The scenario room fills every field up to the marked ones; cc_plan_lay_out
 * adds the rows. A plan never changes afterwards and may be shared between threads.
 *
 * A reference to a parameter is its index, or CC_ABSENT where the scenario says nothing. */
enum { CC_ABSENT = -1 };

/* Limits that let the kernels keep their matrices in fixed memory. */
enum {
  CC_MAX_STATES = 16,
  CC_MAX_BANDS = 8,
  CC_MAX_YEARS = 10,
  CC_MAX_MONTHS = 12 * CC_MAX_YEARS,
  CC_MAX_STREAMS = 8,
  CC_ADULT_AGE = 216, /* completed months: the 18th birthday */
  CC_LEAVER_FIRST_AGE = 192,
  CC_LEAVER_LAST_AGE = 300 /* support ends at the 25th birthday */
};

/* Where an exit leads. The 18th birthday is ageing, not a rate, and is kept apart. */
typedef enum {
  CC_RETURN_HOME,
  CC_ADOPTION,
  CC_SPECIAL_GUARDIANSHIP,
  CC_INDEPENDENCE,
  CC_OTHER_EXIT,
  CC_DESTINATIONS
} cc_destination;
extern const char *const cc_destination_names[CC_DESTINATIONS]; /* "return_home", ... */

/* Headings of the subjective analysis of a council's budget. */
typedef enum {
  CC_EMPLOYEES,
  CC_PREMISES,
  CC_TRANSPORT,
  CC_SUPPLIES_AND_SERVICES,
  CC_THIRD_PARTY_PAYMENTS,
  CC_TRANSFER_PAYMENTS,
  CC_SUBJECTIVE_COUNT
} cc_subjective;
extern const char *const cc_subjective_names[CC_SUBJECTIVE_COUNT];

/* ---- parameters: what the flat vector means ------------------------------------------------ */

typedef enum {
  CC_STEPS, /* knots at 1 April; between them the earlier value holds, before the first the first,
               or nothing where `begins_later` */
  CC_LINEAR /* knots at mid-years, straight lines between, level outside */
} cc_shape;

/* One change of an intervention to one parameter, in the order written. */
typedef enum { CC_MULTIPLY, CC_ADD, CC_SET } cc_effect_kind;
typedef struct {
  cc_effect_kind kind;
  int amount;       /* parameter: factor, addend or new value */
  int intervention; /* index into plan->interventions */
  int from;         /* first month it acts, counted from the plan's first month (may be < 0) */
  int until;        /* month after the last it acts in; n_months when open */
  int ramp; /* months over which it grows in a straight line from none to whole; 0: at once */
} cc_effect;

typedef struct {
  const char *path;
  const char *unit; /* "children", "GBP a week", "share", ... */
  double low, high; /* the range it must stay in; the expanded series is clamped to it */
  cc_shape shape;
  int first_value;   /* place of its first knot in the parameter vector */
  int n_knots;       /* 1 or more, consecutive in the vector */
  const int *knots;  /* month of each knot from the plan's first month (may be negative) */
  bool begins_later; /* an amount spent whose first knot lies after the first month: 0 before it */
  int factor;        /* place in the vector of a common factor on all knots, or CC_ABSENT */
  int growth;        /* parameter: growth a year, compounding each April from the knot in force */
  int index;         /* parameter: yearly growth series to follow, as growth; or CC_ABSENT */
  int n_effects;
  const cc_effect *effects;
  bool varies; /* false: one knot, which nothing grows or changes */
  int row;     /* which row of the workspace's monthly series, when it varies */
} cc_parameter;

/* ---- sections -------------------------------------------------------------------------------- */

typedef struct {
  const char *name, *title;
  int weekly_price; /* parameter, GBP a child-week */
  int n_contributions;
  const struct cc_contribution *contributions;
  /* capacity: either `places`, or households with what turns them into places; or neither */
  int places;
  int households, recruited_per_year, resigned_per_year, places_per_household, usable_share;
  int overflow_to; /* placement, or CC_ABSENT when there is no capacity */
  cc_subjective subjective;
} cc_placement;

typedef enum { CC_SHARE_OF_PRICE, CC_PER_CHILD_WEEK, CC_PER_CHILD_NIGHT } cc_contribution_kind;
typedef struct cc_contribution {
  const char *name, *title;
  cc_contribution_kind kind;
  int amount; /* parameter: share, GBP a week or GBP a night */
} cc_contribution;

/* One rate out of a state for the children of one band: an exit or a move. */
typedef struct {
  int band;
  int from;        /* state */
  int to;          /* state, or CC_ABSENT for an exit */
  int destination; /* cc_destination of an exit, or CC_ABSENT for a move */
  int rate;        /* parameter, per child and year */
} cc_rate_term;

/* Entries given as numbers of children rather than as a rate. */
typedef struct {
  const char *name, *title;
  int per_year[CC_MAX_BANDS];
  bool own_placement;                               /* first_placement below is its own */
  int first_placement[CC_MAX_BANDS][CC_MAX_STATES]; /* parameters: shares; filled either way */
} cc_stream;

typedef struct {
  const char *name, *title;
  int children;       /* parameter */
  int from, until;    /* months from the plan's first; until is the month after the last */
  bool hold;          /* false: report only */
  int diversion_cost; /* parameter: GBP for a diverted child, or CC_ABSENT */
} cc_cap;

typedef struct {
  bool present;
  int opening_by_band[CC_MAX_BANDS];
  int opening_by_placement[CC_MAX_STATES];
  int age_pattern[CC_MAX_STATES][CC_MAX_BANDS]; /* CC_ABSENT: weight 1 */
  int per_10k[CC_MAX_BANDS];
  int population[CC_MAX_BANDS];
  int newborn_share;
  int first_placement[CC_MAX_BANDS][CC_MAX_STATES]; /* CC_ABSENT: 0 */
  int n_streams;
  cc_stream streams[CC_MAX_STREAMS];
  int n_terms; /* sorted by band */
  const cc_rate_term *terms;
  int first_term[CC_MAX_BANDS + 1]; /* terms of band b are first_term[b] .. first_term[b+1]-1 */
  /* rates of band b may differ in month t from month t-1 (true for t = 0): [b * n_months + t] */
  const bool *rates_change;
  int overflow_order[CC_MAX_STATES]; /* placements with a capacity, each before where it flows to */
  int n_overflow;
} cc_demand;

typedef struct {
  bool present;
  int opening_16_17, opening_18_20,
      opening_21_24; /* parameters: care leavers served at the start */
  int attrition_per_year;
  int caseload;         /* parameter: care leavers for each personal adviser */
  int cost_per_adviser; /* parameter: GBP a year */
  cc_subjective subjective;
} cc_care_leavers;

/* Which flow a one-off cost hangs on. */
typedef enum { CC_FLOW_ENTRIES, CC_FLOW_TURNED_18, CC_FLOW_EXITS } cc_flow_kind;
typedef struct {
  const char *name, *title;
  cc_flow_kind flow;
  cc_destination destination; /* of CC_FLOW_EXITS */
  int amount;                 /* parameter: GBP for each child */
  int share; /* parameter: share of the flow it is paid for, or CC_ABSENT for all */
  cc_subjective subjective;
} cc_one_off_cost;

/* The part of a line that stands under a heading of its own. */
typedef struct {
  cc_subjective heading;
  int share; /* parameter: of the line, in the year's mean */
} cc_heading_share;

/* A yearly line of expenditure: services, and the unmodelled rest. */
typedef struct {
  const char *name, *title;
  int cost;                 /* parameter: GBP a year */
  int fte;                  /* parameter or CC_ABSENT */
  cc_subjective subjective; /* of what no other heading has */
  bool counted;             /* false: out of scope, listed but not in the total */
  int n_split;
  const cc_heading_share *split; /* [n_split] */
} cc_service;

typedef struct {
  const char *name, *title;
  int delivery; /* parameter: share delivered, or CC_ABSENT for all */
  int cost;     /* parameter: GBP a year, or CC_ABSENT: then it is no bid */
  int benefit;  /* parameter: stated saving, GBP a year, or CC_ABSENT */
  bool active;
  bool modelled; /* has effects */
  /* of its appraisal */
  int capital, capital_life, capital_interest; /* parameters: GBP; years; share a year */
  int capital_year;                            /* plan year it is spent in */
  int optimism_bias;                           /* parameter: share, or CC_ABSENT */
  int horizon;                                 /* years from the plan's first; 0: the plan's */
  /* of the subjective analysis: where its own cost stands, less what it saves by its own word */
  cc_subjective subjective;
  int n_split;
  const cc_heading_share *split; /* [n_split] */
} cc_intervention;

/* A named amount in the contract or the capital programme. It counts in plan years
 * first_year .. last_year (0-based, inclusive). */
typedef struct {
  const char *name, *title;
  int amount;   /* parameter: GBP */
  int delivery; /* parameter: share, or CC_ABSENT for all */
  int first_year, last_year;
  bool one_off; /* falls out of the contract sum brought forward to the next year */
} cc_line;

typedef struct {
  const char *name, *title;
  int n_lines;
  const cc_line *lines;
} cc_line_group;

/* An index on part of the sub-total before indexation. */
typedef struct {
  const char *name;
  int share;
  int index;
  int first_year, last_year;
} cc_base_index;

typedef struct {
  bool present;
  int brought_forward;
  int n_adjustments;
  const cc_line *adjustments;
  bool indexation_stated;
  cc_line indexation;
  int n_base_indexes;
  const cc_base_index *base_indexes;
  int indexation_modelled_from; /* plan year, or n_years when never; at least 1 */
  int n_pressures;
  const cc_line_group *pressures;
  int n_mitigations;
  const cc_line_group *mitigations;
  int pressures_modelled_from; /* plan year, or n_years */
  int n_changes;
  const cc_line *changes;
  int grants_via_council;
  int other_grants;
  int council_contract_sum, council_increase_per_year; /* both or neither */
  int gain_share, risk_share, reserves, reserves_floor;
} cc_contract;

/* ---- the whole ------------------------------------------------------------------------------- */

typedef struct cc_plan {
  const char *id, *title;
  int first_year; /* 2020 for 2020/21 */
  int n_years, n_months;

  int n_bands;
  const char *band_names[CC_MAX_BANDS];
  int band_first_age[CC_MAX_BANDS + 1]; /* completed months; the last is CC_ADULT_AGE */

  int n_placements;
  cc_placement placements[CC_MAX_STATES];
  int n_states; /* today one for each placement */
  int state_placement[CC_MAX_STATES];

  int n_parameters;
  const cc_parameter *parameters;
  const int *order;  /* parameters in the order in which they can be expanded */
  int n_series;      /* how many vary */
  int vector_length; /* of the parameter vector */

  cc_demand demand;
  int n_caps;
  const cc_cap *caps;
  cc_care_leavers care_leavers;
  int n_one_off_costs;
  const cc_one_off_cost *one_off_costs;
  int n_services; /* the unmodelled line, where there is one, is the last */
  const cc_service *services;
  bool has_unmodelled;
  bool known_budget; /* the unmodelled line gives way to keep the first year as it is centrally */
  int n_interventions;
  const cc_intervention *interventions;
  int discount_rate; /* parameter, real; CC_ABSENT: 3.5% */
  int deflator;      /* parameter: yearly index to bring nominal pounds to first-year prices */
  cc_contract contract;
  int n_capital;
  const cc_line_group *capital;

  cc_rows rows; /* filled by cc_plan_lay_out (projection.h) */
} cc_plan;

/* Whether a figure, the contract or the deflator rises by an index (a parameter). */
bool cc_index_is_followed(const cc_plan *plan, int index);

#endif
