/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people write them in a budget: 820, £4.3k, 1.2m, 12%, 3% per year.
 *
 *   number  =  [-] [£] digits [. digits] [e [-] digits] [k | m | %] [per year]
 *
 * As papers print it, a minus may be the typographic one or an en dash, and stand behind the pound
 * sign; an amount in brackets is negative; commas may part thousands, in groups of three digits.
 *
 * The value is the double nearest to the decimal that is written: the point is taken out and the
 * suffix goes into the power of ten (1.005m is 1005 x 10^3, not 1.005 x 10^6 rounded twice), and
 * whole digits with an exponent read the same in any locale.
 *
 * What is not of this form is mended as far as it can be guessed (commas and blanks taken out, the
 * suffix in small letters, the % put on), and the mended form is offered when it is valid. */
#include "scenario/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/say.h"

#define POUND "\xc2\xa3"
/* What stands for a minus in print besides the hyphen. */
#define MINUS_SIGN "\xe2\x88\x92"
#define EN_DASH "\xe2\x80\x93"
enum { LONGEST_NUMBER = 60, MOST_EXPONENT = 400 };

/* A number taken apart. */
typedef struct {
  char digits[LONGEST_NUMBER + 1]; /* with sign, without point */
  int exponent;                    /* power of ten of the last digit, the suffix included */
  int decimals;
  char suffix; /* 'k', 'm', '%', or NUL */
  bool pound, thousands, percent, per_year;
} parts;

/* What a unit may be written with, and how it is called in messages. */
typedef struct {
  const char *name;  /* in listings */
  const char *words; /* in messages: "this is ..." */
  bool pound, thousands, needs_percent, may_percent, per_year;
} unit_rule;

static const unit_rule rules[] = {
    [CC_U_NONE] = {"number", "a plain number", false, false, false, false, false},
    [CC_U_CHILDREN] = {"children", "a number of children", false, true, false, false, false},
    [CC_U_COUNT] = {"count", "a count", false, true, false, false, false},
    [CC_U_PER_10K] = {"per 10,000 a year", "a rate for 10,000 residents", false, false, false,
                      false, false},
    [CC_U_PER_YEAR] = {"per child and year", "a rate for a child and year", false, false, false,
                       false, false},
    [CC_U_CHILDREN_PER_YEAR] = {"children a year", "a number of children a year", false, false,
                                false, false, false},
    [CC_U_SHARE] = {"share", "a share", false, false, true, true, false},
    [CC_U_GROWTH] = {"growth a year", "a yearly rate of growth", false, false, true, true, true},
    [CC_U_GBP] = {"GBP", "an amount of pounds", true, true, false, false, false},
    [CC_U_GBP_PER_WEEK] = {"GBP a week", "an amount of pounds a week", true, true, false, false,
                           false},
    [CC_U_GBP_PER_NIGHT] = {"GBP a night", "an amount of pounds a night", true, true, false, false,
                            false},
    [CC_U_GBP_PER_YEAR] = {"GBP a year", "an amount of pounds a year", true, true, false, false,
                           false},
    [CC_U_FACTOR] = {"factor", "a factor", false, false, false, true, false},
    [CC_U_WEIGHT] = {"weight", "a relative weight", false, false, false, false, false},
    [CC_U_TARGET] = {"as the target", "a value of the target", true, true, false, true, false},
};

const char *cc_unit_name(cc_unit unit) {
  return rules[unit].name;
}

const char *cc_unit_words(cc_unit unit) {
  return rules[unit].words;
}

/* ---- taking apart ---------------------------------------------------------------------------- */

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static bool three_digits(const char *at) {
  return is_digit(at[0]) && is_digit(at[1]) && is_digit(at[2]) && !is_digit(at[3]);
}

/* Moves past a word and says whether it was there. */
static bool take(const char **at, const char *word) {
  size_t length = strlen(word);
  bool there = strncmp(*at, word, length) == 0;
  *at += there ? length : 0;
  return there;
}

static bool take_minus(const char **at) {
  return take(at, "-") || take(at, MINUS_SIGN) || take(at, EN_DASH);
}

static void take_digits(const char **at, parts *p, size_t *used, bool after_point) {
  for (; is_digit(**at) && *used < LONGEST_NUMBER; (*at)++) {
    p->digits[(*used)++] = **at;
    p->exponent -= after_point;
  }
}

/* ",567" and more of them behind up to three digits, the first of which is no 0. */
static void take_thousands(const char **at, const char *first, parts *p, size_t *used) {
  bool group = *at > first && *at <= first + 3 && *first != '0';
  while (group && **at == ',' && three_digits(*at + 1)) {
    (*at)++;
    take_digits(at, p, used, false);
  }
}

/* "e-05"; left alone when no digit follows. */
static void take_exponent(const char **at, parts *p) {
  const char *digits = *at + 1;
  bool negative = **at == 'e' && *digits == '-';
  int exponent = 0;
  digits += negative || (**at == 'e' && *digits == '+');
  if (**at != 'e' || !is_digit(*digits)) {
    return;
  }
  for (; is_digit(*digits); digits++) {
    exponent = exponent < MOST_EXPONENT ? exponent * 10 + (*digits - '0') : exponent;
  }
  p->exponent += negative ? -exponent : exponent;
  *at = digits;
}

static void take_suffix(const char **at, parts *p) {
  p->suffix = **at != '\0' && strchr("%km", **at) != NULL ? **at : '\0';
  p->percent = p->suffix == '%';
  p->thousands = p->suffix == 'k' || p->suffix == 'm';
  p->exponent += p->suffix == 'k' ? 3 : p->suffix == 'm' ? 6 : 0;
  *at += p->suffix != '\0';
  const char *rest = *at + strspn(*at, " ");
  if (rest > *at && take(&rest, "per year")) {
    p->per_year = true;
    *at = rest;
  }
  p->exponent -= p->percent ? 2 : 0;
}

static bool begins_with_word(const char *text, const char *word) {
  text += *text == '-' || *text == '+';
  text += *text == '.';
  size_t i = 0;
  for (; word[i] != '\0' && (text[i] | 0x20) == word[i]; i++) {
  }
  return word[i] == '\0';
}

/* Blanks that stand in numbers copied from papers and web pages. */
static const char *const blanks[] = {"\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89", "\xe2\x80\x87"};

/* Moves past a blank and says whether it was there. */
static bool take_blank(const char **at) {
  for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
    if (take(at, blanks[i])) {
      return true;
    }
  }
  return false;
}

/* The plain character of a full-width one, U+FF01 to U+FF5E, of three bytes; or NUL. */
static char plain_of_wide(const char *at) {
  int third = at[0] == '\xef' && (at[1] == '\xbc' || at[1] == '\xbd') ? at[2] & 0x3f : 0;
  return third == 0 ? '\0' : (char)(third + (at[1] == '\xbc' ? 0x20 : 0x60));
}

/* The character of a text that no number has and that cannot be told from one that it may have. */
static const char *strange_character(const char *text) {
  for (; *text != '\0'; text++) {
    const char *at = text;
    if (take_blank(&at)) {
      return "has a no-break or thin space in it";
    }
    if (plain_of_wide(text) != '\0') {
      return "is written in full-width characters";
    }
  }
  return NULL;
}

/* What is wrong with a text that is no number, as it goes on after "`text` ". */
static const char *why_not(const char *text, const char *stopped) {
  const char *digits = text + strspn(text, "+-"), *strange = strange_character(text);
  if (strange != NULL) {
    return strange;
  }
  if (begins_with_word(text, "nan") || begins_with_word(text, "inf")) {
    return "is not a number to calculate with";
  }
  if (digits[0] == '0' && (digits[1] | 0x20) == 'x') {
    return "is hexadecimal; numbers here are decimal";
  }
  if (text[0] == '+') {
    return "begins with a plus sign";
  }
  if (digits[0] == '0' && is_digit(digits[1])) {
    return "begins with a zero too many";
  }
  if (stopped == NULL || (stopped == digits && *stopped != '.')) {
    return "is not a number";
  }
  switch (*stopped) {
  case ',':
    return "has a comma in it";
  case '_':
    return "has an underscore in it";
  case '.':
    return "needs a digit on either side of its point";
  default:
    return "is more than a number";
  }
}

/* The digits of a number, with its commas, point, exponent and suffix; false where there are none.
 */
static bool take_unsigned(const char **at, parts *p, size_t *used) {
  const char *first = *at;
  take_digits(at, p, used, false);
  take_thousands(at, first, p, used);
  if (*at == first || (first[0] == '0' && *at > first + 1)) {
    return false;
  }
  if (**at == '.' && is_digit((*at)[1])) {
    (*at)++;
    take_digits(at, p, used, true);
  }
  p->decimals = -p->exponent;
  take_exponent(at, p);
  take_suffix(at, p);
  p->digits[*used] = '\0';
  return true;
}

/* Takes the text apart; returns NULL, or what is wrong with it. */
static const char *take_apart(const char *text, parts *p) {
  const char *at = text;
  size_t used = 0;
  *p = (parts){0};
  if (strlen(text) > LONGEST_NUMBER) {
    return "is too long for a number";
  }
  bool bracket = take(&at, "("), minus = !bracket && take_minus(&at);
  p->pound = take(&at, POUND);
  if (bracket || minus || (p->pound && take_minus(&at))) {
    p->digits[used++] = '-';
  }
  const char *first = at;
  if (!take_unsigned(&at, p, &used)) {
    return why_not(text, at == first && *at != '.' ? NULL : at);
  }
  if (bracket && !take(&at, ")")) {
    return "opens a bracket that is not closed behind it";
  }
  return *at == '\0' ? NULL : why_not(text, at);
}

/* Up to 15 digits and powers of ten up to 10^22 are exact doubles, so that one multiplication or
 * division rounds once and correctly; the rare rest is left to strtod. */
static double value_of(const parts *p) {
  static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  const int most = (int)(sizeof tens / sizeof *tens) - 1;
  bool negative = p->digits[0] == '-';
  const char *digits = p->digits + negative;
  if (strlen(digits) <= 15 && p->exponent >= -most && p->exponent <= most) {
    double whole = 0.0;
    for (; *digits != '\0'; digits++) {
      whole = 10.0 * whole + (*digits - '0');
    }
    whole = p->exponent < 0 ? whole / tens[-p->exponent] : whole * tens[p->exponent];
    return negative ? -whole : whole;
  }
  char text[LONGEST_NUMBER + 16];
  snprintf(text, sizeof text, "%se%d", p->digits, p->exponent);
  return strtod(text, NULL);
}

/* ---- units ----------------------------------------------------------------------------------- */

/* What is wrong with the marks on a number in this unit, or NULL. */
static const char *wrong_mark(const parts *p, const unit_rule *rule) {
  if (p->pound && !rule->pound) {
    return "carries a pound sign";
  }
  if (p->thousands && !rule->thousands) {
    return "carries a k or m";
  }
  if (p->percent && !rule->may_percent) {
    return "carries a %";
  }
  if (p->per_year && !rule->per_year) {
    return "says `per year`";
  }
  return rule->needs_percent && !p->percent ? "lacks its %" : NULL;
}

static const char *form_of(cc_unit unit) {
  const unit_rule *rule = &rules[unit];
  if (unit == CC_U_SHARE) {
    return "write a share with its %, such as 12%";
  }
  if (unit == CC_U_GROWTH) {
    return "write a rate of growth with its %, such as 2.5%";
  }
  if (unit == CC_U_FACTOR) {
    return "write a factor, such as 0.94 or 94%";
  }
  if (rule->pound) {
    return "write pounds, such as 820, £820, 4.3k or 1.2m";
  }
  return rule->thousands ? "write a number, such as 820 or 1.2k"
                         : "write a plain number, such as 15.7";
}

/* A share written as a fraction: 0.12 is meant as 12%, or as 0.12%; 0 and 12 leave no doubt. */
static void help_with_percent(const char *text, const parts *p, cc_fault *fault) {
  double value = value_of(p);
  if (p->pound || p->thousands) {
    return;
  }
  if (fabs(value) > 0.0 && fabs(value) < 1.0) {
    snprintf(fault->help, sizeof fault->help, "write %.10g%%, or %s%% if that is meant",
             100.0 * value, text);
  } else {
    snprintf(fault->help, sizeof fault->help, "write %s%%", text);
  }
}

/* ---- mending --------------------------------------------------------------------------------- */

/* Copies the text without what only decorates a number: plus signs, blanks, commas between
 * thousands (another comma is a point), zeros too many; k and m in small letters. */
static void mend(const char *text, char mended[2 * LONGEST_NUMBER]) {
  size_t used = 0;
  bool started = false;
  if (take(&text, POUND "-")) {
    used = (size_t)snprintf(mended, 2 * LONGEST_NUMBER, "-" POUND);
  }
  for (const char *at = text; *at != '\0' && used < 2 * LONGEST_NUMBER - 2; at++) {
    while (take_blank(&at)) {
    }
    if (plain_of_wide(at) != '\0') {
      mended[used++] = plain_of_wide(at);
      at += 2;
      continue;
    }
    if (*at == '\0') {
      break;
    }
    char next = *at == 'K' ? 'k' : *at == 'M' ? 'm' : *at;
    if (strchr("+ _", *at) != NULL || (*at == ',' && three_digits(at + 1))) {
      continue;
    }
    if (!started && *at == '0' && is_digit(at[1])) {
      continue;
    }
    if (!started && *at == '.') {
      mended[used++] = '0';
    }
    if (*at == '.' && !is_digit(at[1])) {
      continue;
    }
    started = started || is_digit(*at) || *at == '.';
    mended[used++] = next == ',' ? '.' : next;
  }
  mended[used] = '\0';
}

static void help_mending(const char *text, cc_unit unit, cc_fault *fault) {
  char mended[2 * LONGEST_NUMBER] = {0};
  parts p;
  snprintf(fault->help, sizeof fault->help, "%s", form_of(unit));
  if (strlen(text) > LONGEST_NUMBER) {
    return;
  }
  mend(text, mended);
  if (take_apart(mended, &p) == NULL && wrong_mark(&p, &rules[unit]) == NULL) {
    snprintf(fault->help, sizeof fault->help, "write %s", mended);
  }
}

bool cc_parse_number(const char *text, cc_unit unit, double *value, cc_fault *fault) {
  parts p;
  const char *wrong = take_apart(text, &p);
  fault->code = CC_E_NUMBER;
  fault->message[0] = fault->help[0] = '\0';
  if (wrong != NULL) {
    snprintf(fault->message, sizeof fault->message, "`%s` %s", cc_clip(text).text, wrong);
    help_mending(text, unit, fault);
    return false;
  }
  wrong = wrong_mark(&p, &rules[unit]);
  if (wrong != NULL) {
    fault->code = CC_E_UNIT;
    snprintf(fault->message, sizeof fault->message, "`%s` %s; this is %s", cc_clip(text).text,
             wrong, rules[unit].words);
    snprintf(fault->help, sizeof fault->help, "%s", form_of(unit));
    if (rules[unit].needs_percent && !p.percent) {
      help_with_percent(text, &p, fault);
    }
    return false;
  }
  double read = value_of(&p);
  if (!isfinite(read)) {
    snprintf(fault->message, sizeof fault->message, "`%s` is too large for a number",
             cc_clip(text).text);
    return false;
  }
  *value = read;
  return true;
}

const char *cc_take_number(const char *text, double *value) {
  const char *at = text;
  parts p = {0};
  size_t used = 0;
  p.pound = take(&at, POUND);
  bool taken = take_unsigned(&at, &p, &used) && !p.per_year && !is_digit(*at);
  *value = taken ? value_of(&p) : 0;
  return taken && isfinite(*value) ? at : NULL;
}

const char *cc_take_minus(const char *text) {
  return take_minus(&text) ? text : NULL;
}

bool cc_parse_printed(const char *text, cc_printed *printed) {
  parts p;
  if (take_apart(text, &p) != NULL || p.per_year) {
    return false;
  }
  p.exponent -= p.suffix == 'k' ? 3 : p.suffix == 'm' ? 6 : p.suffix == '%' ? -2 : 0;
  *printed = (cc_printed){value_of(&p), p.decimals, p.pound, p.suffix};
  return isfinite(printed->number);
}

const char cc_comma_help[] = "if it ends a number such as 1,929, write the number without comma";

bool cc_is_comma_rest(const char *key, bool nothing_behind) {
  return nothing_behind && three_digits(key);
}

char *cc_print_number(double value, cc_unit unit, char text[CC_NUMBER_BYTES]) {
  if (rules[unit].needs_percent) {
    snprintf(text, CC_NUMBER_BYTES, "%.12g%%", 100.0 * value);
  } else {
    snprintf(text, CC_NUMBER_BYTES, "%.15g", value);
  }
  return text;
}

/* Whether a text says a number to the last bit. */
static bool says(const char *text, cc_unit unit, double value) {
  cc_fault fault;
  double read = 0;
  return cc_parse_number(text, unit, &read, &fault) && read == value;
}

/* A fraction in per cent, with so many digits: 0.0575 is 5.75%. The point of the fraction's own
 * digits is moved, for a hundred times it is rounded. */
static void print_percent(double value, int digits, char text[CC_NUMBER_BYTES]) {
  char written[CC_NUMBER_BYTES];
  snprintf(written, sizeof written, "%.*e", digits - 1, value);
  char *mark = strchr(written, 'e');
  long exponent = mark != NULL ? strtol(mark + 1, NULL, 10) + 2 : 0;
  if (mark == NULL || exponent < 0 || exponent >= digits - 1) {
    snprintf(text, CC_NUMBER_BYTES, "%.*se%ld%%", mark != NULL ? (int)(mark - written) : 0, written,
             exponent);
    return;
  }
  char *point = written + (written[0] == '-' ? 2 : 1);
  memmove(point, point + 1, (size_t)exponent);
  point[exponent] = '.';
  snprintf(text, CC_NUMBER_BYTES, "%.*s%%", (int)(mark - written), written);
}

char *cc_print_exact(double value, cc_unit unit, char text[CC_NUMBER_BYTES]) {
  cc_print_number(value, unit, text);
  for (int digits = 12; digits <= 17 && !says(text, unit, value); digits++) {
    if (rules[unit].needs_percent) {
      print_percent(value, digits, text);
    } else {
      snprintf(text, CC_NUMBER_BYTES, "%.*g", digits, value);
    }
  }
  return text;
}
