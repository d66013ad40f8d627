/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The children in care one by one. A month goes as in children_in_care.c: those who are there live
 * it, those who enter live the rest of it, everybody is a month older, who is above a capacity
 * moves on. Children's paths are in simulated_children.c, entries in arrivals.c, care leavers in
 * simulated_leavers.c.
 *
 * The opening stock is known and not random, but its cells (state, age) hold parts of children.
 * Systematic samples make them whole. First the states: with a random start u, as many children are
 * in a state as of the points u, u + 1, u + 2, ... lie in its part of the running total. Then the
 * ages of a state in the same way, with starts that differ from state to state so that what one
 * rounds up the next rounds down. Every cell has its expectation; the total, every placement and
 * every band within a placement are rounded up or down, and exact where they are whole.
 *
 * A limit of x places is floor(x + u) whole ones, u uniform and the same through the whole history:
 * x on average, and nobody is displaced by a rounding that flickers. Above a capacity, whoever
 * moves on is drawn at random from all in the placement (displaced_children.c); one who is passed
 * on by a placement that is full too is displaced once, from the first to the last. A cap that
 * holds turns away the last of the month's entries in an order drawn at random, just enough of
 * them, since the cohorts too turn away every band and stream alike; a child who is turned away was
 * never there, so that it is known beforehand who of them would still be in care at the month's
 * end.
 */
#include "model/microsimulation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/interrupt.h"
#include "model/arrivals.h"
#include "model/caps.h"
#include "model/children_in_care.h"
#include "model/displaced_children.h"
#include "model/simulated_children.h"
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

/* The ages of the month's entries. Where to look first is said for each of so many equal parts of a
 * band's entries: the youngest age that reached beyond the part's beginning in the first month.
 * Later months' ages are near. */
enum { AGE_PARTS = 256 };
typedef struct {
  unsigned made;                              /* of which ages: cc_entry_ages.changes */
  double up_to[CC_ADULT_AGE];                 /* share of the band's that is of an age or younger;
                                                 2, which is beyond chance, of the band's oldest */
  int16_t first[CC_MAX_BANDS][AGE_PARTS + 1]; /* the last for a share that is rounded up to 1 */
} age_table;

/* Of the first placements of a source and band: the share of the states before each; 2, which is
 * beyond chance, behind the last that has any. */
typedef struct {
  double up_to[CC_MAX_STATES + 1];
  double per_share[CC_MAX_STATES]; /* 1 / share */
} state_shares;

struct cc_microsimulation {
  cc_history history;
  cc_ways_out ways;
  cc_simulated_children children;
  cc_arrivals arrivals;
  cc_simulated_leavers leavers;
  age_table ages;
  state_shares shares[1 + CC_MAX_STREAMS][CC_MAX_BANDS];
  double rounding[ROUNDINGS];
  cc_month_book book;
  uint32_t placement_name[CC_MAX_STATES]; /* hashes */
};

/* The month in hand. */
typedef struct {
  const cc_plan *plan;
  const cc_series_set *set;
  cc_microsimulation *micro;
  cc_workspace *workspace;
  int month;
  cc_simulated_month life; /* the same, for children's paths */
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
  for (int p = 0; p < plan->n_placements; p++) {
    m->placement_name[p] = cc_name_of_chances(plan->placements[p].name);
  }
  *micro = m;
  return CC_OK;
}

void cc_microsimulation_free(cc_microsimulation *micro) {
  if (micro != NULL) {
    cc_arrivals_free(&micro->arrivals);
    cc_simulated_children_free(&micro->children);
    cc_ways_out_free(&micro->ways);
    free(micro);
  }
}

void cc_microsimulation_choose(cc_microsimulation *micro, uint64_t seed, uint32_t draw) {
  micro->history = (cc_history){seed, draw};
}

static month_of month_at(const cc_plan *plan, cc_workspace *workspace, int month) {
  cc_microsimulation *micro = workspace->micro;
  return (month_of){plan,
                    &workspace->set,
                    micro,
                    workspace,
                    month,
                    {plan, &micro->history, &micro->ways, month, &micro->children, &micro->leavers,
                     &micro->book}};
}

/* ---- opening --------------------------------------------------------------------------------- */

/* Puts `count` children into the ages of a state, which hold `total`. */
static void open_state(const month_of *at, const double *cells, int state, double total, int count,
                       double start) {
  const cc_microsimulation *micro = at->micro;
  uint32_t name = micro->placement_name[at->plan->state_placement[state]];
  uint32_t stream = cc_chances_of(CC_OPENING_CHILDREN, state);
  cc_wait_reader clocks;
  double passed = 0.0;
  int placed = 0;
  cc_wait_reader_start(&clocks, micro->history.seed, micro->history.draw,
                       cc_chances_of(CC_OPENING_CLOCKS, 0), name);
  for (int b = 0; b < at->plan->n_bands; b++) {
    for (int a = at->plan->band_first_age[b]; a < at->plan->band_first_age[b + 1]; a++) {
      passed += cells[a];
      for (; placed < count && (start + placed) * total < passed * count; placed++) {
        cc_child_take_in(&at->life, cc_spot(b, state), a, cc_wait_reader_next(&clocks),
                         cc_child_address(stream, name, (uint32_t)placed));
      }
    }
  }
}

static cc_status open_children(const month_of *at) {
  const cc_plan *plan = at->plan;
  cc_microsimulation *micro = at->micro;
  double cells[CC_ADULT_AGE], reached = 0.0, next = micro->rounding[ROUND_CHILDREN];
  double start = micro->rounding[ROUND_AGES];
  for (int s = 0; s < plan->n_states; s++) {
    cc_opening_by_age(plan, &at->workspace->opening[0], s, cells);
    double total = cc_sum(cells + plan->band_first_age[0], CC_ADULT_AGE - plan->band_first_age[0]);
    int count = 0;
    reached += total;
    while (next < reached) {
      next += 1.0;
      count++;
    }
    if (!cc_simulated_children_reserve(&micro->children, count)) {
      return CC_NO_MEMORY;
    }
    open_state(at, cells, s, total, count, start);
    start += golden_section;
    start -= floor(start);
  }
  return CC_OK;
}

static void tabulate_ages(const cc_plan *plan, const cc_entry_ages *ages, age_table *table) {
  for (int b = 0; b < plan->n_bands; b++) {
    int oldest = plan->band_first_age[b + 1] - 1;
    for (int a = plan->band_first_age[b]; a < oldest; a++) {
      table->up_to[a] = cc_entry_share_up_to(plan, ages, b, a);
    }
    table->up_to[oldest] = 2.0;
  }
  table->made = ages->changes;
}

static void guess_ages(const cc_plan *plan, age_table *table) {
  for (int b = 0; b < plan->n_bands; b++) {
    int age = plan->band_first_age[b];
    for (int part = 0; part <= AGE_PARTS; part++) {
      while (table->up_to[age] * AGE_PARTS <= part) {
        age++;
      }
      table->first[b][part] = (int16_t)age;
    }
  }
}

static double count_placement(const cc_plan *plan, const cc_month_book *book, int placement) {
  double children = 0.0;
  for (int s = 0; s < plan->n_states; s++) {
    for (int b = 0; b < plan->n_bands && plan->state_placement[s] == placement; b++) {
      children += book->children[cc_spot(b, s)];
    }
  }
  return children;
}

static void forget(cc_microsimulation *micro) {
  micro->children.count = micro->children.n_free = micro->children.n_due = 0;
  micro->book = (cc_month_book){0};
  cc_random_fill(micro->history.seed, micro->history.draw, cc_chances_of(CC_ROUNDINGS, 0),
                 ROUNDINGS, micro->rounding);
}

static void open_leavers(const cc_plan *plan, cc_microsimulation *micro, cc_workspace *workspace,
                         cc_results *results) {
  cc_wait_reader clocks;
  cc_wait_reader_start(&clocks, micro->history.seed, micro->history.draw,
                       cc_chances_of(CC_OPENING_LEAVERS, 0), 0);
  cc_simulated_leavers_open(plan, &workspace->set, &workspace->leavers,
                            micro->rounding[ROUND_LEAVERS], &clocks, &micro->leavers);
  results->opening_leavers = micro->leavers.people;
}

/* From the cohorts' opening, which the workspace holds, to whole children. */
static cc_status open_history(const cc_plan *plan, cc_workspace *workspace, cc_results *results) {
  const month_of at = month_at(plan, workspace, 0);
  cc_microsimulation *micro = workspace->micro;
  forget(micro);
  open_leavers(plan, micro, workspace, results);
  if (!plan->demand.present) {
    return CC_OK;
  }
  cc_ways_out_read(plan, &workspace->set, 0, &micro->ways);
  cc_status status = open_children(&at);
  for (int p = 0; p < plan->n_placements; p++) {
    results->opening[p] = count_placement(plan, &micro->book, p);
  }
  return status == CC_OK ? cc_arrivals_draw(plan, at.set, &micro->history, &micro->arrivals)
                         : status;
}

/* ---- entries --------------------------------------------------------------------------------- */

/* The age of a band's entry at a share of the month's, 0 to 1. The guess is right or, nearly
 * always, one too young, and which of the two is left to chance: it is added up, not asked. */
static int age_at(const cc_plan *plan, const age_table *table, int band, double share) {
  int age = table->first[band][(int)(share * AGE_PARTS)];
  age += table->up_to[age] <= share;
  while (table->up_to[age] <= share) {
    age++;
  }
  while (age > plan->band_first_age[band] && table->up_to[age - 1] > share) {
    age--;
  }
  return age;
}

/* A random word chooses the state that the child comes to first, and where it lies in that state's
 * share chooses the age. */
static void find_place(const month_of *at, cc_arrival *arrival) {
  const state_shares *shares = &at->micro->shares[arrival->source][arrival->band];
  double chance = cc_random_unit_32(arrival->where.word);
  int state = 0;
  for (int s = 0; s < CC_MAX_STATES; s++) {
    state += shares->up_to[s + 1] <= chance;
  }
  double within = (chance - shares->up_to[state]) * shares->per_share[state];
  within = within < 1.0 ? within : 1.0;
  arrival->where.age = (int16_t)age_at(at->plan, &at->micro->ages, arrival->band, within);
  arrival->where.spot = (int16_t)cc_spot(arrival->band, state);
}

static void enter(const month_of *at, const cc_arrival *arrival) {
  cc_month_book *book = &at->micro->book;
  int slot = cc_child_take_in(&at->life, arrival->where.spot, arrival->where.age, arrival->clock,
                              arrival->next);
  book->entries[cc_state_of_spot(arrival->where.spot)] += 1.0;
  book->months[arrival->where.spot] += arrival->months;
  cc_child_live(&at->life, slot, arrival->months);
}

/* ---- caps ------------------------------------------------------------------------------------ */

/* Whether a child who enters would still be in care at the month's end: the child's path, which
 * nobody else sees. */
static bool would_stay(const month_of *at, const cc_arrival *arrival) {
  const cc_ways_out *ways = &at->micro->ways;
  cc_random_address next = arrival->next;
  int spot = arrival->where.spot;
  float clock = arrival->clock, months = arrival->months;
  for (clock -= ways->rate[spot] * months; clock < 0.0f; next.block++) {
    cc_random_lot lot;
    float waited;
    cc_random_lot_at(at->micro->history.seed, at->micro->history.draw, 1, &next, &lot);
    cc_random_waits(1, lot.words[1], &waited);
    months = -clock / ways->rate[spot];
    spot = ways->ways[cc_way_taken(ways, spot, lot.words[0][0])].to;
    clock = waited - ways->rate[spot] * months;
  }
  return spot != CC_GONE && arrival->where.age < CC_ADULT_AGE - 1;
}

/* Children in care now who are not 18 at the month's end. */
static double count_staying(const month_of *at) {
  const cc_simulated_children *children = &at->micro->children;
  double staying = cc_sum(at->micro->book.children, CC_GONE);
  for (int i = 0; i < children->n_birthdays; i++) {
    int slot = children->birthdays[i], spot = children->spot[slot];
    bool there = spot != CC_GONE && children->outgrows[slot] == at->month;
    staying -= there && cc_band_of_spot(spot) == at->plan->n_bands - 1 ? 1.0 : 0.0;
  }
  return staying;
}

/* How many of the month's arrivals are let in; where not all are, they are put in order first. */
static int count_admitted(const month_of *at, cc_arrival_list *arriving) {
  double limit, cost;
  int admitted = 0;
  if (!cc_cap_binding(at->plan, at->set, at->month, &limit, &cost)) {
    return arriving->count;
  }
  double room = floor(limit + at->micro->rounding[ROUND_CAP]) - count_staying(at);
  if (room >= arriving->count) {
    return arriving->count;
  }
  cc_arrivals_take_turns(&at->micro->history, arriving);
  while (admitted < arriving->count && room > 0.0) {
    room -= would_stay(at, cc_arrival_in_turn(arriving, admitted)) ? 1.0 : 0.0;
    admitted++;
  }
  return admitted;
}

static cc_status arrive(const month_of *at) {
  cc_arrival_list *arriving = &at->micro->arrivals.months[at->month];
  for (int i = 0; i < arriving->count; i++) {
    find_place(at, &arriving->items[i]);
  }
  int admitted = count_admitted(at, arriving);
  if (!cc_simulated_children_reserve(&at->micro->children, admitted)) {
    return CC_NO_MEMORY;
  }
  at->micro->book.diverted = arriving->count - admitted;
  for (int i = 0; i < admitted; i++) {
    enter(at, cc_arrival_in_turn(arriving, i));
  }
  cc_children_meet_events(&at->life);
  return CC_OK;
}

/* ---- capacity -------------------------------------------------------------------------------- */

static uint32_t states_of(const cc_plan *plan, int placement) {
  uint32_t states = 0;
  for (int s = 0; s < plan->n_states; s++) {
    states |= (uint32_t)(plan->state_placement[s] == placement) << s;
  }
  return states;
}

static void overflow(const month_of *at, const cc_results *results) {
  const cc_plan *plan = at->plan;
  for (int i = 0; i < plan->demand.n_overflow; i++) {
    int p = plan->demand.overflow_order[i], to = plan->placements[p].overflow_to;
    double capacity = cc_monthly(plan, results, plan->rows.m_capacity + p, at->month);
    double places = floor(capacity + at->micro->rounding[ROUND_CAPACITY + p]);
    double there = count_placement(plan, &at->micro->book, p);
    if (there > places) {
      cc_children_displace(&at->life, states_of(plan, p), at->micro->placement_name[p], (int)there,
                           (int)(there - places), cc_first_state(plan, to));
    }
  }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void find_shares(int n_states, const double *share, state_shares *shares) {
  int last = n_states - 1;
  while (last > 0 && share[last] <= 0.0) {
    last--;
  }
  for (int s = 0; s < CC_MAX_STATES; s++) {
    shares->per_share[s] = 1.0 / share[s];
    shares->up_to[s + 1] = s < last ? shares->up_to[s] + share[s] : 2.0;
  }
}

/* The shares of first placements, in the first month and where they change. */
static void read_shares(const month_of *at) {
  cc_first_placements *first = &at->workspace->first;
  cc_first_placements_update(at->plan, at->set, at->month, first);
  for (int source = 0; source <= at->plan->demand.n_streams; source++) {
    for (int b = 0; b < at->plan->n_bands; b++) {
      if (at->month == 0 || first->varies[source][b]) {
        find_shares(at->plan->n_states, first->share[source][b], &at->micro->shares[source][b]);
      }
    }
  }
}

/* The ages of those who come in the month. */
static void follow_ages(const month_of *at) {
  cc_entry_ages *ages = &at->workspace->cohorts.entry_ages;
  double by_band[CC_MAX_BANDS];
  cc_entries_by_band(at->plan, at->set, at->month, by_band);
  cc_entry_ages_follow(at->plan, at->set, at->month, by_band, ages);
  if (at->month == 0 || ages->changes != at->micro->ages.made) {
    tabulate_ages(at->plan, ages, &at->micro->ages);
  }
  if (at->month == 0) {
    guess_ages(at->plan, &at->micro->ages);
  }
}

/* A month begins: those who are there will be through it, as far as is known. */
static void begin_month(const month_of *at) {
  cc_month_book *book = &at->micro->book;
  if (cc_ways_out_read(at->plan, at->set, at->month, &at->micro->ways)) {
    cc_children_read_rates(&at->micro->ways, &at->micro->children);
  }
  read_shares(at);
  follow_ages(at);
  memcpy(book->months, book->children, sizeof book->months);
  memset(book->taken, 0, sizeof book->taken);
  memset(book->entries, 0, sizeof book->entries);
  memset(book->turned_18, 0, sizeof book->turned_18);
  memset(book->displaced_in, 0, sizeof book->displaced_in);
  memset(book->displaced_out, 0, sizeof book->displaced_out);
}

/* What is kept of a month, in the terms of the cohorts. */
static void keep(const month_of *at, cc_results *results) {
  const cc_month_book *book = &at->micro->book;
  double in_band[CC_MAX_BANDS][CC_MAX_STATES];
  cc_flows flows;
  memset(flows.child_years, 0, sizeof flows.child_years);
  for (int b = 0; b < at->plan->n_bands; b++) {
    for (int s = 0; s < CC_MAX_STATES; s++) {
      flows.child_years[s] += month_years * book->months[cc_spot(b, s)];
    }
  }
  memcpy(in_band, book->children, sizeof in_band);
  memcpy(flows.exits, book->taken + CC_COUNT_EXITS, sizeof flows.exits);
  memcpy(flows.moves_out, book->taken + CC_COUNT_MOVES_OUT, sizeof flows.moves_out);
  memcpy(flows.moves_in, book->taken + CC_COUNT_MOVES_IN, sizeof flows.moves_in);
  memcpy(flows.entries, book->entries, sizeof flows.entries);
  memcpy(flows.turned_18, book->turned_18, sizeof flows.turned_18);
  memcpy(flows.displaced_in, book->displaced_in, sizeof flows.displaced_in);
  memcpy(flows.displaced_out, book->displaced_out, sizeof flows.displaced_out);
  flows.diverted = book->diverted;
  cc_children_in_care_keep(at->plan, at->month, in_band, &flows, results);
}

/* So many children that their month takes a moment: before it is asked whether the reader has had
 * enough. */
enum { MANY_CHILDREN = 1 << 14 };

static cc_status run_month(const month_of *at, cc_results *results) {
  if (at->micro->children.count >= MANY_CHILDREN && cc_interrupted()) {
    return CC_INTERRUPTED;
  }
  begin_month(at);
  cc_children_live(&at->life);
  cc_children_meet_events(&at->life);
  cc_status status = arrive(at);
  cc_children_grow_older(&at->life);
  overflow(at, results);
  keep(at, results);
  return status;
}

static cc_status simulate(const cc_plan *plan, cc_workspace *workspace, cc_results *results) {
  cc_status status = cc_children_in_care_open(plan, workspace, results);
  if (status == CC_OK) {
    status = open_history(plan, workspace, results);
  }
  for (int month = 0; month < plan->n_months && status == CC_OK; month++) {
    const month_of at = month_at(plan, workspace, month);
    if (plan->demand.present) {
      status = run_month(&at, results);
    }
    cc_simulated_leavers_keep(plan, month, &workspace->micro->leavers, results);
  }
  if (status == CC_OK) {
    cc_children_in_care_close(plan, &workspace->set, results);
    results->most_negative = 0.0;
  }
  return status;
}

void cc_workspace_simulate(cc_workspace *workspace, cc_microsimulation *micro) {
  workspace->micro = micro;
  workspace->simulate = micro == NULL ? NULL : simulate;
}
