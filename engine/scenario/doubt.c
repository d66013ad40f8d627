/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The doubt about a figure. Two ways to write it:
 *
 *   {triangular: [12, 15.7, 20]}                      a distribution in the place of the value
 *   {value: 15.7, uncertainty: {lognormal: {cv: 8%}}} a central value and a distribution around it
 *
 * triangular and pert take low, mode and high, uniform takes low and high; normal, lognormal, gamma
 * and beta take sd, or cv, or p10 and p90. The value is the mean of what is given by sd or cv, and
 * must be the mode, or lie inside, of what is given by its ends.
 *
 * A figure with years is uncertain as a whole: one factor, around 1, on all its years. The factor
 * is written in per cent (cv 8%; triangular 90%, 100%, 120%), and never in the unit of the figure
 * but with `around`.
 *
 *   {value: 18, uncertainty: {triangular: [12, 15.7, 20], around: 15.7}}
 *
 * is a doubt that was written about another number, 15.7, and goes with the figure (doubt.h): what
 * an overlay makes of {triangular: [12, 15.7, 20]} when it lays 18 over it. Over years it is the
 * factor that 15.7 would be drawn with. */
#include <math.h>
#include <string.h>

#include "scenario/reading.h"
#include "scenario/say.h"

enum { MOST_NUMBERS = 3 };
#define LARGEST_FACTOR 10.0
/* Two numbers written by people are the same when they differ by rounding only. */
#define SAME 1e-9

typedef struct {
  cc_unit unit;
  double low, high;
} scale;

static scale scale_of(const cc_reading *r, bool relative) {
  if (relative) {
    return (scale){CC_U_SHARE, 0.0, LARGEST_FACTOR};
  }
  return (scale){r->schema->unit, r->schema->low, r->schema->high};
}

static bool is_listed(cc_distribution_kind kind) {
  return kind == CC_TRIANGULAR || kind == CC_PERT || kind == CC_UNIFORM;
}

static const cc_doubt *keep(cc_reading *r, const cc_doubt *doubt) {
  cc_doubt *kept = cc_arena_alloc(r->arena, sizeof *kept);
  if (kept == NULL) {
    r->no_memory = true;
    return NULL;
  }
  *kept = *doubt;
  return kept;
}

/* Keeps a doubt as it was written, in up to three numbers, about the number `around`. */
static const cc_doubt *keep_made(cc_reading *r, const cc_node *at, cc_status status,
                                 const cc_doubt *doubt, const char *why) {
  if (status != CC_OK) {
    cc_reading_fault(r, at, CC_E_DISTRIBUTION, NULL, "no distribution is like that: %s", why);
    return NULL;
  }
  return keep(r, doubt);
}

/* ---- by low, mode and high ------------------------------------------------------------------- */

static bool read_list(cc_reading *r, cc_distribution_kind kind, const cc_node *node, scale in,
                      double numbers[MOST_NUMBERS]) {
  int count = kind == CC_UNIFORM ? 2 : 3;
  const char *word = cc_distribution_word(kind);
  if (node->faulty) {
    r->ok = false;
    return false;
  }
  if (node->kind != CC_SEQUENCE || node->count != count) {
    cc_reading_fault(
        r, node, CC_E_DISTRIBUTION,
        kind == CC_UNIFORM ? "write [low, high]" : "write [low, mode, high]", "`%s` takes %s", word,
        kind == CC_UNIFORM ? "two numbers, low and high" : "three numbers, low, mode and high");
    return false;
  }
  bool read = true;
  for (int i = 0; i < count; i++) {
    read = cc_reading_number(r, node->items[i], in.unit, in.low, in.high, &numbers[i]) && read;
  }
  return read;
}

static const cc_doubt *make_listed(cc_reading *r, cc_distribution_kind kind, const cc_node *node,
                                   const double numbers[MOST_NUMBERS], double around) {
  cc_doubt made = {.scale = 1, .way = CC_BY_ENDS, .around = around};
  const char *why = "";
  memcpy(made.written, numbers, sizeof made.written);
  cc_status status =
      kind == CC_UNIFORM
          ? cc_distribution_by_range(numbers[0], numbers[1], &made.distribution, &why)
          : cc_distribution_by_mode(kind, numbers[0], numbers[1], numbers[2], &made.distribution,
                                    &why);
  return keep_made(r, node, status, &made, why);
}

bool cc_doubt_as_value(cc_reading *r, const cc_entry *entry, double *central,
                       const cc_doubt **doubt) {
  cc_distribution_kind kind = CC_NORMAL;
  double numbers[MOST_NUMBERS] = {0};
  cc_distribution_find(entry->key, &kind);
  if (!is_listed(kind)) {
    cc_diagnose_at(r->findings, CC_E_DISTRIBUTION, entry->value->source, entry->at, r->path,
                   "write {value: ..., uncertainty: {normal: {sd: ...}}}",
                   "`%s` by itself says no central value", entry->key);
    r->ok = false;
    return false;
  }
  if (!read_list(r, kind, entry->value, scale_of(r, false), numbers)) {
    return false;
  }
  *central = kind == CC_UNIFORM ? 0.5 * (numbers[0] + numbers[1]) : numbers[1];
  *doubt = make_listed(r, kind, entry->value, numbers, *central);
  return *doubt != NULL;
}

/* Whether the list belongs to the value: its mode is the value, or its ends lie around it. */
static bool fits_value(cc_reading *r, cc_distribution_kind kind, const cc_node *node,
                       double central, bool relative, const double numbers[MOST_NUMBERS]) {
  bool fits = kind == CC_UNIFORM ? numbers[0] <= central && central <= numbers[1]
                                 : fabs(numbers[1] - central) <= SAME * fabs(central);
  const char *value = relative ? "100%, the figure as it stands" : "the value";
  if (!fits && kind == CC_UNIFORM) {
    cc_reading_fault(r, node, CC_E_DISTRIBUTION, NULL, "low and high must lie around %s", value);
  } else if (!fits) {
    cc_reading_fault(r, node, CC_E_DISTRIBUTION, NULL, "the mode must be %s", value);
  }
  return fits;
}

static const cc_doubt *listed_around(cc_reading *r, cc_distribution_kind kind, const cc_node *node,
                                     double central, bool relative) {
  double numbers[MOST_NUMBERS] = {0};
  if (!read_list(r, kind, node, scale_of(r, relative), numbers)) {
    return NULL;
  }
  const cc_doubt *made = make_listed(r, kind, node, numbers, central);
  bool usable = made != NULL && !isnan(central);
  return usable && fits_value(r, kind, node, central, relative, numbers) ? made : NULL;
}

/* ---- by moments or an interval --------------------------------------------------------------- */

static const char moments_help[] = "write {sd: ...}, {cv: ...%} or {p10: ..., p90: ...}";

/* Reports keys that do not belong and says whether all do. */
static bool known_keys(cc_reading *r, const cc_node *node) {
  static const char *const keys[] = {"sd", "cv", "p10", "p90"};
  bool known = true;
  for (int i = 0; i < node->count; i++) {
    const cc_entry *entry = &node->entries[i];
    bool found = false;
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
      found = found || strcmp(entry->key, keys[k]) == 0;
    }
    if (!found) {
      cc_diagnose_at(r->findings, CC_E_UNKNOWN_KEY, entry->value->source, entry->at, r->path,
                     moments_help, "a distribution has no key `%s`", cc_clip(entry->key).text);
      r->ok = known = false;
    }
  }
  return known;
}

static const cc_doubt *by_sd(cc_reading *r, cc_distribution_kind kind, const cc_node *node,
                             double central, bool relative) {
  cc_doubt made = {.scale = 1, .way = CC_BY_SD, .around = central};
  const char *why = "";
  double sd = 0.0;
  if (relative) {
    cc_reading_fault(r, node, CC_E_DISTRIBUTION, "write {cv: ...%}",
                     "the uncertainty of a figure with years is relative, and an sd is not");
    return NULL;
  }
  if (!cc_reading_number(r, node, r->schema->unit, 0.0, INFINITY, &sd) || isnan(central)) {
    return NULL;
  }
  made.written[0] = sd;
  cc_status status = cc_distribution_by_sd(kind, central, sd, &made.distribution, &why);
  return keep_made(r, node, status, &made, why);
}

static const cc_doubt *by_cv(cc_reading *r, cc_distribution_kind kind, const cc_node *node,
                             double central) {
  cc_doubt made = {.scale = 1, .way = CC_BY_CV, .around = central};
  const char *why = "";
  double cv = 0.0;
  if (!cc_reading_number(r, node, CC_U_SHARE, 0.0, LARGEST_FACTOR, &cv) || isnan(central)) {
    return NULL;
  }
  made.written[0] = cv;
  cc_status status = cc_distribution_by_cv(kind, central, cv, &made.distribution, &why);
  return keep_made(r, node, status, &made, why);
}

static const cc_doubt *by_interval(cc_reading *r, cc_distribution_kind kind, const cc_node *node,
                                   double central, bool relative) {
  cc_doubt made = {.scale = 1, .way = CC_BY_ENDS, .around = central};
  const char *why = "";
  double p10 = 0.0, p90 = 0.0;
  scale in = scale_of(r, relative);
  bool read = cc_reading_number(r, cc_node_get(node, "p10"), in.unit, in.low, in.high, &p10);
  read = cc_reading_number(r, cc_node_get(node, "p90"), in.unit, in.low, in.high, &p90) && read;
  if (!read || isnan(central)) {
    return NULL;
  }
  if (p10 < p90 && !(p10 < central && central < p90)) {
    cc_reading_fault(r, node, CC_E_DISTRIBUTION, NULL, "p10 and p90 must lie around %s",
                     relative ? "100%, the figure as it stands" : "the value");
    return NULL;
  }
  made.written[0] = p10;
  made.written[1] = p90;
  cc_status status = cc_distribution_by_interval(kind, p10, p90, &made.distribution, &why);
  return keep_made(r, node, status, &made, why);
}

static const cc_doubt *moments_around(cc_reading *r, cc_distribution_kind kind, const cc_node *node,
                                      double central, bool relative) {
  const cc_node *sd = cc_node_get(node, "sd"), *cv = cc_node_get(node, "cv");
  bool p10 = cc_node_get(node, "p10") != NULL, p90 = cc_node_get(node, "p90") != NULL;
  if (node->faulty) {
    r->ok = false;
    return NULL;
  }
  if (node->kind != CC_MAPPING) {
    cc_reading_fault(r, node, CC_E_DISTRIBUTION, moments_help, "the width of `%s` is not said",
                     cc_distribution_word(kind));
    return NULL;
  }
  if (!known_keys(r, node)) {
    return NULL;
  }
  if ((sd != NULL) + (cv != NULL) + (p10 || p90) != 1 || p10 != p90) {
    cc_reading_fault(r, node, CC_E_DISTRIBUTION, moments_help,
                     "the width of `%s` must be said in exactly one way",
                     cc_distribution_word(kind));
    return NULL;
  }
  if (sd != NULL) {
    return by_sd(r, kind, sd, central, relative);
  }
  return cv != NULL ? by_cv(r, kind, cv, central) : by_interval(r, kind, node, central, relative);
}

/* ---- either ---------------------------------------------------------------------------------- */

static void refuse_word(cc_reading *r, const cc_entry *entry) {
  const char *words[CC_DISTRIBUTION_KINDS];
  for (int i = 0; i < CC_DISTRIBUTION_KINDS; i++) {
    words[i] = cc_distribution_word((cc_distribution_kind)i);
  }
  cc_diagnose_at(r->findings, CC_E_DISTRIBUTION, entry->value->source, entry->at, r->path,
                 cc_suggest(entry->key, words, CC_DISTRIBUTION_KINDS, "the distributions").text,
                 "`%s` is not a distribution", cc_clip(entry->key).text);
  r->ok = false;
}

/* The distribution of `uncertainty`; NULL, with a finding, when it does not say one. */
static const cc_entry *distribution_of(cc_reading *r, const cc_node *node) {
  const cc_entry *found = NULL;
  int count = 0;
  for (int i = 0; node->kind == CC_MAPPING && i < node->count; i++) {
    bool other = strcmp(node->entries[i].key, "around") != 0;
    found = other ? &node->entries[i] : found;
    count += other;
  }
  if (count != 1) {
    cc_reading_fault(r, node, CC_E_DISTRIBUTION,
                     "such as {lognormal: {cv: 8%}} or {triangular: [12, 15.7, 20]}",
                     "`uncertainty` takes one distribution");
    return NULL;
  }
  return found;
}

static const cc_doubt *read_about(cc_reading *r, const cc_entry *entry, double central,
                                  bool relative) {
  cc_distribution_kind kind = CC_NORMAL;
  if (!cc_distribution_find(entry->key, &kind)) {
    refuse_word(r, entry);
    return NULL;
  }
  return is_listed(kind) ? listed_around(r, kind, entry->value, central, relative)
                         : moments_around(r, kind, entry->value, central, relative);
}

/* A doubt that was written about the number `around`: moved to the figure's own, or as a factor on
 * the numbers of its years. Of nothing there is no factor, and so no doubt. */
static const cc_doubt *move_doubt(cc_reading *r, const cc_doubt *written, double central,
                                  bool relative) {
  if (relative && written->around == 0) {
    return NULL;
  }
  cc_doubt moved = relative ? cc_doubt_as_factor(written) : cc_doubt_about(written, central);
  return keep(r, &moved);
}

const cc_doubt *cc_doubt_around(cc_reading *r, const cc_node *node, double central, bool relative) {
  if (node->faulty) {
    r->ok = false;
    return NULL;
  }
  const cc_entry *entry = distribution_of(r, node);
  const cc_node *around = cc_node_get(node, "around");
  double about = NAN;
  if (entry == NULL || around == NULL) {
    return entry != NULL ? read_about(r, entry, central, relative) : NULL;
  }
  if (!cc_reading_number(r, around, r->schema->unit, r->schema->low, r->schema->high, &about)) {
    about = NAN;
  }
  const cc_doubt *written = read_about(r, entry, about, false);
  return written != NULL && !isnan(central) ? move_doubt(r, written, central, relative) : NULL;
}
