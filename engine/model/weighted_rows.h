/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_WEIGHTED_ROWS_H
#define CC_MODEL_WEIGHTED_ROWS_H

/* out[i] = sum over r < count of weights[r] * cells[rows[r] + i], for i < length: rows say where in
 * `cells` each row begins. No row may overlap `out`. With no rows, `out` becomes zero. */
typedef void (*cc_weighted_rows)(int length, int count, const double *cells, const int *rows,
                                 const double *weights, double *out);

/* The fastest way that this machine has. All ways give the same result to the last bit. */
cc_weighted_rows cc_weighted_rows_best(void);

/* The way that every machine has, for tests to compare with. */
void cc_weighted_rows_plain(int length, int count, const double *cells, const int *rows,
                            const double *weights, double *out);

#endif
