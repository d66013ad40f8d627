/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_SCHEMA_H
#define CC_SCENARIO_SCHEMA_H

#include <stdbool.h>

/* What a scenario may say, as one table. Checking, suggestions, `carecast schema`, the parameter
 * paths and the test that explained.yaml uses every key all read it; a new section is a new entry
 * in it and nothing else here. */

typedef enum {
  CC_S_MAP,   /* fixed keys: `children` lists them; exactly one of `words`, where given, stands */
  CC_S_DICT,  /* keys are names that the user chooses: `children[0]` describes each value */
  CC_S_BANDS, /* keys are the scenario's age bands */
  CC_S_PLACEMENTS,         /* keys are the scenario's placements */
  CC_S_LIST,               /* `children[0]` describes each item; low..high of them */
  CC_S_QUANTITY,           /* a number: a parameter */
  CC_S_BAND_QUANTITY,      /* a quantity for all bands, or a mapping of bands to quantities */
  CC_S_PLACEMENT_QUANTITY, /* a quantity for all placements, or by placement */
  CC_S_TEXT,
  CC_S_NAME,     /* a text that could be a name of the user's: letters, digits, _ and - */
  CC_S_BOOL,     /* yes, no, true, false */
  CC_S_WORD,     /* one of `words` */
  CC_S_INTEGER,  /* a plain whole number in low..high, not a parameter */
  CC_S_YEAR,     /* 2020/21 */
  CC_S_DATE,     /* 2021-10 or 2021/22 */
  CC_S_DURATION, /* 18 months */
  CC_S_REFERENCE /* a name that must exist in the section `words[0]` (a dotted path), e.g.
                    "placements" */
} cc_schema_kind;

/* What a quantity measures: decides how it may be written and its unit in listings. */
typedef enum {
  CC_U_NONE,
  CC_U_CHILDREN, /* plain number; k, m */
  CC_U_COUNT,    /* households, places, FTE, advisers' caseload: plain number; k, m */
  CC_U_PER_10K,  /* per 10,000 residents a year */
  CC_U_PER_YEAR, /* rate per child and year */
  CC_U_CHILDREN_PER_YEAR,
  CC_U_SHARE,  /* must carry %, 0%..100% unless low/high say otherwise */
  CC_U_GROWTH, /* must carry %, may be negative; optional "per year" */
  CC_U_GBP,    /* pounds; optional £; k, m */
  CC_U_GBP_PER_WEEK,
  CC_U_GBP_PER_NIGHT,
  CC_U_GBP_PER_YEAR,
  CC_U_FACTOR, /* plain number or % */
  CC_U_WEIGHT, /* relative weight, plain number >= 0 */
  CC_U_TARGET  /* in the unit of the effect's target: plain, £, k, m or % as the target has it */
} cc_unit;

typedef struct cc_schema cc_schema;
struct cc_schema {
  const char
      *key; /* NULL ends a list of children; in DICT, LIST, ... the item's name in messages */
  cc_schema_kind kind;
  cc_unit unit;
  double low, high; /* of quantities and integers; of a list's length */
  bool required;
  const cc_schema *children;
  const char *const *words; /* of CC_S_WORD, CC_S_REFERENCE, CC_S_MAP and CC_S_LIST (the keys that
                               identify an entry, so that overlays can tell them apart);
                               NULL-terminated */
  const char *doc;          /* one line, for editors */
  bool spent;  /* of a quantity: an amount spent, nothing before the first year that is written */
  bool record; /* of a quantity: for the record, nothing is reckoned from it */
  const char *otherwise; /* what counts where nothing is written, as one would write it; NULL where
                            nothing does */
};

/* The root of the table: a CC_S_MAP. In any mapping of a scenario `source`, `basis` and `note` may
 * stand too; they are not in the table. */
const cc_schema *cc_schema_root(void);

/* The schema of what stands under a key; NULL where the table does not know the key, or NULL. */
const cc_schema *cc_schema_under(const cc_schema *schema, const char *key);

/* What the growth of any quantity is: a parameter of its own. */
const cc_schema *cc_schema_growth(void);

/* The words of `basis`; NULL-terminated. */
extern const char *const cc_basis_words[];

/* The unit as listings print it: "GBP a week", "share", ... */
const char *cc_unit_name(cc_unit unit);
/* The same as messages say it: "an amount of pounds a week", "a share", ... */
const char *cc_unit_words(cc_unit unit);

#endif
