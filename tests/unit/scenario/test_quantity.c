/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every form of a number that scenarios/explained.yaml lists, and what is told apart by its keys.
 * Messages are in tests/broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "scenario/quantity.h"
#include "support/layers_fixture.h"
#include "support/near.h"

static const cc_schema price = {
    .key = "price", .kind = CC_S_QUANTITY, .unit = CC_U_GBP_PER_WEEK, .low = 0.0, .high = 1e5};
static const cc_schema growth = {
    .key = "growth", .kind = CC_S_QUANTITY, .unit = CC_U_GROWTH, .low = -0.5, .high = 1.0};

typedef struct {
  cc_arena arena;
  cc_diagnostics findings;
  cc_quantity quantity;
  bool ok;
} reading;

static void read_as(reading *r, const cc_schema *schema, const char *text) {
  *r = (reading){.ok = false};
  const cc_node *node = cc_parse_tree(&r->arena, text);
  assert_int_equal(
      cc_quantity_read(node, schema, "a.b", &r->arena, &r->findings, &r->quantity, &r->ok), CC_OK);
  assert_int_equal(r->ok, r->findings.count == 0);
}

/* Reads a text that must be a good price. */
static const cc_quantity *read_price(reading *r, const char *text) {
  read_as(r, &price, text);
  if (!r->ok) {
    fail_msg("%s: %s", text, r->findings.items[0].message);
  }
  return &r->quantity;
}

static void done(reading *r) {
  cc_diagnostics_free(&r->findings);
  cc_arena_free(&r->arena);
}

/* The number of findings about a text that is no good price. */
static size_t faults(const char *text) {
  reading r;
  read_as(&r, &price, text);
  size_t count = r.findings.count;
  done(&r);
  return count;
}

static int april(int year) {
  return cc_first_month(year);
}

static void test_a_plain_number(void **state) {
  (void)state;
  reading r;
  const cc_quantity *q = read_price(&r, "\xc2\xa3"
                                        "4.3k");
  assert_int_equal(q->form, CC_Q_CONSTANT);
  assert_int_equal(q->n_knots, 1);
  assert_true(q->values[0] == 4300.0);
  assert_null(q->doubts);
  assert_null(q->factor);
  assert_null(q->growth);
  assert_null(q->index);
  assert_null(q->source);
  done(&r);
}

static void test_a_value_with_all_that_may_hang_on_it(void **state) {
  (void)state;
  reading r;
  const cc_quantity *q = read_price(&r, "{value: 820, growth: 3% per year, index: own,\n"
                                        " source: cma, basis: published, note: Why.}");
  assert_int_equal(q->form, CC_Q_CONSTANT);
  assert_true(q->values[0] == 820.0);
  assert_string_equal(q->growth->text, "3% per year");
  assert_string_equal(q->index, "own");
  assert_int_equal(q->index_at.line, 1);
  assert_int_equal(q->index_at.column, 42);
  assert_string_equal(q->source, "cma");
  assert_int_equal(q->source_at.line, 2);
  assert_string_equal(q->basis, "published");
  assert_string_equal(q->note, "Why.");
  done(&r);
}

/* Steps come in the order of their years, in whatever order they are written. */
static void test_steps(void **state) {
  (void)state;
  reading r;
  const cc_quantity *q = read_price(&r, "{2022/23: 850, 2019/20: 800, index: own, 2020/21: 820}");
  assert_int_equal(q->form, CC_Q_STEPS);
  assert_int_equal(q->n_knots, 3);
  assert_int_equal(q->months[0], april(2019));
  assert_int_equal(q->months[1], april(2020));
  assert_int_equal(q->months[2], april(2022));
  assert_true(q->values[0] == 800.0 && q->values[1] == 820.0 && q->values[2] == 850.0);
  assert_string_equal(q->index, "own");
  assert_null(q->doubts);
  done(&r);
}

static void test_mid_years(void **state) {
  (void)state;
  reading r;
  const cc_quantity *q = read_price(&r, "{mid-2020: 15125, mid-2019: 15679}");
  assert_int_equal(q->form, CC_Q_MID_YEARS);
  assert_int_equal(q->months[0], 2019 * 12 + 6);
  assert_int_equal(q->months[1], 2020 * 12 + 6);
  assert_true(q->values[0] == 15679.0);
  done(&r);
}

static void test_a_single_year_may_be_uncertain(void **state) {
  (void)state;
  reading r;
  const cc_quantity *q = read_price(
      &r, "{2021/22: {value: 900, uncertainty: {normal: {sd: 10}}, source: x, note: y},\n"
          " 2020/21: 850, 2022/23: {triangular: [900, 950, 1000]}}");
  assert_int_equal(q->n_knots, 3);
  assert_true(q->values[1] == 900.0 && q->values[2] == 950.0);
  assert_null(q->doubts[0]);
  assert_int_equal(q->doubts[1]->distribution.kind, CC_NORMAL);
  cc_assert_near(q->doubts[1]->distribution.p[0], 900.0, 0.0);
  cc_assert_near(q->doubts[1]->distribution.p[1], 10.0, 0.0);
  assert_int_equal(q->doubts[2]->distribution.kind, CC_TRIANGULAR);
  assert_null(q->factor);
  done(&r);
}

static void test_years_share_a_factor(void **state) {
  (void)state;
  reading r;
  const cc_quantity *q = read_price(&r, "{2020/21: 850, 2021/22: 900,\n"
                                        " uncertainty: {triangular: [90%, 100%, 120%]}}");
  assert_null(q->doubts);
  assert_int_equal(q->factor->distribution.kind, CC_TRIANGULAR);
  cc_assert_near(q->factor->distribution.p[0], 0.9, 1e-15);
  cc_assert_near(q->factor->distribution.p[1], 1.0, 0.0);
  cc_assert_near(q->factor->distribution.p[2], 1.2, 1e-15);
  done(&r);
}

static void test_growth_takes_no_growth(void **state) {
  (void)state;
  reading r;
  read_as(&r, &growth, "{2020/21: 2.75%, 2021/22: -1%}");
  assert_true(r.ok);
  assert_true(r.quantity.values[0] == 0.0275);
  assert_true(r.quantity.values[1] == -0.01);
  done(&r);
  read_as(&r, &growth, "{value: 2%, growth: 1%}");
  assert_false(r.ok);
  assert_null(r.quantity.growth);
  done(&r);
}

static void test_ranges_hold_to_the_end(void **state) {
  (void)state;
  assert_int_equal(faults("0"), 0);
  assert_int_equal(faults("100k"), 0);
  assert_int_equal(faults("-1"), 1);
  assert_int_equal(faults("100001"), 1);
  assert_int_equal(faults("{2020/21: -1, 2021/22: 5, 2022/23: 200k}"), 2);
}

/* One wrong part hides no other: each of these has as many findings as mistakes. */
static void test_every_mistake_is_found(void **state) {
  (void)state;
  assert_int_equal(faults("{value: x, uncertainty: {normal: {sd: y}}, index: [], wrong: 1}"), 4);
  assert_int_equal(faults("{2020/21: x, 2021/22: y, uncertainty: {normal: {cv: z}}}"), 3);
  assert_int_equal(faults("{2020/21: {value: x, uncertainty: {normal: {cv: z}}}, 2021: 3}"), 3);
  assert_int_equal(faults("{}"), 1);
  assert_int_equal(faults("[1, 2]"), 1);
  assert_int_equal(faults("{value: [1]}"), 1);
}

static void test_a_faulty_node_is_not_reported_again(void **state) {
  (void)state;
  cc_arena arena = {0};
  cc_diagnostics findings = {0};
  cc_quantity quantity;
  bool ok = true;
  cc_node node = {.kind = CC_SCALAR, .text = "", .faulty = true};
  assert_int_equal(cc_quantity_read(&node, &price, "a", &arena, &findings, &quantity, &ok), CC_OK);
  assert_false(ok);
  assert_int_equal(findings.count, 0);
  cc_arena_free(&arena);
}

static void test_roles_of_keys(void **state) {
  (void)state;
  static const struct {
    const char *key;
    cc_key_role role;
  } cases[] = {{"value", CC_K_VALUE},
               {"2020/21", CC_K_YEAR},
               {"mid-2020", CC_K_MID_YEAR},
               {"pert", CC_K_DISTRIBUTION},
               {"normal", CC_K_DISTRIBUTION},
               {"growth", CC_K_AMENDMENT},
               {"index", CC_K_AMENDMENT},
               {"uncertainty", CC_K_AMENDMENT},
               {"source", CC_K_ATTRIBUTION},
               {"basis", CC_K_ATTRIBUTION},
               {"note", CC_K_ATTRIBUTION},
               {"notes", CC_K_OTHER},
               {"2020", CC_K_OTHER},
               {"2020/22", CC_K_OTHER},
               {"10-15", CC_K_OTHER},
               {"mid", CC_K_OTHER},
               {"", CC_K_OTHER},
               {"under_1", CC_K_OTHER},
               {"sd", CC_K_OTHER},
               {"values", CC_K_OTHER}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_int_equal(cc_key_role_of(cases[i].key), cases[i].role);
  }
}

static void test_what_is_a_quantity(void **state) {
  (void)state;
  static const struct {
    const char *text;
    bool quantity, has_value;
  } cases[] = {{"820", true, true},
               {"{value: 1}", true, true},
               {"{2020/21: 1}", true, true},
               {"{mid-2020: 1}", true, true},
               {"{uniform: [1, 2]}", true, true},
               {"{growth: 1%}", true, false},
               {"{index: pay, note: x}", true, false},
               {"{note: x}", false, false},
               {"{under_1: 5, 10-15: 6}", false, false},
               {"{home: 5}", false, false},
               {"{}", false, false},
               {"[1]", false, false}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    cc_arena arena = {0};
    const cc_node *node = cc_parse_tree(&arena, cases[i].text);
    assert_int_equal(cc_is_quantity(node), cases[i].quantity);
    assert_int_equal(cc_quantity_has_value(node), cases[i].has_value);
    cc_arena_free(&arena);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_plain_number),
      cmocka_unit_test(test_a_value_with_all_that_may_hang_on_it),
      cmocka_unit_test(test_steps),
      cmocka_unit_test(test_mid_years),
      cmocka_unit_test(test_a_single_year_may_be_uncertain),
      cmocka_unit_test(test_years_share_a_factor),
      cmocka_unit_test(test_growth_takes_no_growth),
      cmocka_unit_test(test_ranges_hold_to_the_end),
      cmocka_unit_test(test_every_mistake_is_found),
      cmocka_unit_test(test_a_faulty_node_is_not_reported_again),
      cmocka_unit_test(test_roles_of_keys),
      cmocka_unit_test(test_what_is_a_quantity),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
