/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_SAY_H
#define CC_SCENARIO_SAY_H

#include <stddef.h>

#include "carecast/diagnostic.h"

/* Small pieces of messages. They are returned by value, so that saying something never needs
 * memory; use them within the expression: cc_clip(word).text. */
typedef struct {
  char text[64];
} cc_word;
typedef struct {
  char text[256];
} cc_words;
typedef struct {
  char text[400];
} cc_said;

/* A word of the user's, cut after some 50 bytes. */
cc_word cc_clip(const char *word);

/* "did you mean `x`?" with the nearest candidate, or "" when none is near. */
cc_said cc_did_you_mean(const char *word, const char *const *candidates, size_t count);

/* The nearest of any number of candidates, or NULL: where there are many, for the first mistakes of
 * a list of findings alone. Comparing thousands of mistakes with thousands of names would take
 * minutes, and who has that many mistakes is not helped by one name more. */
const char *cc_nearest_name(const cc_diagnostics *findings, const char *word,
                            const char *const *candidates, size_t count);

/* "a, b, c", cut with "..." when it grows long. */
cc_words cc_join(const char *const *words, size_t count);

/* "did you mean `x`?", or else "`what` are a, b, c"; "" when there are no candidates. */
cc_said cc_suggest(const char *word, const char *const *candidates, size_t count, const char *what);

#endif
