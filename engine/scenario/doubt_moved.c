/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A doubt that goes with its number. Written about v and moved to x, with f = x / v:
 *
 *   sd s                      sd s about x
 *   cv c                      cv c about x
 *   low, mode, high; p10, p90 each times f; from v = 0, where there is no f, each plus x
 *
 * A negative f turns the ends round. */
#include "scenario/doubt.h"

typedef struct {
  double factor, shift;
} movement;

static double moved(movement m, double number) {
  return number * m.factor + m.shift;
}

static cc_status move_ends(const cc_doubt *doubt, movement m, cc_distribution *made,
                           const char **why) {
  cc_distribution_kind kind = doubt->distribution.kind;
  bool listed = kind == CC_TRIANGULAR || kind == CC_PERT;
  double first = moved(m, doubt->written[0]), second = moved(m, doubt->written[1]);
  double low = m.factor < 0 ? second : first, high = m.factor < 0 ? first : second;
  if (listed) {
    double third = moved(m, doubt->written[2]);
    low = m.factor < 0 ? third : first;
    high = m.factor < 0 ? first : third;
    return cc_distribution_by_mode(kind, low, second, high, made, why);
  }
  return kind == CC_UNIFORM ? cc_distribution_by_range(low, high, made, why)
                            : cc_distribution_by_interval(kind, low, high, made, why);
}

/* The distribution about a number as it would be written there; CC_INVALID when there is none. */
static cc_status write_about(const cc_doubt *doubt, double value, cc_distribution *made) {
  bool proportion = doubt->around != 0;
  movement m = {proportion ? value / doubt->around : 1, proportion ? 0 : value};
  cc_distribution_kind kind = doubt->distribution.kind;
  const char *why = "";
  return doubt->way == CC_BY_ENDS ? move_ends(doubt, m, made, &why)
         : doubt->way == CC_BY_CV
             ? cc_distribution_by_cv(kind, value, doubt->written[0], made, &why)
             : cc_distribution_by_sd(kind, value, doubt->written[0], made, &why);
}

cc_doubt cc_doubt_about(const cc_doubt *doubt, double value) {
  cc_doubt made = *doubt;
  made.scale = 1;
  if (write_about(doubt, value, &made.distribution) != CC_OK) {
    (void)write_about(doubt, doubt->around, &made.distribution);
    made.scale = doubt->around != 0 ? value / doubt->around : 1;
  }
  return made;
}

cc_doubt cc_doubt_as_factor(const cc_doubt *doubt) {
  cc_doubt made = *doubt;
  made.scale = doubt->scale / doubt->around;
  made.of_one_number = true;
  return made;
}

double cc_doubt_carry(const cc_doubt *from, const cc_doubt *to, double drawn) {
  if (from->scale == 0) {
    return drawn;
  }
  double share = cc_distribution_cdf(&from->distribution, drawn / from->scale);
  return to->scale * cc_distribution_quantile(&to->distribution, share);
}
