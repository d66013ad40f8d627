/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantiles by polynomials. The quantile of a gamma, beta or PERT takes microseconds, most of what
 * a draw may take when forty inputs need one.
 *
 * Towards either end a quantile changes like a power or a logarithm of the distance v to that end
 * (v = u below the median, 1 - u above it), so that equal ratios of v are equally hard. A cell is
 * the octave 2^-k-1 <= v <= 2^-k, k = 1..12: its number stands in the exponent of the double v. In
 * it the quantile is the polynomial of degree 7 that meets it at eight places; with x = -1..1
 * across the octave these are the Chebyshev-Lobatto points cos(pi j / 7), which include both ends,
 * so that neighbours meet. What is singular at v = 0 lies at x = -3, and the error falls with a
 * factor of 3 + sqrt 8 for each degree: to about 1e-7 in terms of probability.
 *
 * Shapes that do worse (very small ones, the kink of a triangular) are found when the table is
 * made, by the mass below the quantiles halfway between the eight places; such a cell asks the
 * distribution itself, and so do all cells when that is quick anyway. */
#include "numeric/quantile_table.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define DEGREE (CC_QUANTILE_COEFFICIENTS - 1)
#define MOST_ERROR 5e-7 /* of the mass below a quantile between the places of a cell */

/* The place j of 0..DEGREE, from 1 down to -1. */
static double place(double j) {
  return cos(M_PI * j / DEGREE);
}

/* The u that is at x in a cell. */
static double u_at(int cell, double x) {
  int octave = cell % CC_QUANTILE_OCTAVES;
  double v = ldexp(3.0 + x, -octave - 3);
  return cell < CC_QUANTILE_OCTAVES ? v : 1.0 - v;
}

static double polynomial(const double *c, double x) {
  double x2 = x * x;
  double low = c[0] + c[1] * x + (c[2] + c[3] * x) * x2;
  double high = c[4] + c[5] * x + (c[6] + c[7] * x) * x2;
  return low + high * (x2 * x2);
}

/* The coefficients of the polynomial that has values y at the places: Newton's divided differences,
 * then its nested form multiplied out. */
static void interpolate(const double *y, double *c) {
  double differences[DEGREE + 1];
  memcpy(differences, y, sizeof differences);
  for (int order = 1; order <= DEGREE; order++) {
    for (int j = DEGREE; j >= order; j--) {
      differences[j] = (differences[j] - differences[j - 1]) / (place(j) - place(j - order));
    }
  }
  memset(c, 0, sizeof differences);
  for (int j = DEGREE; j >= 0; j--) {
    for (int power = DEGREE; power > 0; power--) {
      c[power] = c[power - 1] - place(j) * c[power];
    }
    c[0] = differences[j] - place(j) * c[0];
  }
}

static int good_enough(const cc_quantile_table *table, int cell) {
  for (int j = 0; j < DEGREE; j++) {
    double x = place(j + 0.5), value = polynomial(table->cells[cell], x);
    double miss = cc_distribution_cdf(&table->distribution, value) - u_at(cell, x);
    if (!(fabs(miss) <= MOST_ERROR)) {
      return 0;
    }
  }
  return 1;
}

void cc_quantile_table_init(cc_quantile_table *table, const cc_distribution *distribution) {
  int quick = distribution->kind == CC_TRIANGULAR || distribution->kind == CC_UNIFORM;
  double y[DEGREE + 1] = {0};
  memset(table, 0, sizeof *table);
  table->distribution = *distribution;
  for (int cell = 0; cell < CC_QUANTILE_CELLS; cell++) {
    table->exact[cell] = quick;
    if (!quick) {
      y[0] = y[DEGREE]; /* an octave begins where the one before it ends */
      for (int j = cell % CC_QUANTILE_OCTAVES == 0 ? 0 : 1; j <= DEGREE; j++) {
        y[j] = cc_distribution_quantile(distribution, u_at(cell, place(j)));
      }
      interpolate(y, table->cells[cell]);
      table->exact[cell] = !good_enough(table, cell);
    }
  }
}

double cc_quantile_table_at(const cc_quantile_table *table, double u) {
  const double most = 0x1.fffffffffffffp-2; /* just below 1/2, which would begin an octave */
  double v = 1.0 - u;                       /* without a branch, which nothing could foretell */
  v = u < v ? u : v;
  v = v < most ? v : most;
  uint64_t bits;
  memcpy(&bits, &v, sizeof bits);
  int octave = 1021 - (int)(bits >> 52); /* of v in 2^-octave-2 to 2^-octave-1 */
  int cell = octave + (u < 0.5 ? 0 : CC_QUANTILE_OCTAVES);
  if (octave >= CC_QUANTILE_OCTAVES || table->exact[cell]) {
    return cc_distribution_quantile(&table->distribution, u);
  }
  const uint64_t mantissa = 0x000fffffffffffff, one = 0x3ff0000000000000;
  bits = (bits & mantissa) | one; /* v / 2^-octave-2, a number in 1..2 */
  memcpy(&v, &bits, sizeof v);
  double value = polynomial(table->cells[cell], 2.0 * v - 3.0);
  value = value > table->distribution.low ? value : table->distribution.low;
  return value < table->distribution.high ? value : table->distribution.high;
}
