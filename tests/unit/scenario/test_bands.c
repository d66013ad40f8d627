/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of age bands by their lower ages. Wrong lists are in tests/broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "support/layers_fixture.h"

static void assert_bands(const char *list, const char *expected) {
  cc_layers_fixture f;
  cc_text text = {0}, names = {0};
  cc_text_print(&text, CC_HEAD "%s", list);
  cc_layers_open(&f, text.data, NULL);
  cc_assert_findings(&f, "");
  for (int i = 0; i < f.resolution.n_bands; i++) {
    cc_text_print(&names, "%s@%d ", f.resolution.band_names[i], f.resolution.band_ages[i]);
  }
  assert_string_equal(names.data, expected);
  cc_text_free(&text);
  cc_text_free(&names);
  cc_layers_close(&f);
}

static void test_names_of_bands(void **state) {
  (void)state;
  assert_bands("", "under_1@0 1-4@1 5-9@5 10-15@10 16-17@16 ");
  assert_bands("bands: [0, 1, 5, 10, 16]\n", "under_1@0 1-4@1 5-9@5 10-15@10 16-17@16 ");
  assert_bands("bands: [0]\n", "0-17@0 ");
  assert_bands("bands: [0, 17]\n", "0-16@0 17@17 ");
  assert_bands("bands: [0, 1, 2, 3, 10, 11, 16, 17]\n",
               "under_1@0 1@1 2@2 3-9@3 10@10 11-15@11 16@16 17@17 ");
}

/* While the list is wrong no band is reported as unknown: the list is the only mistake. */
static void test_a_wrong_list_is_one_finding(void **state) {
  (void)state;
  cc_layers_fixture f;
  cc_layers_open(&f, CC_HEAD "bands: [0, 5, 3]\npopulation: {0-2: 5, 3-17: x}\n", NULL);
  cc_assert_findings(&f, "4:15 E402\n5:28 E201\n");
  cc_layers_close(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_names_of_bands),
      cmocka_unit_test(test_a_wrong_list_is_one_finding),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
