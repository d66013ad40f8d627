/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One figure over another. An overlay amends: it replaces what it says and nothing else.
 *
 *   a number        replaces the central value: of a figure by years, in each of its years
 *   years           replace the figure from the first of them on; until then the base's own course
 *                   holds, which `before` says where the base has a constant
 *   years of money  of an amount that is spent, nothing is spent until the first of them; where the
 *                   base spends something before it, that is said aloud
 *   before alone    says what holds before the base's years, which stay
 *   mid-years       the same over mid-years; over anything else they replace it, level before
 *   growth, index   one takes the other's place, as both say how the figure rises
 *   uncertainty     replaces; what is not replaced goes with the number (doubt.h), and says
 *                   `around` which number it was written
 *   none            takes growth, index or uncertainty away
 *
 * Source and basis are the overlay's own (attribution.c). Where the base's course holds for some
 * years, they stand beside each of the overlay's years and those of the base beside the whole. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "scenario/dates.h"
#include "scenario/laying.h"
#include "scenario/quantity.h"
#include "scenario/say.h"
#include "scenario/source_text.h"

/* What a figure says, taken apart. */
typedef struct {
  const cc_node *node;
  const cc_node *value; /* of a constant: the number, NULL when a distribution says it */
  const cc_entry *distribution;
  const cc_node *growth, *index, *uncertainty, *source, *basis;
  const cc_entry *note;
  int n_years; /* `before`, years or mid-years, in the order of their months */
  const cc_entry **years;
  int *months;
  bool by_mid_years;
  bool unclear; /* says something that is no figure, or its value twice: to be reported, not laid */
} figure;

/* A figure over another in the making. */
typedef struct {
  cc_laying *l;
  const cc_schema *schema;
  const figure *base, *over;
  bool replaces;   /* the overlay says a value */
  bool keeps_past; /* ... by years, and the base's course holds before them */
  cc_entries made;
} laying;

/* ---- taking apart ---------------------------------------------------------------------------- */

static void add_year(figure *f, const cc_entry *entry, int month) {
  int i = f->n_years++;
  for (; i > 0 && f->months[i - 1] > month; i--) {
    f->months[i] = f->months[i - 1];
    f->years[i] = f->years[i - 1];
  }
  f->months[i] = month;
  f->years[i] = entry;
}

static void take_amendment(figure *f, const cc_entry *entry) {
  const cc_node **place = entry->key[0] == 'g'   ? &f->growth
                          : entry->key[0] == 'i' ? &f->index
                                                 : &f->uncertainty;
  *place = entry->value;
}

static void take_attribution(figure *f, const cc_entry *entry) {
  if (entry->key[0] == 'n') {
    f->note = entry;
  } else {
    *(entry->key[0] == 's' ? &f->source : &f->basis) = entry->value;
  }
}

static void take_entry(figure *f, const cc_entry *entry) {
  int month = CC_BEFORE;
  switch (cc_key_role_of(entry->key)) {
  case CC_K_VALUE:
    f->value = entry->value;
    break;
  case CC_K_YEAR:
    cc_parse_month(entry->key, &month);
    add_year(f, entry, month);
    break;
  case CC_K_MID_YEAR:
    cc_parse_mid_year(entry->key, &month);
    add_year(f, entry, month);
    f->by_mid_years = true;
    break;
  case CC_K_BEFORE:
    add_year(f, entry, month);
    break;
  case CC_K_DISTRIBUTION:
    f->unclear = f->unclear || f->distribution != NULL;
    f->distribution = entry;
    break;
  case CC_K_AMENDMENT:
    take_amendment(f, entry);
    break;
  case CC_K_ATTRIBUTION:
    take_attribution(f, entry);
    break;
  case CC_K_OTHER:
    f->unclear = true;
  }
}

static cc_status take_apart(cc_laying *l, const cc_node *node, figure *f) {
  *f = (figure){.node = node};
  if (node->kind != CC_MAPPING) {
    f->value = node;
    f->unclear = node->kind != CC_SCALAR || node->faulty;
    return CC_OK;
  }
  f->years = cc_arena_array(l->arena, (size_t)node->count, sizeof(const cc_entry *));
  f->months = cc_arena_array(l->arena, (size_t)node->count, sizeof(int));
  if (f->years == NULL || f->months == NULL) {
    return CC_NO_MEMORY;
  }
  for (int i = 0; i < node->count; i++) {
    take_entry(f, &node->entries[i]);
  }
  f->unclear = f->unclear || node->faulty ||
               (f->value != NULL) + (f->distribution != NULL) + (f->n_years > 0) > 1;
  return CC_OK;
}

static bool says_value(const figure *f) {
  return f->value != NULL || f->distribution != NULL || f->n_years > 0;
}

/* ---- doubts ---------------------------------------------------------------------------------- */

/* The central number of a distribution that stands for a value; NULL when it is not clear. */
static cc_status centre_of(cc_laying *l, const cc_schema *schema, const cc_entry *distribution,
                           const cc_node **centre) {
  const cc_node *list = distribution->value;
  bool listed = list->kind == CC_SEQUENCE;
  double low = 0, high = 0;
  cc_fault fault;
  cc_unit unit = schema != NULL ? schema->unit : CC_U_TARGET;
  *centre = listed && list->count == 3 ? list->items[1] : NULL;
  if (!listed || list->count != 2 || !cc_parse_number(list->items[0]->text, unit, &low, &fault) ||
      !cc_parse_number(list->items[1]->text, unit, &high, &fault)) {
    return CC_OK;
  }
  char text[CC_NUMBER_BYTES];
  const char *kept = cc_arena_print(l->arena, "%s", cc_print_exact(0.5 * (low + high), unit, text));
  return kept != NULL ? cc_make_scalar(l, list, kept, centre) : CC_NO_MEMORY;
}

/* {triangular: [12, 15.7, 20], around: 15.7}; what says so already stays. */
static cc_status with_around(cc_laying *l, const cc_node *doubt, const cc_node *around,
                             const cc_node **with) {
  cc_entries made;
  *with = doubt;
  if (doubt->kind != CC_MAPPING || around == NULL || cc_node_entry(doubt, "around") != NULL) {
    return CC_OK;
  }
  cc_status status = cc_entries_make(l, doubt->count + 1, &made);
  if (status != CC_OK) {
    return status;
  }
  for (int i = 0; i < doubt->count; i++) {
    made.entries[made.count++] = doubt->entries[i];
  }
  cc_entries_put(&made, "around", around->at, around);
  return cc_node_make_mapping(l->arena, doubt, made.entries, made.count, with);
}

/* The doubt about a constant as one that can go with another number; NULL when there is none. */
static cc_status doubt_of(cc_laying *l, const cc_schema *schema, const figure *f,
                          const cc_node **doubt) {
  const cc_node *around = f->value, *alone = f->uncertainty;
  cc_status status = CC_OK;
  *doubt = NULL;
  if (f->distribution != NULL) {
    status = centre_of(l, schema, f->distribution, &around);
    if (status == CC_OK) {
      status = cc_node_make_mapping(l->arena, f->distribution->value, f->distribution, 1, &alone);
    }
  }
  if (status != CC_OK || alone == NULL || cc_says_none(alone)) {
    return status;
  }
  return with_around(l, alone, around, doubt);
}

/* ---- one number in the place of another ------------------------------------------------------ */

/* A number with the doubt about what it replaces; `otherwise` where there was none about that. */
static cc_status doubted(laying *a, const cc_node *year, const cc_node *number,
                         const cc_node *otherwise, const cc_node **result) {
  figure f;
  const cc_node *doubt = NULL;
  *result = otherwise;
  cc_status status = take_apart(a->l, year, &f);
  if (status == CC_OK) {
    status = doubt_of(a->l, a->schema, &f, &doubt);
  }
  if (status != CC_OK || doubt == NULL) {
    return status;
  }
  cc_entries made;
  status = cc_entries_make(a->l, 2, &made);
  if (status == CC_OK) {
    cc_entries_put(&made, "value", number->at, number);
    cc_entries_put(&made, "uncertainty", doubt->at, doubt);
    status = cc_node_make_mapping(a->l->arena, number, made.entries, made.count, result);
  }
  return status;
}

static cc_status lay_number(laying *a) {
  const figure *base = a->base, *over = a->over;
  const cc_node *number = over->value;
  cc_status status = over->distribution != NULL && base->n_years > 0
                         ? centre_of(a->l, a->schema, over->distribution, &number)
                         : CC_OK;
  if (over->distribution != NULL && (base->n_years == 0 || number == NULL)) {
    a->made.entries[a->made.count++] = *over->distribution;
    return status;
  }
  if (base->n_years == 0 && number != NULL) {
    cc_entries_put(&a->made, "value", number->at, number);
  }
  for (int i = 0; i < base->n_years && status == CC_OK; i++) {
    const cc_node *year = NULL;
    status = doubted(a, base->years[i]->value, number, number, &year);
    cc_entries_put(&a->made, base->years[i]->key, number->at, year);
  }
  return status;
}

/* ---- years ----------------------------------------------------------------------------------- */

/* The month from which on the overlay says the figure. */
static int first_month(const figure *over) {
  return over->months[0];
}

/* The base's own course, up to the overlay's first year. */
static cc_status keep_past(laying *a) {
  const figure *base = a->base;
  int first = first_month(a->over), before = a->made.count;
  cc_status status = CC_OK;
  if (base->n_years == 0 && first > a->l->start) {
    const cc_node *constant = base->value;
    status = constant == NULL ? centre_of(a->l, a->schema, base->distribution, &constant) : CC_OK;
    if (constant != NULL) {
      cc_entries_put(&a->made, "before", constant->at, constant);
    }
  }
  for (int i = 0; i < base->n_years && base->months[i] < first; i++) {
    bool acts = base->months[i] != CC_BEFORE || first > a->l->start;
    if (acts) {
      a->made.entries[a->made.count++] = *base->years[i];
    }
  }
  a->keeps_past = a->made.count > before;
  return status;
}

/* What the base says of a month: the year in force, or NULL. */
static const cc_node *year_in_force(const figure *base, int month) {
  const cc_node *year = NULL;
  for (int i = 0; i < base->n_years && base->months[i] <= month; i++) {
    year = base->years[i]->value;
  }
  return year;
}

/* One year of the overlay: the doubt about the base's year in force goes with its number, and where
 * the past is the base's, it says where it is from itself. */
static cc_status own_year(laying *a, const cc_node *node, int month, const cc_node **owned) {
  figure f;
  const cc_node *in_force = year_in_force(a->base, month);
  cc_status status = take_apart(a->l, node, &f);
  *owned = node;
  if (status != CC_OK || f.unclear || node->kind == CC_SEQUENCE) {
    return status;
  }
  if (in_force != NULL && f.value != NULL && f.uncertainty == NULL) {
    status = doubted(a, in_force, f.value, node, owned);
  }
  if (status != CC_OK || !a->keeps_past) {
    return status;
  }
  cc_laying inner = *a->l;
  (void)cc_laying_enter(&inner, NULL, a->over->node);
  (void)cc_laying_enter(&inner, NULL, node);
  return cc_own(&inner, a->schema, *owned, owned);
}

static bool is_spending(const cc_node *node) {
  return node != NULL && (node->kind != CC_SCALAR || strcmp(node->text, "0") != 0);
}

/* What the base spends between the start and a later month, the first of it; or NULL. */
static const cc_node *find_spending(const figure *base, int start, int until) {
  const cc_node *constant = base->distribution != NULL ? base->distribution->value : base->value;
  if (base->n_years == 0 && until > start && is_spending(constant)) {
    return constant;
  }
  for (int i = 0; i < base->n_years && base->months[i] < until && until > start; i++) {
    int next = i + 1 < base->n_years ? base->months[i + 1] : INT_MAX;
    if (next > start && is_spending(base->years[i]->value)) {
      return base->years[i]->value;
    }
  }
  return NULL;
}

/* An amount that is spent begins with its first year, in an overlay too: what the base spends
 * before that is left out, and not without a word. */
static void drop_past(laying *a) {
  cc_laying *l = a->l;
  const cc_entry *first = a->over->years[0];
  const cc_node *past = find_spending(a->base, l->start, first_month(a->over));
  if (past == NULL) {
    return;
  }
  char help[160];
  snprintf(help, sizeof help, "write `before: 0` if so, else `before:` with what is spent until %s",
           cc_clip(first->key).text);
  cc_diagnose_at(l->findings, CC_W_BASE_SPENDS, first->value->source, first->at, l->path.text, help,
                 "nothing is spent until %s: what the base spends before it is left out",
                 cc_clip(first->key).text);
  cc_diagnose_also_at(l->findings, past->source, past->at);
}

/* `before` alone says what holds before the base's years, which stay. */
static bool says_only_before(const laying *a) {
  return a->over->n_years == 1 && a->over->months[0] == CC_BEFORE && a->base->n_years > 0 &&
         !a->base->by_mid_years;
}

static cc_status lay_before(laying *a) {
  const figure *base = a->base;
  const cc_entry *entry = a->over->years[0];
  const cc_node *year = entry->value;
  a->keeps_past = true;
  cc_status status = own_year(a, entry->value, CC_BEFORE, &year);
  cc_entries_put(&a->made, entry->key, entry->at, year);
  for (int i = 0; i < base->n_years; i++) {
    if (base->months[i] != CC_BEFORE) {
      a->made.entries[a->made.count++] = *base->years[i];
    }
  }
  return status;
}

static cc_status lay_years(laying *a) {
  const figure *over = a->over, *base = a->base;
  bool level = over->by_mid_years && !base->by_mid_years;
  bool spent = a->schema != NULL && a->schema->spent;
  cc_status status = level || spent ? CC_OK : keep_past(a);
  if (spent) {
    drop_past(a);
  }
  for (int i = 0; i < over->n_years && status == CC_OK; i++) {
    const cc_entry *entry = over->years[i];
    const cc_node *year = entry->value;
    status = own_year(a, entry->value, over->months[i], &year);
    cc_entries_put(&a->made, entry->key, entry->at, year);
  }
  return status;
}

/* ---- the value ------------------------------------------------------------------------------- */

/* The base's value, which nothing replaces. Its doubt may be: then a distribution that stands for
 * the value gives way to the number. */
static cc_status keep_value(laying *a) {
  const figure *base = a->base;
  const cc_node *value = base->value;
  cc_status status = CC_OK;
  if (base->distribution != NULL && a->over->uncertainty != NULL) {
    status = centre_of(a->l, a->schema, base->distribution, &value);
  } else if (base->distribution != NULL) {
    a->made.entries[a->made.count++] = *base->distribution;
  }
  if (value != NULL) {
    cc_entries_put(&a->made, "value", value->at, value);
  }
  for (int i = 0; i < base->n_years; i++) {
    a->made.entries[a->made.count++] = *base->years[i];
  }
  return status;
}

static cc_status lay_value(laying *a) {
  if (!a->replaces) {
    return keep_value(a);
  }
  if (says_only_before(a)) {
    return lay_before(a);
  }
  return a->over->n_years > 0 ? lay_years(a) : lay_number(a);
}

static bool is_there(const cc_node *node) {
  return node != NULL && !cc_says_none(node);
}

/* Puts what is there: neither left out nor taken away. */
static void put_there(laying *a, const char *key, const cc_node *node) {
  if (node != NULL && !cc_says_none(node)) {
    cc_entries_put(&a->made, key, node->at, node);
  }
}

/* The doubt as a whole, beside the value or the years. */
static cc_status lay_uncertainty(laying *a) {
  const figure *base = a->base, *over = a->over;
  const cc_node *doubt = over->uncertainty;
  cc_status status = CC_OK;
  bool to_years = a->replaces && over->n_years == 0 && base->n_years > 0;
  if (to_years && (over->distribution != NULL || is_there(over->uncertainty))) {
    status = doubt_of(a->l, a->schema, over, &doubt); /* as a factor on the base's years */
  } else if (over->uncertainty == NULL && over->distribution == NULL) {
    doubt = base->uncertainty;
    if (a->replaces && base->n_years == 0) {
      status = doubt_of(a->l, a->schema, base, &doubt);
    }
  }
  put_there(a, "uncertainty", doubt);
  return status;
}

/* The growth: the overlay's over the base's, or the base's with the provenance that it had. */
static cc_status lay_growth(laying *a) {
  const figure *base = a->base, *over = a->over;
  const cc_schema *schema = a->schema != NULL ? cc_schema_growth() : NULL;
  const cc_node *growth = is_there(base->growth) && !over->by_mid_years ? base->growth : NULL;
  cc_status status = CC_OK;
  if (is_there(over->growth) && growth != NULL) {
    status = cc_lay_figure(a->l, schema, growth, over->growth, &growth);
  } else if (over->growth != NULL || is_there(over->index)) {
    growth = over->growth;
    if (is_there(growth)) {
      status = cc_own(a->l, schema, growth, &growth);
    }
  } else if (growth != NULL && schema != NULL &&
             (a->replaces || over->source != NULL || over->basis != NULL)) {
    status = cc_keep_own(a->l, base->source, base->basis, growth, &growth);
  }
  put_there(a, "growth", growth);
  return status;
}

static void lay_index(laying *a) {
  const figure *over = a->over;
  bool own = over->index != NULL || is_there(over->growth) || over->by_mid_years;
  put_there(a, "index", own ? over->index : a->base->index);
}

static void put_said(laying *a, const char *key, const cc_node *node) {
  if (node != NULL) {
    cc_entries_put(&a->made, key, node->at, node);
  }
}

static cc_status lay_attribution(laying *a) {
  const figure *base = a->base, *over = a->over;
  bool of_base = !a->replaces || a->keeps_past;
  const cc_entry *note = over->note != NULL || !of_base ? over->note : base->note;
  cc_status status = CC_OK;
  if (a->keeps_past) {
    put_said(a, "source", base->source);
    put_said(a, "basis", base->basis);
  } else if (!a->replaces || a->schema == NULL) {
    put_said(a, "source", over->source != NULL || a->replaces ? over->source : base->source);
    put_said(a, "basis", over->basis != NULL || a->replaces ? over->basis : base->basis);
  } else {
    status = cc_put_own(a->l, over->source, over->basis, over->node, &a->made);
  }
  if (note != NULL) {
    a->made.entries[a->made.count++] = *note;
  }
  return status;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* A mapping; a plain number where nothing hangs on it. */
static cc_status finish(laying *a, const cc_node **merged) {
  const cc_entries *made = &a->made;
  if (made->count == 1 && strcmp(made->entries[0].key, "value") == 0) {
    *merged = made->entries[0].value;
    return CC_OK;
  }
  return cc_node_make_mapping(a->l->arena,
                              a->replaces && !a->keeps_past ? a->over->node : a->base->node,
                              made->entries, made->count, merged);
}

static cc_status lay_parts(laying *a, const cc_node **merged) {
  int most = a->base->node->count + a->over->node->count + 10;
  cc_status status = cc_entries_make(a->l, most, &a->made);
  if (status == CC_OK) {
    status = lay_value(a);
  }
  if (status == CC_OK) {
    status = lay_uncertainty(a);
  }
  if (status == CC_OK) {
    status = lay_growth(a);
  }
  if (status == CC_OK) {
    lay_index(a);
    status = lay_attribution(a);
  }
  return status == CC_OK ? finish(a, merged) : status;
}

/* Years cannot stand beside the mid-years that hold until then. */
static bool mixes_years(cc_laying *l, const figure *base, const figure *over) {
  if (!base->by_mid_years || over->n_years == 0 || over->by_mid_years) {
    return false;
  }
  cc_diagnose_at(l->findings, CC_E_QUANTITY, over->node->source, over->years[0]->at, l->path.text,
                 "write mid-years too, such as mid-2022",
                 "the figure below is written by mid-years, and this by financial years");
  cc_diagnose_also_at(l->findings, base->node->source, base->years[0]->at);
  return true;
}

static cc_status lay_figures(cc_laying *l, const cc_schema *schema, const cc_node *base,
                             const cc_node *over, const cc_node **merged) {
  figure under, above;
  *merged = over;
  cc_status status = take_apart(l, base, &under);
  if (status == CC_OK) {
    status = take_apart(l, over, &above);
  }
  if (status != CC_OK || under.unclear || above.unclear || !says_value(&under) ||
      cc_node_is_null(over) || mixes_years(l, &under, &above)) {
    return status;
  }
  laying a = {
      .l = l, .schema = schema, .base = &under, .over = &above, .replaces = says_value(&above)};
  return lay_parts(&a, merged);
}

/* ---- null ------------------------------------------------------------------------------------ */

static bool takes_any_away(const cc_node *over) {
  for (int i = 0; over->kind == CC_MAPPING && i < over->count; i++) {
    if (cc_takes_away(over->entries[i].value)) {
      return true;
    }
  }
  return false;
}

/* The entries of a figure that are not taken away, or of an overlay that take nothing away. */
static cc_status without_taken(cc_laying *l, const cc_node *node, const cc_node *over,
                               const cc_node **rest) {
  cc_entries made;
  *rest = node;
  if (node->kind != CC_MAPPING) {
    return CC_OK;
  }
  cc_status status = cc_entries_make(l, node->count, &made);
  for (int i = 0; status == CC_OK && i < node->count; i++) {
    const cc_node *said = cc_node_get(over, node->entries[i].key);
    if (said == NULL || !cc_takes_away(said)) {
      made.entries[made.count++] = node->entries[i];
    }
  }
  return status == CC_OK ? cc_node_make_mapping(l->arena, node, made.entries, made.count, rest)
                         : status;
}

static void check_taken(cc_laying *l, const cc_node *base, const cc_node *over) {
  for (int i = 0; i < over->count; i++) {
    const cc_entry *entry = &over->entries[i];
    if (cc_takes_away(entry->value) && cc_node_entry(base, entry->key) == NULL) {
      size_t before = cc_path_push(&l->path, entry->key);
      cc_refuse_taking(l, entry, base);
      cc_path_pop(&l->path, before);
    }
  }
}

cc_status cc_lay_figure(cc_laying *l, const cc_schema *schema, const cc_node *base,
                        const cc_node *over, const cc_node **merged) {
  const cc_node *left = base, *laid = over;
  cc_status status = CC_OK;
  if (takes_any_away(over)) {
    check_taken(l, base, over);
    status = without_taken(l, base, over, &left);
    if (status == CC_OK) {
      status = without_taken(l, over, over, &laid);
    }
  }
  if (status == CC_OK && laid->kind == CC_MAPPING && laid->count == 0 && laid != over) {
    *merged = left;
    return CC_OK;
  }
  return status == CC_OK ? lay_figures(l, schema, left, laid, merged) : status;
}
