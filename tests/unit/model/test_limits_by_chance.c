/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A placement that is as large as it needs to be on average, and a cap set so: the cohorts turn
 * hardly anybody aside, the histories do. What they should do is known exactly. From month to month
 * the children are a Markov chain: of n who are there each stays with chance s = exp(-m/12), and
 * those who enter and are there at the month's end are a Poisson number of mean
 * a = e (1 - s) / m, e being entries a year. The chain is run on all numbers of children up to the
 * limit c. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/histories.h"
#include "support/near.h"

enum { LIMIT = 60, START = 58, MOST_ENTRIES = 40, YEARS = 2, MONTHS = 12 * YEARS };
enum { HISTORIES = 1500 };
static const double m = 0.4, e = 24; /* m x 60 = 24 leave a year when all places are taken */

/* ---- the chain ------------------------------------------------------------------------------- */

/* What a month's end is like before the limit: chances of s who stay, of p who come. */
typedef struct {
  double stay[LIMIT + 1][LIMIT + 1]; /* [of n][how many], binomial */
  double come[MOST_ENTRIES + 1];     /* Poisson */
} month_chances;

static month_chances chances_of_month(void) {
  month_chances month = {.stay = {{0}}};
  double s = exp(-m / 12), a = e * (1 - s) / m;
  month.stay[0][0] = 1;
  for (int n = 0; n < LIMIT; n++) {
    for (int k = 0; k <= n; k++) {
      month.stay[n + 1][k] += (1 - s) * month.stay[n][k];
      month.stay[n + 1][k + 1] += s * month.stay[n][k];
    }
  }
  month.come[0] = exp(-a);
  for (int p = 1; p <= MOST_ENTRIES; p++) {
    month.come[p] = month.come[p - 1] * a / p;
  }
  return month;
}

/* Children turned aside, out of `stay` who were there and `come` who came. */
typedef double aside_rule(int stay, int come);

/* A placement passes on those above its places. */
static double displaced(int stay, int come) {
  return stay + come > LIMIT ? stay + come - LIMIT : 0;
}

/* A cap lets in the month's entries in an order drawn at random until so many of those who will be
 * there at its end as there is room for have been let in, and nobody after them. Of others, who
 * enter and leave within the month (a Poisson number), each is as likely between any two of the
 * former, before the first or behind the last of them. */
static double diverted(int stay, int come) {
  int room = LIMIT - stay;
  double others = e / 12 - e * (1 - exp(-m / 12)) / m;
  return come >= room ? come - room + others * (come - room + 1) / (come + 1) : 0;
}

typedef struct {
  double children[MONTHS], variance[MONTHS], aside[MONTHS]; /* at and in each month */
} course;

static course run_chain(aside_rule *rule) {
  const month_chances month = chances_of_month();
  double chance[LIMIT + 1] = {0};
  course result = {.children = {0}};
  chance[START] = 1;
  for (int t = 0; t < MONTHS; t++) {
    double next[LIMIT + 1] = {0}, square = 0;
    for (int n = 0; n <= LIMIT; n++) {
      for (int i = 0; i < (n + 1) * (MOST_ENTRIES + 1); i++) {
        int stay = i / (MOST_ENTRIES + 1), come = i % (MOST_ENTRIES + 1);
        double both = chance[n] * month.stay[n][stay] * month.come[come];
        next[stay + come < LIMIT ? stay + come : LIMIT] += both;
        result.aside[t] += both * rule(stay, come);
      }
    }
    memcpy(chance, next, sizeof chance);
    for (int n = 0; n <= LIMIT; n++) {
      result.children[t] += chance[n] * n;
      square += chance[n] * n * n;
    }
    result.variance[t] = square - result.children[t] * result.children[t];
  }
  return result;
}

/* ---- comparison ------------------------------------------------------------------------------ */

static double mean_of(const cc_histories *histories, int row, int month) {
  return cc_histories_month(histories, histories->monthly, row, month);
}

static double error_of(const cc_histories *histories, int row, int month) {
  return sqrt(cc_histories_month(histories, histories->monthly_squares, row, month) /
              (HISTORIES - 1.0) / HISTORIES);
}

/* Every month within five standard errors, years within four; and the cohorts by ten too low. */
static void compare(const cc_histories *histories, const cc_plan_fixture *f, int stock, int aside,
                    const char *measure, const course *exact) {
  for (int t = 0; t < MONTHS; t++) {
    cc_assert_near(mean_of(histories, stock, t), exact->children[t],
                   5 * sqrt(exact->variance[t] / HISTORIES));
    cc_assert_near(mean_of(histories, aside, t), exact->aside[t],
                   5 * error_of(histories, aside, t));
  }
  for (int y = 0; y < YEARS; y++) {
    double error = sqrt(cc_histories_variance(histories, measure, y) / HISTORIES), children = 0;
    for (int t = 12 * y; t < 12 * (y + 1); t++) {
      children += exact->aside[t];
    }
    cc_assert_near(cc_histories_mean(histories, measure, y), children, 4 * error);
    assert_true(children - cc_fixture_annual(f, measure, y) > 10 * error);
  }
  double share = cc_histories_month(histories, histories->monthly_squares, stock, MONTHS - 1) /
                 (HISTORIES - 1.0) / exact->variance[MONTHS - 1];
  cc_assert_near(share, 1, 4 * sqrt(3.0 / HISTORIES)); /* of a kurtosis of up to 1 */
}

static void test_capacity(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static course exact;
  cc_histories histories;
  cc_fixture_flat_plan(&f, YEARS, START, e, m);
  int away = cc_fixture_placement(&f, "away");
  f.plan.placements[0].places = cc_fixture_constant(&f, LIMIT);
  f.plan.placements[0].overflow_to = away;
  cc_fixture_finish(&f);
  cc_histories_run(&f, 31, HISTORIES, &histories);
  cc_fixture_project(&f, 1);
  exact = run_chain(displaced);
  compare(&histories, &f, f.plan.rows.m_stock, f.plan.rows.m_displaced_out, "displaced.total",
          &exact);
  cc_histories_free(&histories);
  cc_fixture_free(&f);
}

static void test_cap_that_holds(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static course exact;
  static cc_cap cap = {"cap", "Cap", 0, 0, MONTHS, true, CC_ABSENT};
  cc_histories histories;
  cc_fixture_flat_plan(&f, YEARS, START, e, m);
  cap.children = cc_fixture_constant(&f, LIMIT);
  f.plan.caps = &cap;
  f.plan.n_caps = 1;
  cc_fixture_finish(&f);
  cc_histories_run(&f, 32, HISTORIES, &histories);
  cc_fixture_project(&f, 1);
  exact = run_chain(diverted);
  compare(&histories, &f, f.plan.rows.m_stock, f.plan.rows.m_diverted, "diverted.total", &exact);
  cc_histories_free(&histories);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_capacity),
      cmocka_unit_test(test_cap_that_holds),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
