/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Doubles in the fewest digits that read back as the same double.
 *
 * A double is m 2^-p with a whole m below 2^53; every decimal within half a gap of it, (m +- 1/2)
 * 2^-p, reads back as it (below a power of two the gap is half as wide). With k chosen so that the
 * value times 10^k has 17 digits or so before the point,
 *
 *     value * 10^k = 2m * 5^k / 2^s        half a gap = 5^k / 2^s        s = p + 1 - k
 *
 * are exact in 128 bits as long as k <= 31. The whole numbers strictly inside the gap are then a
 * range [low, high] of 64-bit integers, never empty because half a gap is more than 0.55 there. As
 * long as the range holds a multiple of ten it is divided by ten: that drops a digit. Of what is
 * left the number nearest to the value is written. Nothing is rounded on the way. A decimal exactly
 * on the edge of the gap has more digits than the value itself, so edges may be left out.
 *
 * That covers 2e-15 up to 2^53, which is nearly all that a projection writes; whole numbers are
 * simpler still. The rest (tiny, huge) is tried with printf at 15, 16 and 17 digits. No locale
 * shows: only the digits of printf's text are used, and the point is always written here. Zero is
 * "0" whatever its sign. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

__extension__ typedef unsigned __int128 wide;

#define MANTISSA_BITS 52
#define HIDDEN_BIT ((uint64_t)1 << MANTISSA_BITS)
#define EXPONENT_BIAS 1023
#define LEAST_EXACT 0x1p-49 /* where k reaches 31 */
#define MOST_EXACT 0x1p53
#define MOST_DIGITS 24 /* 20 and some to spare */
#define FIVES 28
#define LEAST_PLAIN (-4) /* 0.00001 is still written out, smaller with an exponent */
#define MOST_PLAIN 17

/* 0.d1 d2 d3 ... x 10^point. The digits stand somewhere in `room`. */
typedef struct {
  char room[2 * MOST_DIGITS];
  const char *digits;
  int count;
  int point;
} decimal;

/* 5^k: every power that fits 64 bits. */
/* clang-format off */
static const uint64_t fives[FIVES] = {
    1u, 5u, 25u, 125u, 625u, 3125u, 15625u, 78125u, 390625u, 1953125u, 9765625u, 48828125u,
    244140625u, 1220703125u, 6103515625u, 30517578125u, 152587890625u, 762939453125u,
    3814697265625u, 19073486328125u, 95367431640625u, 476837158203125u, 2384185791015625u,
    11920928955078125u, 59604644775390625u, 298023223876953125u, 1490116119384765625u,
    7450580596923828125u,
};
/* clang-format on */

/* Takes a whole number above zero as the digits. They are written backwards, two at a time, and the
 * bytes after them are left free, so that copies of a fixed size may read past the end. */
static void set_digits(decimal *d, uint64_t whole) {
  char *end = d->room + MOST_DIGITS, *at = end;
  for (; whole >= 10; whole /= 100) {
    unsigned pair = (unsigned)(whole % 100);
    *--at = (char)('0' + pair % 10);
    *--at = (char)('0' + pair / 10);
  }
  if (whole > 0) {
    *--at = (char)('0' + whole);
  }
  d->digits = at;
  d->count = d->point = (int)(end - at);
}

/* The whole numbers inside the gap, and how many powers of ten were divided out of them. */
typedef struct {
  uint64_t low;
  uint64_t high;
  uint64_t divisor;
  int dropped;
} candidates;

/* Divides by `power` = 10^`digits` if a multiple of it lies inside. Trying 16, 8, 4, 2 and 1 digits
 * in turn drops as many as one at a time would. */
static inline void drop(candidates *c, uint64_t power, int digits) {
  uint64_t low = (c->low + (power - 1)) / power;
  uint64_t high = c->high / power;
  if (low <= high) {
    c->low = low;
    c->high = high;
    c->divisor *= power;
    c->dropped += digits;
  }
}

static void drop_digits(candidates *c) {
  drop(c, 10000000000000000u, 16);
  drop(c, 100000000u, 8);
  drop(c, 10000u, 4);
  drop(c, 100u, 2);
  drop(c, 10u, 1);
}

/* LEAST_EXACT <= value < MOST_EXACT, and not whole */
static void find_digits_exactly(decimal *d, double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  int exponent = (int)(bits >> MANTISSA_BITS) - EXPONENT_BIAS;
  uint64_t mantissa = (bits & (HIDDEN_BIT - 1)) | HIDDEN_BIT;
  int k = 16 - ((exponent * 1233) >> 12); /* 1233 / 4096 is log10(2), rounded down to whole tens */
  int shift = MANTISSA_BITS - exponent + 1 - k;
  wide five = k < FIVES ? fives[k] : (wide)fives[FIVES - 1] * fives[k - FIVES + 1];
  wide scaled = five * (2 * mantissa);
  wide below = mantissa == HIDDEN_BIT ? five / 2 : five;
  candidates c = {.low = (uint64_t)((scaled - below) >> shift) + 1,
                  .high = (uint64_t)((scaled + five - 1) >> shift),
                  .divisor = 1};
  drop_digits(&c);
  uint64_t nearest = c.low;
  if (c.low < c.high) {
    uint64_t twice = (uint64_t)(scaled >> (shift - 1)); /* value * 10^k * 2 */
    nearest = (twice / c.divisor + 1) / 2;
    nearest = nearest < c.low ? c.low : nearest > c.high ? c.high : nearest;
  }
  set_digits(d, nearest);
  d->point += c.dropped - k;
}

/* Any other positive value. A subnormal has few digits, so those are tried from one digit up. */
static void find_digits_slowly(decimal *d, double value) {
  char text[2 * MOST_DIGITS];
  int most = 16;
  for (int places = fpclassify(value) == FP_SUBNORMAL ? 0 : 14; places <= most; places++) {
    snprintf(text, sizeof text, "%.*e", places, value);
    most = strtod(text, NULL) == value ? places : most;
  }
  const char *at = text;
  d->digits = d->room;
  d->count = 0;
  for (; *at != 'e'; at++) {
    if (*at >= '0' && *at <= '9') {
      d->room[d->count++] = *at;
    }
  }
  d->point = (int)strtol(at + 1, NULL, 10) + 1;
  while (d->room[d->count - 1] == '0') {
    d->count--;
  }
}

static void find_digits(decimal *d, double value) {
  if (value >= LEAST_EXACT && value < MOST_EXACT) {
    if (value == (double)(uint64_t)value) {
      set_digits(d, (uint64_t)value);
    } else {
      find_digits_exactly(d, value);
    }
  } else {
    find_digits_slowly(d, value);
  }
}

/* Copies of a fixed size compile to a few moves; what lies past the count is overwritten or cut. */
static char *put_digits(char *out, const char *digits, int count) {
  memcpy(out, digits, MOST_DIGITS);
  return out + count;
}

static char *put_zeros(char *out, int count) {
  memcpy(out, "000000000000000000000000", MOST_DIGITS);
  return out + count;
}

static char *put_plain(char *out, const decimal *d) {
  if (d->point <= 0) {
    *out++ = '0';
    *out++ = '.';
    out = put_zeros(out, -d->point);
    return put_digits(out, d->digits, d->count);
  }
  if (d->count <= d->point) {
    out = put_digits(out, d->digits, d->count);
    return put_zeros(out, d->point - d->count);
  }
  out = put_digits(out, d->digits, d->point);
  *out++ = '.';
  return put_digits(out, d->digits + d->point, d->count - d->point);
}

static char *put_with_exponent(char *out, const decimal *d) {
  decimal exponent = {0};
  *out++ = d->digits[0];
  if (d->count > 1) {
    *out++ = '.';
    out = put_digits(out, d->digits + 1, d->count - 1);
  }
  *out++ = 'e';
  if (d->point < 1) {
    *out++ = '-';
  }
  set_digits(&exponent, (uint64_t)abs(d->point - 1));
  return put_digits(out, exponent.digits, exponent.count);
}

void cc_text_add_double(cc_text *text, double value) {
  if (!isfinite(value) || value == 0.0) {
    cc_text_add(text, isnan(value) ? "nan" : value < 0.0 ? "-inf" : value > 0.0 ? "inf" : "0");
    return;
  }
  decimal d = {0};
  char written[4 * MOST_DIGITS];
  char *out = written;
  find_digits(&d, fabs(value));
  if (value < 0.0) {
    *out++ = '-';
  }
  int plain = d.point >= LEAST_PLAIN && d.point <= MOST_PLAIN;
  out = plain ? put_plain(out, &d) : put_with_exponent(out, &d);
  cc_text_append(text, written, (size_t)(out - written));
}
