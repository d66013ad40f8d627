/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_TESTS_NEAR_H
#define CC_TESTS_NEAR_H

/* Fails the test at the caller's line unless |actual - expected| <= tolerance; a NaN fails. */
#define cc_assert_near(actual, expected, tolerance)                                                \
  cc_assert_near_at(actual, expected, tolerance, __FILE__, __LINE__)
void cc_assert_near_at(double actual, double expected, double tolerance, const char *file,
                       int line);

#endif
