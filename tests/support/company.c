/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/company.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/project.h"

void cc_company_open(const cc_plan *plan, const double *central, cc_company *c) {
  size_t size = (size_t)plan->vector_length * sizeof *central;
  *c = (cc_company){.plan = plan};
  assert_int_equal(cc_workspace_create(plan, &c->workspace), CC_OK);
  assert_int_equal(cc_results_create(plan, &c->spare), CC_OK);
  for (int i = 0; i < CC_WIDE; i++) {
    c->vectors[i] = malloc(size + 1); /* a plan may have no parameters */
    assert_non_null(c->vectors[i]);
    memcpy(c->vectors[i], central, size);
  }
  c->n_sets = (int)cc_best_instruction_set() + 1;
  for (int set = 0; set < c->n_sets; set++) {
    assert_int_equal(cc_wide_create_with((cc_instruction_set)set, plan, &c->wides[set]), CC_OK);
    for (int i = 0; i < CC_WIDE; i++) {
      assert_int_equal(cc_results_create(plan, &c->alone[set][i]), CC_OK);
    }
  }
}

void cc_company_close(cc_company *c) {
  for (int set = 0; set < c->n_sets; set++) {
    cc_wide_free(c->wides[set]);
    for (int i = 0; i < CC_WIDE; i++) {
      cc_results_free(c->alone[set][i]);
    }
  }
  for (int i = 0; i < CC_WIDE; i++) {
    free(c->vectors[i]);
  }
  cc_results_free(c->spare);
  cc_workspace_free(c->workspace);
}

void cc_company_project_alone(cc_company *c) {
  for (int i = 0; i < c->n_sets * CC_WIDE; i++) {
    int set = i / CC_WIDE, vector = i % CC_WIDE;
    assert_int_equal(cc_project_with((cc_instruction_set)set, c->plan, c->vectors[vector], 1,
                                     c->workspace, c->alone[set][vector]),
                     CC_OK);
  }
}

static void assert_same_rows(const cc_row_list *list, int columns, const double *actual, int stride,
                             const double *expected, int set, int vector, int lane) {
  for (int i = 0; i < list->count * columns; i++) {
    if (memcmp(&actual[i * stride], &expected[i], sizeof *actual) != 0) {
      const cc_row *row = &list->items[i / columns];
      print_error("set %d, vector %d in lane %d: %s %s in column %d is %.17g, alone %.17g\n", set,
                  vector, lane, row->measure, row->placement, i % columns, actual[i * stride],
                  expected[i]);
      fail();
    }
  }
}

void cc_company_assert_together(const cc_company *c, const int order[CC_WIDE]) {
  const cc_plan *plan = c->plan;
  const double *vectors[CC_WIDE];
  for (int lane = 0; lane < CC_WIDE; lane++) {
    vectors[lane] = c->vectors[order[lane]];
  }
  for (int set = 0; set < c->n_sets; set++) {
    assert_int_equal(cc_wide_project(vectors, c->wides[set]), CC_OK);
    for (int lane = 0; lane < CC_WIDE; lane++) {
      const cc_results *alone = c->alone[set][order[lane]];
      cc_projected together = cc_wide_projected(c->wides[set], lane);
      assert_same_rows(&plan->rows.annual, plan->n_years, together.annual, together.stride,
                       alone->annual, set, order[lane], lane);
      assert_same_rows(&plan->rows.monthly, plan->n_months, together.monthly, together.stride,
                       alone->monthly, set, order[lane], lane);
    }
  }
}

const int cc_as_they_come[CC_WIDE] = {0, 1, 2, 3, 4, 5, 6, 7};
