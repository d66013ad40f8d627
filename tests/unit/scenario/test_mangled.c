/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mangled scenarios: every beginning of explained.yaml, and thousands of copies with bytes changed,
 * lines dropped, doubled or swapped. Loading them must not crash, loop, or fail without a finding;
 * the sanitizer build sees what a crash would not show. The random numbers are the same each time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/text.h"
#include "support/layers_fixture.h"

#ifdef CARECAST_SLOW_BUILD
enum { STRIDE = 7, FLIPS = 500, SHUFFLES = 200 };
#else
enum { STRIDE = 1, FLIPS = 3000, SHUFFLES = 1000 };
#endif

static char *explained;
static size_t explained_length;
static uint64_t seed = 20200401;

static size_t random_below(size_t bound) {
  seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
  return (size_t)(seed >> 33) % bound;
}

/* Reads and resolves; what cannot be used must have a finding that says why. */
static void load(const char *text, size_t length) {
  cc_arena arena = {0};
  cc_diagnostics findings = {0};
  cc_layers layers;
  cc_resolution resolution;
  assert_int_equal(
      cc_layers_read_text("mangled.yaml", text, length, NULL, NULL, 0, &arena, &findings, &layers),
      CC_OK);
  if (layers.root != NULL) {
    assert_int_equal(cc_resolve(layers.root, &arena, &findings, &resolution), CC_OK);
  }
  assert_true(layers.root != NULL || findings.errors > 0);
  if (random_below(50) == 0) {
    free(cc_print_findings(&findings));
  }
  cc_diagnostics_free(&findings);
  cc_arena_free(&arena);
}

static void test_every_beginning(void **state) {
  (void)state;
  for (size_t length = 0; length <= explained_length; length += STRIDE) {
    load(explained, length);
  }
}

static void test_bytes_changed(void **state) {
  (void)state;
  static const char likely[] = " :-{}[],#&*!|>'\"%@`\n\t\\~.0123456789knull\xc2\xa3\xff";
  char *text = malloc(explained_length + 1);
  assert_non_null(text);
  for (int i = 0; i < FLIPS; i++) {
    memcpy(text, explained, explained_length + 1);
    for (size_t flips = 1 + random_below(4); flips > 0; flips--) {
      size_t at = random_below(explained_length);
      text[at] = random_below(2) != 0 ? likely[random_below(sizeof likely - 1)]
                                      : (char)(unsigned char)random_below(256);
    }
    load(text, explained_length);
  }
  free(text);
}

/* Appends the line that begins at or after a random byte. */
static void add_some_line(cc_text *text) {
  size_t at = random_below(explained_length);
  const char *start = strchr(explained + at, '\n');
  if (start == NULL || start[1] == '\0') {
    return;
  }
  const char *end = strchr(start + 1, '\n');
  cc_text_append(text, start + 1, end != NULL ? (size_t)(end - start) : strlen(start + 1));
}

static void test_lines_shuffled(void **state) {
  (void)state;
  cc_text text = {0};
  for (int i = 0; i < SHUFFLES; i++) {
    cc_text_clear(&text);
    for (const char *line = explained; *line != '\0';) {
      size_t length = strcspn(line, "\n") + 1;
      size_t what = random_below(40);
      if (what > 0) {
        cc_text_append(&text, line, length);
      }
      if (what == 1) {
        add_some_line(&text);
      }
      line += length;
    }
    load(text.data, text.length);
  }
  cc_text_free(&text);
}

static int read_explained(void **state) {
  (void)state;
  return cc_file_read(CARECAST_SOURCE_DIR "/scenarios/explained.yaml", 1 << 20, &explained,
                      &explained_length) == CC_OK
             ? 0
             : -1;
}

static int free_explained(void **state) {
  (void)state;
  free(explained);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_beginning),
      cmocka_unit_test(test_bytes_changed),
      cmocka_unit_test(test_lines_shuffled),
  };
  return cmocka_run_group_tests(tests, read_explained, free_explained);
}
