/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loading as a whole: the explained scenario loads and runs, a resolved scenario loads again to the
 * same numbers, and the order in which things are written changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/near.h"
#include "support/scenario_fixture.h"
#include "support/shipped.h"

static void assert_same_results(const cc_run *a, const cc_run *b) {
  const cc_row_list *rows = &a->plan->rows.annual;
  assert_int_equal(rows->count, b->plan->rows.annual.count);
  for (int r = 0; r < rows->count; r++) {
    for (int y = 0; y < a->plan->n_years; y++) {
      cc_assert_near(cc_annual(a->plan, a->results, r, y), cc_measure(b, rows->items[r].measure, y),
                     0);
    }
  }
}

static void explained_loads_and_runs(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_file("scenarios/explained.yaml");
  cc_run run = cc_run_of(scenario);
  assert_string_equal(cc_scenario_id(scenario), "explained");
  assert_string_equal(cc_scenario_title(scenario), "Every key, explained");
  assert_true(scenario->resolution.count > 150);
  assert_int_equal(scenario->n_correlations, 1);
  cc_identity identities[CC_MAX_IDENTITIES];
  int count = cc_run_identities(&run, identities);
  for (int i = 0; i < count; i++) {
    assert_true(identities[i].holds);
  }
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

static void assert_same_doubt(const cc_doubt *a, const cc_doubt *b) {
  assert_true((a == NULL) == (b == NULL));
  if (a != NULL) {
    assert_int_equal(a->distribution.kind, b->distribution.kind);
    assert_memory_equal(a->distribution.p, b->distribution.p, sizeof a->distribution.p);
    cc_assert_near(a->scale, b->scale, 0);
  }
}

static void assert_same_origins(const cc_scenario *a, const cc_scenario *b) {
  assert_int_equal(a->resolution.count, b->resolution.count);
  for (int i = 0; i < a->resolution.count; i++) {
    const cc_resolved *x = &a->resolution.items[i], *y = &b->resolution.items[i];
    assert_string_equal(x->path, y->path);
    for (int k = 0; k < x->quantity.n_knots; k++) {
      cc_origin_of of_x = cc_resolved_origin(x, k), of_y = cc_resolved_origin(y, k);
      assert_string_equal(of_x.source, of_y.source);
      assert_string_equal(of_x.basis, of_y.basis);
      assert_same_doubt(x->quantity.doubts != NULL ? x->quantity.doubts[k] : NULL,
                        y->quantity.doubts != NULL ? y->quantity.doubts[k] : NULL);
    }
    assert_same_doubt(x->quantity.factor, y->quantity.factor);
  }
}

/* The same numbers and doubts to the last bit, and from the same sources. */
static void assert_loads_again(const cc_scenario *scenario) {
  cc_text text = {0};
  cc_scenario_print_resolved(scenario, &text);
  assert_false(text.failed);
  cc_scenario *again = cc_load_text(text.data);
  assert_string_equal(cc_scenario_id(again), cc_scenario_id(scenario));
  assert_int_equal(again->plan.vector_length, scenario->plan.vector_length);
  assert_memory_equal(again->vector, scenario->vector,
                      (size_t)scenario->plan.vector_length * sizeof(double));
  assert_same_origins(scenario, again);
  cc_run first = cc_run_of(scenario);
  cc_run second = cc_run_of(again);
  assert_same_results(&first, &second);
  cc_run_free(&first);
  cc_run_free(&second);
  cc_text_free(&text);
  cc_scenario_free(again);
}

static void look_at_shipped(cc_scenario *scenario, int number_of_it, void *context) {
  (void)number_of_it;
  (void)context;
  assert_loads_again(scenario);
}

static void resolved_loads_again_to_the_same(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_file("scenarios/explained.yaml");
  assert_loads_again(scenario);
  cc_text text = {0};
  cc_scenario_print_resolved(scenario, &text);
  assert_non_null(strstr(text.data, "# illustrative, invented;"));
  cc_text_free(&text);
  cc_scenario_free(scenario);
  cc_each_shipped(look_at_shipped, NULL);
}

#define SOURCES "sources: {paper: A paper, book: A book}\n"
#define GRANTS "contract.grants_via_council"
#define CONTRACT                                                                                   \
  "contract: {source: paper, basis: published, brought_forward: 9000, grants_via_council: "        \
  "{value: "                                                                                       \
  "1000, growth: 2%, uncertainty: {triangular: [800, 1000, 1300]}}}\n"

/* What is laid over carries its own provenance, year by year, and keeps it when loaded again. */
static void provenance_is_not_lent(void **state) {
  (void)state;
  static const struct {
    const char *setting, *source[2], *basis[2], *of_growth;
  } cases[] = {
      {GRANTS "=900", {""}, {"assumption"}, "paper"},
      {GRANTS "={value: 900, source: book}", {"book"}, {"assumption"}, "paper"},
      {GRANTS "={2022/23: 900}", {"paper", ""}, {"published", "assumption"}, "paper"},
      {GRANTS "={2022/23: 900, source: book, basis: derived}",
       {"paper", "book"},
       {"published", "derived"},
       "paper"},
      {GRANTS ".growth=3%", {"paper"}, {"published"}, ""},
      {GRANTS ".source=book", {"book"}, {"published"}, "paper"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    cc_scenario *scenario = cc_load_text_set(
        "carecast: 1\ntitle: T\nstart: 2020/21\n" SOURCES CONTRACT, cases[i].setting);
    const cc_resolution *all = &scenario->resolution;
    const cc_resolved *figure = &all->items[cc_resolution_find(all, GRANTS)];
    for (int k = 0; k < figure->quantity.n_knots; k++) {
      cc_origin_of origin = cc_resolved_origin(figure, k);
      assert_string_equal(origin.source, cases[i].source[k]);
      assert_string_equal(origin.basis, cases[i].basis[k]);
    }
    assert_string_equal(all->items[cc_resolution_find(all, GRANTS ".growth")].source,
                        cases[i].of_growth);
    assert_loads_again(scenario);
    cc_scenario_free(scenario);
  }
}

#define A "carecast: 1\ntitle: Order\nstart: 2020/21\n"
#define B "indexes: {pay: 3%, cpi: 2%}\n"
#define C                                                                                          \
  "services: {a: {cost: {2020/21: 10m, index: pay}}, b: {cost: {2020/21: 3m, index: cpi}}}\n"
#define B2 "indexes: {cpi: 2%, pay: 3%}\n"
#define C2                                                                                         \
  "services: {b: {cost: {index: cpi, 2020/21: 3m}}, a: {cost: {index: pay, 2020/21: 10m}}}\n"

static void order_of_keys_changes_nothing(void **state) {
  (void)state;
  cc_scenario *one = cc_load_text(A B C);
  cc_scenario *two = cc_load_text(C2 B2 A);
  cc_run first = cc_run_of(one);
  cc_run second = cc_run_of(two);
  assert_same_results(&first, &second);
  /* and the figures are right: 10m x 1.03^4 + 3m x 1.02^4 */
  cc_assert_near(cc_measure(&first, "expenditure.total", 4),
                 10e6 * 1.03 * 1.03 * 1.03 * 1.03 + 3e6 * 1.02 * 1.02 * 1.02 * 1.02, 1e-5);
  cc_run_free(&first);
  cc_run_free(&second);
  cc_scenario_free(one);
  cc_scenario_free(two);
}

static void settings_are_overlays(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text_set(A B C, "services.a.cost=12m");
  cc_assert_near(cc_central(scenario, "services.a.cost"), 12e6, 0);
  cc_run run = cc_run_of(scenario);
  /* a number replaces the central value alone: the index of 3% stays */
  cc_assert_near(cc_measure(&run, "services.a", 4), 12e6 * 1.03 * 1.03 * 1.03 * 1.03, 1e-6);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

static void a_finding_stops_the_load(void **state) {
  (void)state;
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  assert_int_equal(
      cc_scenario_load_text("x.yaml", A "servces: {}\n", NULL, 0, &findings, &scenario),
      CC_INVALID);
  assert_null(scenario);
  assert_int_equal(findings.errors, 1);
  cc_diagnostics_free(&findings);
  cc_scenario_free(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(explained_loads_and_runs),
      cmocka_unit_test(resolved_loads_again_to_the_same),
      cmocka_unit_test(provenance_is_not_lent),
      cmocka_unit_test(order_of_keys_changes_nothing),
      cmocka_unit_test(settings_are_overlays),
      cmocka_unit_test(a_finding_stops_the_load),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
