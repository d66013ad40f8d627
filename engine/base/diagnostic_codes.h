/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BASE_DIAGNOSTIC_CODES_H
#define CC_BASE_DIAGNOSTIC_CODES_H

/* Every finding has a stable code. X(name, "code", severity, "what kind of thing is wrong").
 * E0xx reading the file, E1xx its shape, E2xx values, E3xx references and overlays,
 * E4xx sense between values, W9xx warnings. */
#define CC_CODE_TABLE(X)                                                                           \
  X(CC_E_READ, "E001", CC_ERROR, "file cannot be read")                                            \
  X(CC_E_SYNTAX, "E002", CC_ERROR, "not YAML")                                                     \
  X(CC_E_TOO_LARGE, "E003", CC_ERROR, "file larger than 1 MiB")                                    \
  X(CC_E_TOO_DEEP, "E004", CC_ERROR, "nested deeper than 32")                                      \
  X(CC_E_TOO_MANY, "E005", CC_ERROR, "more than 20,000 nodes")                                     \
  X(CC_E_ALIAS, "E006", CC_ERROR, "anchor or alias")                                               \
  X(CC_E_TAG, "E007", CC_ERROR, "tag")                                                             \
  X(CC_E_DOCUMENTS, "E008", CC_ERROR, "not exactly one document")                                  \
  X(CC_E_ENCODING, "E009", CC_ERROR, "not UTF-8 text")                                             \
  X(CC_E_UNKNOWN_KEY, "E101", CC_ERROR, "unknown key")                                             \
  X(CC_E_DUPLICATE_KEY, "E102", CC_ERROR, "duplicate key")                                         \
  X(CC_E_MISSING_KEY, "E103", CC_ERROR, "required key missing")                                    \
  X(CC_E_KIND, "E104", CC_ERROR, "wrong kind of node")                                             \
  X(CC_E_NAME, "E105", CC_ERROR, "not a usable name")                                              \
  X(CC_E_EMPTY, "E106", CC_ERROR, "nothing written")                                               \
  X(CC_E_NUMBER, "E201", CC_ERROR, "not a number")                                                 \
  X(CC_E_UNIT, "E202", CC_ERROR, "wrong unit")                                                     \
  X(CC_E_RANGE, "E203", CC_ERROR, "out of range")                                                  \
  X(CC_E_DATE, "E204", CC_ERROR, "not a date or financial year")                                   \
  X(CC_E_WORD, "E205", CC_ERROR, "not one of the words allowed")                                   \
  X(CC_E_QUANTITY, "E206", CC_ERROR, "a value written two ways, or none")                          \
  X(CC_E_DISTRIBUTION, "E207", CC_ERROR, "not a usable distribution")                              \
  X(CC_E_YEARS_OPEN, "E208", CC_ERROR, "years of which a figure says nothing")                     \
  X(CC_E_REFERENCE, "E301", CC_ERROR, "names something that is not there")                         \
  X(CC_E_EXTENDS, "E302", CC_ERROR, "extends cannot be followed")                                  \
  X(CC_E_CYCLE, "E303", CC_ERROR, "a cycle")                                                       \
  X(CC_E_OUTSIDE, "E304", CC_ERROR, "outside the scenario root")                                   \
  X(CC_E_SET, "E305", CC_ERROR, "--set is not PATH=VALUE")                                         \
  X(CC_E_TARGET, "E306", CC_ERROR, "an effect that reaches no parameter")                          \
  X(CC_E_SUM, "E401", CC_ERROR, "parts do not sum")                                                \
  X(CC_E_ORDER, "E402", CC_ERROR, "dates or bounds out of order")                                  \
  X(CC_E_DOUBLE_COUNT, "E403", CC_ERROR, "counted twice")                                          \
  X(CC_E_LIMIT, "E404", CC_ERROR, "more than the engine holds")                                    \
  X(CC_E_CONFLICT, "E405", CC_ERROR, "two settings contradict")                                    \
  X(CC_E_EFFECT_RANGE, "E406", CC_ERROR, "an effect leaves the parameter's range")                 \
  X(CC_E_SECTION, "E407", CC_ERROR, "a section needs another section")                             \
  X(CC_W_NO_SOURCE, "W901", CC_WARNING, "figures without a source")                                \
  X(CC_W_BASE_SPENDS, "W902", CC_WARNING,                                                          \
    "what the base spends before the overlay's first year is left out")                            \
  X(CC_W_NO_YEAR, "W903", CC_WARNING, "what is written holds in no year")                          \
  X(CC_W_NO_MONTH, "W904", CC_WARNING, "what is written acts in no month")                         \
  X(CC_W_REPEATS, "W905", CC_WARNING, "a recurrent amount that is added again each year")          \
  X(CC_W_NOTHING, "W906", CC_WARNING, "what is written changes nothing")                           \
  X(CC_W_NEWBORNS, "W907", CC_WARNING, "nothing is said of children who enter at birth")

#define CC_CODE_ENUM(name, code, severity, words) name,
typedef enum { CC_CODE_TABLE(CC_CODE_ENUM) CC_CODE_COUNT } cc_code;
#undef CC_CODE_ENUM

#endif
