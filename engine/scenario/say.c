/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of messages: the user's own words cut to a sensible length (a value may be a megabyte),
 * the nearest word, and lists of what would be right. */
#include "scenario/say.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "scenario/path.h"

#define CLIPPED_BYTES ((size_t)50)
#define LISTED_BYTES ((size_t)200)
/* Comparing with each of thousands of names for each of thousands of mistakes would take minutes;
 * who has that many names is not helped by one of them. */
#define MOST_CANDIDATES ((size_t)200)
#define MOST_HELPED ((size_t)50)

cc_word cc_clip(const char *word) {
  cc_word said;
  size_t length = cc_whole_characters(word, CLIPPED_BYTES);
  snprintf(said.text, sizeof said.text, "%.*s%s", (int)length, word,
           word[length] != '\0' ? "..." : "");
  return said;
}

cc_said cc_did_you_mean(const char *word, const char *const *candidates, size_t count) {
  cc_said said = {""};
  const char *nearest = count <= MOST_CANDIDATES ? cc_text_nearest(word, candidates, count) : NULL;
  if (nearest != NULL) {
    snprintf(said.text, sizeof said.text, "did you mean `%s`?", cc_clip(nearest).text);
  }
  return said;
}

const char *cc_nearest_name(const cc_diagnostics *findings, const char *word,
                            const char *const *candidates, size_t count) {
  bool few = count <= MOST_CANDIDATES || findings->count < MOST_HELPED;
  return few ? cc_text_nearest(word, candidates, count) : NULL;
}

cc_words cc_join(const char *const *words, size_t count) {
  cc_words said = {""};
  size_t used = 0;
  for (size_t i = 0; i < count; i++) {
    cc_word word = cc_clip(words[i]);
    if (used + strlen(word.text) + 2 > LISTED_BYTES) {
      snprintf(said.text + used, sizeof said.text - used, ", ...");
      break;
    }
    used += (size_t)snprintf(said.text + used, sizeof said.text - used, "%s%s", i > 0 ? ", " : "",
                             word.text);
  }
  return said;
}

cc_said cc_suggest(const char *word, const char *const *candidates, size_t count,
                   const char *what) {
  cc_said said = cc_did_you_mean(word, candidates, count);
  if (said.text[0] == '\0' && count > 0) {
    snprintf(said.text, sizeof said.text, "%.100s: %s", what, cc_join(candidates, count).text);
  }
  return said;
}
