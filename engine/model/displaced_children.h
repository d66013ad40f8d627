/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_DISPLACED_CHILDREN_H
#define CC_MODEL_DISPLACED_CHILDREN_H

#include "model/simulated_children.h"

/* Who moves on at a month's end for want of a place. */

/* Puts a child into another state. */
void cc_child_displace(const cc_simulated_month *at, int slot, int state);

/* Moves `excess` of the `there` children who are in a set of states (bits), those of a placement
 * whose name's hash is `name`, to another: each as likely as any, and the same ones whoever else is
 * in care. 0 < excess <= there. */
void cc_children_displace(const cc_simulated_month *at, uint32_t states, uint32_t name, int there,
                          int excess, int to);

#endif
