/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The children in care one by one, month by month in the order of children_in_care.c: those there
 * live their month, those who enter live theirs, everybody is a month older, who is above a
 * capacity moves on. A child's path within the month is in child_path.c.
 *
 * The opening stock is known and not random, but its cells (state, age) hold parts of children.
 * Systematic samples make them whole. First the states: with a random start u, as many children are
 * in a state as of the points u, u + 1, u + 2, ... lie in its part of the running total. Then the
 * ages of a state in the same way, with starts that differ from state to state so that what one
 * rounds up the next rounds down. Every cell has its expectation; the total, every placement and
 * every band within a placement are rounded up or down, and exact where they are whole.
 *
 * Entries of a band and state are a Poisson process whose rate changes by the month: a unit one,
 * run at that rate, exactly as the clocks of children are. Their ages follow the same weights as
 * the cohorts'. Entries of several sources add up to one such process.
 *
 * A limit of x places is floor(x + u) whole ones, u uniform and the same through the whole history:
 * x on average, and nobody is displaced by a rounding that flickers. Above a capacity, whoever
 * moves on is drawn at random from all in the placement. A cap that holds turns away the last of
 * the month's entries in an order drawn at random, just enough of them, since the cohorts too turn
 * away every band and stream alike; a child who is turned away was never there, so that it is known
 * beforehand who of them would still be in care at the month's end.
 *
 * Care leavers are in simulated_leavers.c. */
#include "model/microsimulation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "model/caps.h"
#include "model/children_in_care.h"
#include "model/simulated_leavers.h"
#include "model/sum.h"
#include "model/workspace.h"

/* Places in the stream of roundings. */
enum {
  ROUND_CHILDREN,
  ROUND_AGES,
  ROUND_LEAVERS,
  ROUND_CAP,
  ROUND_CAPACITY, /* one for each placement */
  ROUNDINGS = ROUND_CAPACITY + CC_MAX_STATES
};

/* When the next child enters a band and state. */
typedef struct {
  cc_random_stream stream;
  double clock;
  int arrived;
} arrivals;

struct cc_microsimulation {
  cc_history history;
  cc_ways_out ways;
  cc_children children, entrants;
  cc_simulated_leavers leavers;
  arrivals arrivals[CC_MAX_BANDS][CC_MAX_STATES];
  double rounding[ROUNDINGS];
  double up_to_age[CC_ADULT_AGE]; /* share of a band's entries up to an age, that age included */
  double in_band[CC_MAX_BANDS][CC_MAX_STATES];
  unsigned char band_of[CC_ADULT_AGE + 1];
  bool out_of_memory;
};

/* The month in hand. */
typedef struct {
  const cc_plan *plan;
  const cc_series_set *set;
  cc_microsimulation *micro;
  cc_workspace *workspace;
  int month;
  cc_flows *flows;
} month_of;

static const double golden_section = 0.6180339887498949; /* its multiples fill 0..1 most evenly */
static const double month_years = 1.0 / CC_MONTHS_PER_YEAR;

/* ---- memory ---------------------------------------------------------------------------------- */

cc_status cc_microsimulation_create(const cc_plan *plan, cc_microsimulation **micro) {
  cc_microsimulation *m = calloc(1, sizeof *m);
  *micro = NULL;
  if (m == NULL || cc_ways_out_create(plan, &m->ways) != CC_OK) {
    cc_microsimulation_free(m);
    return CC_NO_MEMORY;
  }
  for (int b = 0; b < plan->n_bands; b++) {
    for (int a = plan->band_first_age[b]; a < plan->band_first_age[b + 1]; a++) {
      m->band_of[a] = (unsigned char)b;
    }
  }
  *micro = m;
  return CC_OK;
}

void cc_microsimulation_free(cc_microsimulation *micro) {
  if (micro != NULL) {
    cc_children_free(&micro->children);
    cc_children_free(&micro->entrants);
    cc_children_free(&micro->leavers.people);
    cc_ways_out_free(&micro->ways);
    free(micro);
  }
}

void cc_microsimulation_choose(cc_microsimulation *micro, uint64_t seed, uint32_t draw) {
  micro->history = (cc_history){seed, draw};
}

static void add(cc_microsimulation *micro, cc_children *children, cc_child child) {
  micro->out_of_memory = !cc_children_add(children, child) || micro->out_of_memory;
}

/* ---- opening --------------------------------------------------------------------------------- */

/* Puts `count` children into the ages of a state, which hold `total`. */
static void open_state(const cc_plan *plan, const double *cells, int state, double total, int count,
                       double start, cc_microsimulation *micro) {
  double passed = 0.0;
  int placed = 0;
  for (int a = plan->band_first_age[0]; a < CC_ADULT_AGE; a++) {
    passed += cells[a];
    for (; placed < count && (start + placed) * total < passed * count; placed++) {
      cc_child child =
          cc_child_new(cc_chances_of(CC_OPENING_CHILDREN, 0), micro->children.count, a, state);
      cc_child_wind_up(&micro->history, &child);
      add(micro, &micro->children, child);
      micro->in_band[micro->band_of[a]][state] += 1.0;
    }
  }
}

static void open_children(const cc_plan *plan, const cc_opening_memory *opening,
                          cc_microsimulation *micro) {
  double cells[CC_ADULT_AGE], reached = 0.0, next = micro->rounding[ROUND_CHILDREN];
  double start = micro->rounding[ROUND_AGES];
  for (int s = 0; s < plan->n_states && !micro->out_of_memory; s++) {
    cc_opening_by_age(plan, opening, s, cells);
    double total = cc_sum(cells + plan->band_first_age[0], CC_ADULT_AGE - plan->band_first_age[0]);
    int count = 0;
    reached += total;
    while (next < reached) {
      next += 1.0;
      count++;
    }
    open_state(plan, cells, s, total, count, start, micro);
    start += golden_section;
    start -= floor(start);
  }
}

static void open_entries(const cc_plan *plan, const cc_cohorts *cohorts,
                         cc_microsimulation *micro) {
  double shares[CC_ADULT_AGE];
  cc_opening_entries_by_age(plan, cohorts, shares);
  for (int b = 0; b < plan->n_bands; b++) {
    double sum = 0.0;
    for (int a = plan->band_first_age[b]; a < plan->band_first_age[b + 1]; a++) {
      sum += shares[a];
      micro->up_to_age[a] = sum;
    }
    for (int s = 0; s < plan->n_states; s++) {
      arrivals *next = &micro->arrivals[b][s];
      cc_random_start(&next->stream, micro->history.seed, micro->history.draw,
                      cc_chances_of(CC_ARRIVALS, b * CC_MAX_STATES + s));
      next->clock = cc_random_exponential(&next->stream, 1.0);
      next->arrived = 0;
    }
  }
}

static double count_placement(const cc_plan *plan, const cc_microsimulation *micro, int placement) {
  double children = 0.0;
  for (int s = 0; s < plan->n_states; s++) {
    for (int b = 0; b < plan->n_bands && plan->state_placement[s] == placement; b++) {
      children += micro->in_band[b][s];
    }
  }
  return children;
}

/* From the cohorts' opening, which the workspace holds, to whole children. */
static void open_history(const cc_plan *plan, cc_microsimulation *micro, cc_workspace *workspace,
                         cc_results *results) {
  micro->children.count = 0;
  micro->out_of_memory = false;
  memset(micro->in_band, 0, sizeof micro->in_band);
  cc_random_fill(micro->history.seed, micro->history.draw, cc_chances_of(CC_ROUNDINGS, 0),
                 ROUNDINGS, micro->rounding);
  if (plan->demand.present) {
    open_children(plan, &workspace->opening.memory[0], micro);
    open_entries(plan, &workspace->cohorts, micro);
  }
  bool room = cc_simulated_leavers_open(plan, &micro->history, &workspace->leavers,
                                        micro->rounding[ROUND_LEAVERS], &micro->leavers);
  micro->out_of_memory = micro->out_of_memory || !room;
  for (int p = 0; p < plan->n_placements && plan->demand.present; p++) {
    results->opening[p] = count_placement(plan, micro, p);
  }
  results->opening_leavers = micro->leavers.people.count;
}

/* ---- a month of children --------------------------------------------------------------------- */

static const cc_rate_term *live(const month_of *at, cc_child *child, cc_flows *flows) {
  return cc_child_live(at->plan, &at->micro->history, &at->micro->ways,
                       at->micro->band_of[child->age], child, flows);
}

static void become_leaver(const month_of *at, cc_child child, double years) {
  cc_microsimulation *micro = at->micro;
  bool room = cc_simulated_leavers_join(at->plan, &micro->history, child, years, &micro->leavers);
  micro->out_of_memory = micro->out_of_memory || !room;
}

/* The month's end of a child who is in care until then. Returns whether the child remains. */
static inline bool grow_older(const month_of *at, cc_child *child) {
  if (child->age == CC_ADULT_AGE - 1) {
    at->flows->turned_18[child->state] += 1.0;
    become_leaver(at, *child, 0.0);
    return false;
  }
  child->age++;
  at->micro->in_band[at->micro->band_of[child->age]][child->state] += 1.0;
  return true;
}

/* Lives what is left of the child's month. Returns whether the child is still in care. */
static bool live_month(const month_of *at, cc_child *child) {
  const cc_rate_term *exit = live(at, child, at->flows);
  if (exit == NULL) {
    return grow_older(at, child);
  }
  if (exit->destination == CC_INDEPENDENCE && child->age >= CC_LEAVER_FIRST_AGE) {
    become_leaver(at, *child, child->years);
  }
  return false;
}

/* Those who were there at the month's start. Most of them do nothing but grow older. */
static void live_all(const month_of *at) {
  cc_microsimulation *micro = at->micro;
  cc_children *children = &micro->children;
  for (int b = 0; b < at->plan->n_bands; b++) {
    for (int s = 0; s < at->plan->n_states; s++) {
      at->flows->child_years[s] += month_years * micro->in_band[b][s];
    }
  }
  memset(micro->in_band, 0, sizeof micro->in_band);
  for (int i = 0; i < children->count;) {
    cc_child *child = &children->items[i];
    bool remains;
    if (cc_child_rests(&micro->ways, micro->band_of[child->age], month_years, child)) {
      remains = grow_older(at, child);
    } else {
      child->years = month_years;
      remains = live_month(at, child);
    }
    if (remains) {
      i++;
    } else {
      *child = children->items[--children->count];
    }
  }
}

/* The youngest age of a band up to which more than `chance` of its entries are. */
static int age_at(const cc_plan *plan, const cc_microsimulation *micro, int band, double chance) {
  int low = plan->band_first_age[band], high = plan->band_first_age[band + 1] - 1;
  double share = chance * micro->up_to_age[high];
  while (low < high) {
    int middle = (low + high) / 2;
    if (micro->up_to_age[middle] > share) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

static void arrive_in(const month_of *at, int band, int state, double a_year) {
  cc_microsimulation *micro = at->micro;
  arrivals *next = &micro->arrivals[band][state];
  double left = month_years;
  while (next->clock <= a_year * left && !micro->out_of_memory) {
    double chances[2];
    left -= next->clock / a_year;
    next->clock = cc_random_exponential(&next->stream, 1.0);
    cc_child child = cc_child_new(cc_chances_of(CC_ENTRANTS, band * CC_MAX_STATES + state),
                                  next->arrived++, 0, state);
    cc_child_chances(&micro->history, &child, chances);
    child.age = (int16_t)age_at(at->plan, micro, band, chances[0]);
    child.clock = cc_unit_wait(chances[1]);
    child.years = left;
    add(micro, &micro->entrants, child);
  }
  next->clock -= a_year * left;
}

static void arrive(const month_of *at) {
  at->micro->entrants.count = 0;
  for (int b = 0; b < at->plan->n_bands; b++) {
    for (int s = 0; s < at->plan->n_states; s++) {
      double a_year = at->workspace->cohorts.entries[b][s];
      if (a_year > 0.0) {
        arrive_in(at, b, s, a_year);
      }
    }
  }
}

/* Whether a child who enters would still be in care at the month's end. */
static bool would_stay(const month_of *at, cc_child child) {
  cc_flows unseen = {0};
  return live(at, &child, &unseen) == NULL && child.age < CC_ADULT_AGE - 1;
}

static void shuffle(const month_of *at, cc_children *children) {
  cc_random_stream stream;
  cc_random_start(&stream, at->micro->history.seed, at->micro->history.draw,
                  cc_chances_of(CC_TURNED_AWAY, at->month));
  for (int i = children->count - 1; i > 0; i--) {
    int j = (int)(cc_random_next(&stream) * (i + 1));
    cc_child child = children->items[i];
    children->items[i] = children->items[j];
    children->items[j] = child;
  }
}

/* Lets in the month's entries until as many children are in care as the binding cap allows. */
static void turn_away(const month_of *at) {
  cc_microsimulation *micro = at->micro;
  double limit, cost;
  if (!cc_cap_binding(at->plan, at->set, at->month, &limit, &cost)) {
    return;
  }
  double room = floor(limit + micro->rounding[ROUND_CAP]) - micro->children.count;
  int admitted = 0;
  shuffle(at, &micro->entrants);
  while (admitted < micro->entrants.count && room > 0.0) {
    room -= would_stay(at, micro->entrants.items[admitted]) ? 1.0 : 0.0;
    admitted++;
  }
  at->flows->diverted = micro->entrants.count - admitted;
  micro->entrants.count = admitted;
}

static void enter(const month_of *at) {
  const cc_children *entrants = &at->micro->entrants;
  for (int i = 0; i < entrants->count; i++) {
    cc_child child = entrants->items[i];
    at->flows->entries[child.state] += 1.0;
    at->flows->child_years[child.state] += child.years;
    if (live_month(at, &child)) {
      add(at->micro, &at->micro->children, child);
    }
  }
}

/* ---- capacity -------------------------------------------------------------------------------- */

/* Moves `excess` of the children in a placement, if above 0, to a state, each as likely as any. */
static void displace(const month_of *at, int placement, int to, double excess) {
  cc_microsimulation *micro = at->micro;
  cc_random_stream stream;
  cc_random_start(&stream, micro->history.seed, micro->history.draw,
                  cc_chances_of(CC_DISPLACED, placement * CC_MAX_MONTHS + at->month));
  while (excess > 0.0) {
    int number = (int)(cc_random_next(&stream) * micro->children.count);
    cc_child *child = &micro->children.items[number];
    if (at->plan->state_placement[child->state] == placement) {
      int band = micro->band_of[child->age];
      micro->in_band[band][child->state] -= 1.0;
      micro->in_band[band][to] += 1.0;
      at->flows->displaced_out[child->state] += 1.0;
      at->flows->displaced_in[to] += 1.0;
      child->state = (int16_t)to;
      excess -= 1.0;
    }
  }
}

static void overflow(const month_of *at, const cc_results *results) {
  const cc_plan *plan = at->plan;
  for (int i = 0; i < plan->demand.n_overflow; i++) {
    int p = plan->demand.overflow_order[i], to = plan->placements[p].overflow_to;
    double capacity = cc_monthly(plan, results, plan->rows.m_capacity + p, at->month);
    double places = floor(capacity + at->micro->rounding[ROUND_CAPACITY + p]);
    double excess = count_placement(plan, at->micro, p) - places;
    displace(at, p, cc_first_state(plan, to), excess);
  }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void run_month(const month_of *at, cc_results *results) {
  cc_workspace *w = at->workspace;
  cc_entries(at->plan, at->set, at->month, &w->first, w->cohorts.entries);
  cc_ways_out_read(at->plan, at->set, at->month, &at->micro->ways);
  live_all(at);
  arrive(at);
  turn_away(at);
  enter(at);
  overflow(at, results);
  cc_children_in_care_keep(at->plan, at->month, at->micro->in_band, at->flows, results);
}

static cc_status simulate(const cc_plan *plan, cc_workspace *workspace, cc_results *results) {
  cc_microsimulation *micro = workspace->micro;
  const cc_series_set *set = &workspace->set;
  cc_status status = cc_children_in_care_open(plan, workspace, results);
  if (status != CC_OK) {
    return status;
  }
  open_history(plan, micro, workspace, results);
  for (int month = 0; month < plan->n_months && !micro->out_of_memory; month++) {
    cc_flows flows = {0};
    const month_of at = {plan, set, micro, workspace, month, &flows};
    cc_simulated_leavers_begin(plan, set, month, &micro->leavers);
    if (plan->demand.present) {
      run_month(&at, results);
    }
    cc_simulated_leavers_end(plan, month, &micro->leavers, results);
  }
  cc_children_in_care_close(plan, set, results);
  results->most_negative = 0.0;
  return micro->out_of_memory ? CC_NO_MEMORY : CC_OK;
}

void cc_workspace_simulate(cc_workspace *workspace, cc_microsimulation *micro) {
  workspace->micro = micro;
  workspace->simulate = micro == NULL ? NULL : simulate;
}
