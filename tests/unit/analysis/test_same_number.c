/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One number means one thing: laid over a figure by a file, by --set, by the knob that sweep and
 * solve turn, and read again as solve prints it. Tried on every parameter of the shipped bases; the
 * projection and what is in doubt must be the same to the last bit. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "analysis/dimensions.h"
#include "analysis/vary.h"
#include "base/file.h"
#include "support/scenario_fixture.h"

static char folder[] = "/tmp/carecast-same-number-XXXXXX";

/* services.a.cost=5 as the lines of an overlay. */
static void write_overlay(const char *path, const char *number) {
  cc_text text = {0};
  char copy[400];
  int depth = 0;
  snprintf(copy, sizeof copy, "%s", path);
  cc_text_add(&text, "carecast: 1\ntitle: Over\nextends: base.yaml\n");
  for (char *rest = copy, *segment = strtok_r(rest, ".", &rest); segment != NULL;
       segment = strtok_r(NULL, ".", &rest), depth++) {
    cc_text_print(&text, "%s%*s%s:", depth > 0 ? "\n" : "", 2 * depth, "", segment);
  }
  cc_text_print(&text, " %s\n", number);
  assert_int_equal(cc_file_replace("over.yaml", text.data, text.length), CC_OK);
  cc_text_free(&text);
}

/* Another number within the parameter's range, with more digits than people write. */
static double another(const cc_parameter *parameter, double value) {
  double x = value != 0 ? value * (1 - 1.0 / 7.0) : 1.0 / 7.0;
  return fmin(fmax(x, parameter->low), parameter->high);
}

static void assert_same_doubts(const cc_scenario *a, const cc_scenario *b, const char *path) {
  int n_a = 0, n_b = 0;
  cc_dimension *of_a = NULL, *of_b = NULL;
  assert_int_equal(cc_dimensions_find(a, &n_a, &of_a), CC_OK);
  assert_int_equal(cc_dimensions_find(b, &n_b, &of_b), CC_OK);
  assert_int_equal(n_a, n_b);
  for (int d = 0; d < n_a; d++) {
    bool same = of_a[d].place == of_b[d].place && of_a[d].scale == of_b[d].scale &&
                memcmp(of_a[d].distribution.p, of_b[d].distribution.p,
                       sizeof of_a[d].distribution.p) == 0 &&
                cc_dimension_name(a, &of_a[d]) == cc_dimension_name(b, &of_b[d]);
    if (!same) {
      fail_msg("%s: the doubt about number %d differs", path, of_a[d].place);
    }
  }
  free(of_a);
  free(of_b);
}

static void assert_same_results(const cc_scenario *a, const cc_scenario *b, const char *path) {
  size_t bytes = (size_t)a->plan.vector_length * sizeof(double);
  assert_int_equal(a->plan.vector_length, b->plan.vector_length);
  if (memcmp(a->vector, b->vector, bytes) != 0) {
    fail_msg("%s: the numbers differ", path);
  }
  cc_run of_a = cc_run_of(a), of_b = cc_run_of(b);
  bytes = (size_t)(a->plan.rows.annual.count * a->plan.n_years) * sizeof(double);
  if (memcmp(of_a.results->annual, of_b.results->annual, bytes) != 0) {
    fail_msg("%s: the results differ", path);
  }
  cc_run_free(&of_a);
  cc_run_free(&of_b);
  assert_same_doubts(a, b, path);
}

/* The scenario with the number; NULL where the number breaks a sum or a range. */
static cc_scenario *load(const char *file, const char *setting) {
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  cc_status status = cc_scenario_load(file, &setting, setting != NULL, &findings, &scenario);
  assert_true(status == CC_OK || status == CC_INVALID);
  cc_diagnostics_free(&findings);
  return scenario;
}

static bool try_parameter(const cc_scenario *base, int i) {
  const cc_parameter *parameter = &base->plan.parameters[i];
  cc_unit unit = base->resolution.items[i].schema->unit;
  char number[CC_NUMBER_BYTES], setting[400];
  double x = another(parameter, base->vector[parameter->first_value]), read = 0;
  cc_fault fault;
  assert_true(cc_parse_number(cc_print_exact(x, unit, number), unit, &read, &fault));
  assert_true(read == x); /* what solve prints is what it found */
  snprintf(setting, sizeof setting, "%s=%s", parameter->path, number);
  write_overlay(parameter->path, number);
  cc_scenario *set = load("base.yaml", setting), *over = load("over.yaml", NULL);
  assert_true((set == NULL) == (over == NULL));
  cc_arena arena = {0};
  cc_text complaint = {0};
  cc_vary vary;
  cc_status status = cc_vary_create(base, parameter->path, &arena, &vary, &complaint);
  bool tried = set != NULL && status == CC_OK;
  if (tried) {
    cc_scenario turned = *base;
    turned.vector = malloc((size_t)base->plan.vector_length * sizeof(double));
    memcpy(turned.vector, base->vector, (size_t)base->plan.vector_length * sizeof(double));
    cc_vary_apply(&vary, x, turned.vector);
    assert_same_results(set, over, parameter->path);
    assert_same_results(set, &turned, parameter->path);
    free(turned.vector);
  }
  cc_text_free(&complaint);
  cc_arena_free(&arena);
  cc_scenario_free(set);
  cc_scenario_free(over);
  return tried;
}

static void every_parameter_of(const char *shipped, int fewest) {
  char *bytes = NULL, path[500];
  size_t length = 0;
  snprintf(path, sizeof path, "%s/%s", CARECAST_SOURCE_DIR, shipped);
  assert_int_equal(cc_file_read(path, (size_t)1 << 20, &bytes, &length), CC_OK);
  assert_int_equal(cc_file_replace("base.yaml", bytes, length), CC_OK);
  free(bytes);
  cc_scenario *base = load("base.yaml", NULL);
  int tried = 0;
  assert_non_null(base);
  for (int i = 0; i < base->plan.n_parameters; i++) {
    tried += try_parameter(base, i);
  }
  assert_true(tried >= fewest);
  cc_scenario_free(base);
}

static void the_base_of_2020(void **state) {
  (void)state;
  every_parameter_of("scenarios/birmingham-2020/base.yaml", 150);
}

static void the_base_of_2025(void **state) {
  (void)state;
  every_parameter_of("scenarios/birmingham-2025/base.yaml", 110);
}

/* Every key, so every form of a figure. */
static void every_form(void **state) {
  (void)state;
  every_parameter_of("scenarios/explained.yaml", 100);
}

static int make_folder(void **state) {
  (void)state;
  return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int remove_folder(void **state) {
  (void)state;
  return unlink("base.yaml") != 0 || unlink("over.yaml") != 0 || chdir("/") != 0 ||
         rmdir(folder) != 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_base_of_2020),
      cmocka_unit_test(the_base_of_2025),
      cmocka_unit_test(every_form),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
