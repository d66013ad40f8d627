/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_SIMULATED_CHILDREN_H
#define CC_MODEL_SIMULATED_CHILDREN_H

#include "model/simulated_leavers.h"
#include "model/ways_out.h"
#include "numeric/random.h"

/* Which of all random histories is followed. */
typedef struct {
  uint64_t seed;
  uint32_t draw;
} cc_history;

/* What a simulation's random numbers are for. The streams that begin a child's life hold 2^20
 * children, each with 2^12 blocks of its own. */
typedef enum {
  CC_ROUNDINGS,
  CC_OPENING_CHILDREN, /* of a placement's name */
  CC_OPENING_CLOCKS,
  CC_OPENING_LEAVERS,
  CC_ENTRANTS,    /* of a stream's name, by band and layer (arrivals.h) */
  CC_TURNED_AWAY, /* likewise */
  CC_DISPLACED    /* of a placement's name, by month */
} cc_chances_kind;

/* The number (random.h) of the stream of a kind; `which` is below 2^16. */
static inline uint32_t cc_chances_of(cc_chances_kind kind, int which) {
  return cc_stream_id(CC_STREAM_CHILDREN, (uint32_t)kind << 16 | (uint32_t)which);
}

enum { CC_CHILDREN_OF_A_STREAM = 1 << 20, CC_BLOCKS_OF_A_CHILD = 1 << 12 };

/* Where the numbers of child `number` of a stream begin. The name's hash is part of it: in another
 * scenario, which has other placements or streams beside this one, the same children so meet the
 * same chances. */
static inline cc_random_address cc_child_address(uint32_t stream, uint32_t name, uint32_t number) {
  return (cc_random_address){stream, number * CC_BLOCKS_OF_A_CHILD, name};
}
uint32_t cc_name_of_chances(const char *name);

/* Children one by one, each in a slot; a slot whose child has left is free for another. */
typedef struct {
  float *clock;            /* [room] what rates have still to spend before the next event */
  float *rate;             /* [room] at which the month does so; 0 in a free slot */
  int16_t *outgrows;       /* [room] the month at whose end the child is too old for the band */
  int16_t *displaced;      /* [room] the month of the last time */
  int16_t *spot;           /* [room] CC_GONE in a free slot */
  cc_random_address *next; /* [room] the block for the child's next event */
  uint32_t *identity;      /* [room] who it is, whatever the slot and whoever else is there */
  int *free;               /* [n_free] slots */
  int n_free;
  int count, room; /* slots, free ones included */
  uint8_t *marks;  /* [room] scratch */
  int *birthdays;  /* [2 room] slots of those whose band ends with the month */
  int n_birthdays;
  int *due; /* [room] slots in which an event is due */
  int n_due;
  double *turns; /* [2 room] scratch */
} cc_simulated_children;

/* What happens in a month. The time of those who are there when it begins is taken to be spent
 * where they are: when a child leaves a spot, the part not spent there is moved on. */
typedef struct {
  double children[CC_SPOTS]; /* now */
  double months[CC_SPOTS];   /* that children spend there */
  double taken[CC_COUNTERS]; /* ways out, as ways_out.h counts them */
  cc_state_row entries, turned_18, displaced_in, displaced_out;
  double diverted;
} cc_month_book;

/* All that a child's month needs. */
typedef struct {
  const cc_plan *plan;
  const cc_history *history;
  const cc_ways_out *ways; /* of the month */
  int month;
  cc_simulated_children *children;
  cc_simulated_leavers *leavers;
  cc_month_book *book;
} cc_simulated_month;

void cc_simulated_children_free(cc_simulated_children *children);

/* Makes room for `more` children beyond those there are. Returns false when memory is out. */
bool cc_simulated_children_reserve(cc_simulated_children *children, int more);

/* Takes in a child, for whom there must be room, and returns the slot. The clock is a unit
 * exponential; `next` the address of the child's numbers. */
int cc_child_take_in(const cc_simulated_month *at, int spot, int age, float clock,
                     cc_random_address next);

/* Gives every child the rate of the month, after rates were read. */
void cc_children_read_rates(const cc_ways_out *ways, cc_simulated_children *children);

/* Lets the month pass for all who are there at its start, or for one who enters with so many months
 * of it left; cc_children_meet_events then has the events happen that are due. */
void cc_children_live(const cc_simulated_month *at);
void cc_child_live(const cc_simulated_month *at, int slot, float months);
void cc_children_meet_events(const cc_simulated_month *at);

/* The birthdays at the month's end that end a band, or childhood. */
void cc_children_grow_older(const cc_simulated_month *at);

#endif
