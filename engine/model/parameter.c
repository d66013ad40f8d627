/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parameter vector spread over the months.
 *
 * Every value is a walk along its knots. Of steps, the knot in force in a month is the last one
 * that lies at or before it (before the first knot nothing, of an amount spent that begins later;
 * of anything else the first, which the scenario room takes care is asked of no month but before
 * the projection), and growth g and index i compound on it:
 *
 *   value(t) = knot x factor x product of (1 + g(April)) (1 + i(April))
 *
 * over the Aprils after the knot's own financial year, up to the month's. A new knot starts afresh:
 * what is stated for a year is not indexed up to it. Growth and index are read at each April, and
 * in years before the projection straight from their knots, for a price stated for an earlier year
 * is brought forward from there.
 *
 * Of lines (population), the value is read at the middle of the month, between mid-year knots, and
 * level before the first. Both ends of a line are stated figures, so growth and index have work to
 * do only after the last knot.
 *
 * Effects come last, in the order written, and then the range. A ramp grows in a straight line over
 * `ramp` months; its share in a month is the month's average, (t - from + 1/2) / ramp, which never
 * straddles the ramp's end because ramps are whole months. */
#include "model/parameter.h"

enum { YEAR = 12 };

/* Where a parameter stands on its way through the months. */
typedef struct {
  const cc_plan *plan;
  const cc_parameter *parameter;
  const cc_num *knots; /* values, from the parameter vector */
  int knot;            /* the last knot reached; -1 before the first */
  cc_num compounded;   /* growth and index since that knot */
  cc_num factor;
} cc_walk;

/* The financial year a month lies in, counted from the projection's first; floors below zero. */
static int year_of(int month) {
  return month >= 0 ? month / YEAR : -((YEAR - 1 - month) / YEAR);
}

static cc_num clamp(cc_num value, double low, double high) {
  cc_num below = cc_where(value > high, cc_all(high), value);
  return cc_where(value < low, cc_all(low), below);
}

/* The knot in force in a month, or -1 before the first. */
static int knot_in_force(const cc_parameter *parameter, int month) {
  int knot = -1;
  while (knot + 1 < parameter->n_knots && parameter->knots[knot + 1] <= month) {
    knot++;
  }
  return knot;
}

/* A line's value at a time in months; level outside its knots. */
static cc_num on_line(const cc_parameter *parameter, const cc_num *knots, double time) {
  int last = parameter->n_knots - 1;
  if (time <= parameter->knots[0]) {
    return knots[0];
  }
  for (int k = 0; k < last; k++) {
    double left = parameter->knots[k], right = parameter->knots[k + 1];
    if (time < right) {
      return knots[k] + (knots[k + 1] - knots[k]) * (time - left) / (right - left);
    }
  }
  return knots[last];
}

/* The factor on all of a parameter's knots. */
static cc_num factor_of(const cc_parameter *parameter, const cc_num *vector) {
  return parameter->factor == CC_ABSENT ? cc_all(1.0) : vector[parameter->factor];
}

/* What a rate, growth or index, adds at the April of a plan year. Before the projection there is no
 * month to read, and no effect acts: the knots stand. */
static cc_num rate_at(const cc_walk *walk, const cc_series_set *set, const cc_num *vector, int rate,
                      int year) {
  if (rate == CC_ABSENT) {
    return cc_all(0.0);
  }
  const cc_parameter *parameter = &walk->plan->parameters[rate];
  if (year >= 0 || !parameter->varies) {
    return cc_value(set, rate, year * YEAR, 0.0);
  }
  int knot = knot_in_force(parameter, year * YEAR);
  return vector[parameter->first_value + (knot < 0 ? 0 : knot)] * factor_of(parameter, vector);
}

/* Whether growth and index act on a parameter while `knot` is in force. */
static bool compounds(const cc_parameter *parameter, int knot) {
  if (parameter->growth == CC_ABSENT && parameter->index == CC_ABSENT) {
    return false;
  }
  return parameter->shape == CC_STEPS ? knot >= 0 : knot == parameter->n_knots - 1;
}

static void compound(cc_walk *walk, const cc_series_set *set, const cc_num *vector, int year) {
  const cc_parameter *parameter = walk->parameter;
  walk->compounded *= (1.0 + rate_at(walk, set, vector, parameter->growth, year)) *
                      (1.0 + rate_at(walk, set, vector, parameter->index, year));
}

/* Stands at the first month, whatever was compounded before it included. */
static cc_walk start_walk(const cc_plan *plan, int number, const cc_series_set *set,
                          const cc_num *vector) {
  const cc_parameter *parameter = &plan->parameters[number];
  cc_walk walk = {
      .plan = plan,
      .parameter = parameter,
      .knots = vector + parameter->first_value,
      .factor = factor_of(parameter, vector),
      .knot = knot_in_force(parameter, 0),
      .compounded = cc_all(1.0),
  };
  if (compounds(parameter, walk.knot)) {
    for (int year = year_of(parameter->knots[walk.knot]) + 1; year <= 0; year++) {
      compound(&walk, set, vector, year);
    }
  }
  return walk;
}

/* Steps into a month after the first. */
static void step_walk(cc_walk *walk, const cc_series_set *set, const cc_num *vector, int month) {
  const cc_parameter *parameter = walk->parameter;
  if (walk->knot + 1 < parameter->n_knots && parameter->knots[walk->knot + 1] <= month) {
    walk->knot++;
    walk->compounded = cc_all(1.0);
  } else if (month % YEAR == 0 && compounds(parameter, walk->knot)) {
    compound(walk, set, vector, month / YEAR);
  }
}

static cc_num stand(const cc_walk *walk, int month) {
  const cc_parameter *parameter = walk->parameter;
  if (walk->knot < 0 && parameter->begins_later) {
    return cc_all(0.0);
  }
  cc_num knot = parameter->shape == CC_LINEAR ? on_line(parameter, walk->knots, (double)month + 0.5)
                                              : walk->knots[walk->knot < 0 ? 0 : walk->knot];
  return knot * walk->factor * walk->compounded;
}

/* The share of an effect that is reached in a month. */
static double ramp_share(const cc_effect *effect, int month) {
  if (month < effect->from || month >= effect->until) {
    return 0.0;
  }
  double reached = (double)(month - effect->from) + 0.5;
  return reached < (double)effect->ramp ? reached / (double)effect->ramp : 1.0;
}

static cc_num effect_on(cc_num value, cc_effect_kind kind, cc_num share, cc_num amount) {
  switch (kind) {
  case CC_MULTIPLY:
    return value + share * value * (amount - 1.0);
  case CC_ADD:
    return value + share * amount;
  case CC_SET:
    return value + share * (amount - value);
  }
  return value;
}

/* How much of an effect acts in a month. */
static cc_num share_of(const cc_plan *plan, const cc_series_set *set, const double *switches,
                       const cc_effect *effect, int month) {
  const cc_intervention *intervention = &plan->interventions[effect->intervention];
  return switches[effect->intervention] * cc_value(set, intervention->delivery, month, 1.0) *
         ramp_share(effect, month);
}

/* Where an effect's share is 0, the value stays what it was to the last bit. */
static cc_num apply_effect(const cc_plan *plan, const cc_series_set *set, const double *switches,
                           const cc_effect *effect, int month, cc_num value) {
  cc_num share = share_of(plan, set, switches, effect, month);
  if (!cc_any(share != 0.0)) {
    return value;
  }
  cc_num amount = cc_value(set, effect->amount, month, 0.0);
  return cc_where(share != 0.0, effect_on(value, effect->kind, share, amount), value);
}

/* The finished value: effects in the order written, then the range. */
static cc_num finish(const cc_plan *plan, const cc_series_set *set, const double *switches,
                     const cc_parameter *parameter, int month, cc_num value) {
  for (int e = 0; e < parameter->n_effects; e++) {
    value = apply_effect(plan, set, switches, &parameter->effects[e], month, value);
  }
  return clamp(value, parameter->low, parameter->high);
}

/* Whether a month is as the one before: no knot, no April, no line, and no effect. */
static bool stays(const cc_walk *walk, int month) {
  const cc_parameter *parameter = walk->parameter;
  return parameter->shape == CC_STEPS && parameter->n_effects == 0 && month % YEAR != 0 &&
         (walk->knot + 1 == parameter->n_knots || parameter->knots[walk->knot + 1] > month);
}

static void expand_one(const cc_plan *plan, int number, const cc_num *vector,
                       const double *switches, cc_series_set *set, cc_num *values) {
  const cc_parameter *parameter = &plan->parameters[number];
  cc_walk walk = start_walk(plan, number, set, vector);
  values[0] = finish(plan, set, switches, parameter, 0, stand(&walk, 0));
  for (int month = 1; month < plan->n_months; month++) {
    if (stays(&walk, month)) {
      values[month] = values[month - 1];
      continue;
    }
    step_walk(&walk, set, vector, month);
    values[month] = finish(plan, set, switches, parameter, month, stand(&walk, month));
  }
}

void cc_parameters_expand(const cc_plan *plan, const cc_num *vector, const double *switches,
                          cc_series_set *set) {
  for (int i = 0; i < plan->n_parameters; i++) {
    int number = plan->order[i];
    const cc_parameter *parameter = &plan->parameters[number];
    cc_num *values =
        parameter->varies ? set->monthly + parameter->row * plan->n_months : &set->constant[number];
    set->of[number] = (cc_series){values, parameter->varies ? 1 : 0};
    if (!parameter->varies) {
      *values = clamp(vector[parameter->first_value] * factor_of(parameter, vector), parameter->low,
                      parameter->high);
    } else {
      expand_one(plan, number, vector, switches, set, values);
    }
  }
}

cc_num cc_year_value(const cc_series_set *set, int parameter, int year, double otherwise) {
  if (parameter == CC_ABSENT || set->of[parameter].stride == 0) {
    return cc_value(set, parameter, 0, otherwise);
  }
  cc_num sum = cc_all(0.0);
  for (int month = year * YEAR; month < (year + 1) * YEAR; month++) {
    sum += cc_value(set, parameter, month, otherwise);
  }
  return sum / YEAR;
}

/* ---- prices ---------------------------------------------------------------------------------- */

/* What the April of a year made of a value that stands in a month of it, where no effect acts. */
static cc_num price_of_written(const cc_plan *plan, const cc_series_set *set, int parameter,
                               int month, cc_num value) {
  const cc_parameter *p = &plan->parameters[parameter];
  int april = month - month % YEAR, knot = knot_in_force(p, month);
  if (!compounds(p, knot) || knot != knot_in_force(p, april - 1)) {
    return cc_all(0.0);
  }
  cc_num step =
      (1.0 + cc_value(set, p->growth, april, 0.0)) * (1.0 + cc_value(set, p->index, april, 0.0));
  return cc_where(step > 0.0, value - value / step, cc_all(0.0));
}

/* Effects are linear in the value that is written: after them it is a part of that and a fixed
 * amount, whose own price is its own. */
static cc_num price_in_month(const cc_plan *plan, const cc_series_set *set, const double *switches,
                             int parameter, int month) {
  const cc_parameter *p = &plan->parameters[parameter];
  cc_num fixed = cc_all(0.0), price_of_fixed = cc_all(0.0);
  for (int e = 0; e < p->n_effects; e++) {
    const cc_effect *effect = &p->effects[e];
    cc_num share = share_of(plan, set, switches, effect, month);
    cc_num amount = cc_value(set, effect->amount, month, 0.0);
    cc_num kept = effect->kind == CC_MULTIPLY ? 1.0 + share * (amount - 1.0)
                  : effect->kind == CC_SET    ? 1.0 - share
                                              : cc_all(1.0);
    cc_num put = effect->kind == CC_MULTIPLY ? cc_all(0.0) : share;
    fixed = fixed * kept + put * amount;
    price_of_fixed =
        price_of_fixed * kept + put * price_of_written(plan, set, effect->amount, month, amount);
  }
  cc_num written = cc_value(set, parameter, month, 0.0) - fixed;
  return price_of_written(plan, set, parameter, month, written) + price_of_fixed;
}

cc_num cc_price_part(const cc_plan *plan, const cc_series_set *set, const double *switches,
                     int parameter, int year) {
  cc_num sum = cc_all(0.0);
  for (int month = year * YEAR; month < (year + 1) * YEAR && year > 0; month++) {
    sum += price_in_month(plan, set, switches, parameter, month);
  }
  return sum / YEAR;
}
