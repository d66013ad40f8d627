/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_REPORT_FORMAT_H
#define CC_REPORT_FORMAT_H

#include "base/text.h"
#include "report/table.h"

/* Tables in four formats, each in a file of its own. All append to `out`; a failed allocation shows
 * in out->failed. Text and markdown are rounded for reading; csv and json carry full precision,
 * with money in pounds (unit GBP). */

typedef struct {
  int width; /* columns to wrap at; 0: never */
  bool bold; /* headings and totals in bold, for a terminal */
} cc_text_style;

/* Aligned columns. A table wider than `width` is broken into blocks of columns, each with the first
 * column again. */
void cc_print_text(const cc_table *tables, int count, const cc_text_style *style, cc_text *out);

/* GitHub tables; the title is a heading, notes are plain lines. */
void cc_print_markdown(const cc_table *tables, int count, cc_text *out);

/* RFC 4180 with lines ended by LF and without a byte order mark: everything that carecast itself
 * writes is ASCII here (GBP, not a pound sign). Every row stands on its own: `table` and `section`
 * stand before its label, `unit` behind it where a table has units. Tables with the same columns
 * share one header line; another header comes after a blank line. */
void cc_print_csv(const cc_table *tables, int count, cc_text *out);

/* {"carecast": version, "tables": [{"scenario", "title", "notes", "columns", "rows": [{"section",
 * "id", "label", "kind", "unit", "values"}]}]} */
void cc_print_json(const cc_table *tables, int count, cc_text *out);

/* One field of a CSV line, quoted where it must be. A text that a spreadsheet would take for a
 * formula (it starts with = + - @, a tab or a carriage return and is not simply a number) gets a
 * leading apostrophe. */
void cc_csv_field(cc_text *out, const char *text);

/* A JSON string with its quotes: control characters escaped, bytes that are not UTF-8 replaced by
 * U+FFFD. A JSON number, or null where there is none (NaN, infinities). */
void cc_json_string(cc_text *out, const char *text);
void cc_json_number(cc_text *out, double number);

/* What --format takes. */
typedef enum {
  CC_FORMAT_TABLE,
  CC_FORMAT_CSV,
  CC_FORMAT_JSON,
  CC_FORMAT_MARKDOWN,
  CC_FORMAT_COUNT
} cc_format;
extern const char *const cc_format_names[CC_FORMAT_COUNT];

/* Any of them; `style` is used by CC_FORMAT_TABLE only. */
void cc_print_tables(const cc_table *tables, int count, cc_format format,
                     const cc_text_style *style, cc_text *out);

#endif
