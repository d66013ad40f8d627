/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_REPORT_TABLE_H
#define CC_REPORT_TABLE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"

/* A table that knows nothing of what it shows: a title, notes, columns and rows of cells. Cells
 * keep their figure in full precision beside the way in which it is printed, so that the formats
 * made for reading (text, markdown) round and those made for machines (csv, json) do not.
 *
 * A zeroed table is empty and valid. All strings are copied. After a failed allocation `failed` is
 * set and later additions do nothing; the caller checks it once, at the end. */

typedef enum {
  CC_CELL_EMPTY,    /* no figure: blank; null in json */
  CC_CELL_TEXT,     /* `text` */
  CC_CELL_COUNT,    /* `number` with `decimals`, negatives in brackets */
  CC_CELL_MILLIONS, /* `number` is pounds, printed as £m with `decimals` */
  CC_CELL_MONTH     /* `number` is an absolute month (calendar.h), printed 2021-10 */
} cc_cell_style;

typedef struct {
  cc_cell_style style;
  int decimals;
  bool dash; /* what rounds to nothing is printed "-" */
  double number;
  const char *text;
} cc_cell;

typedef enum {
  CC_ROW_PLAIN,
  CC_ROW_SECTION, /* a heading over the rows that follow; its label is all that it has */
  CC_ROW_TOTAL    /* a sum of rows above: emphasised */
} cc_row_kind;

typedef struct {
  cc_row_kind kind;
  const char
      *unit;      /* of the row's full-precision figures: "GBP", "children"; "" when it has none */
  const char *id; /* what programs call it: a measure's name; "" when it has none */
  cc_cell *cells; /* one for each column; the first is the label */
} cc_table_row;

typedef enum { CC_ALIGN_LEFT, CC_ALIGN_RIGHT } cc_align;

typedef struct {
  const char *heading;
  cc_align align;
  int widest; /* text is wrapped at so many columns in the text format; 0: never */
} cc_column;

typedef struct {
  cc_arena arena;
  const char *title;
  const char *scenario; /* id of the one that all of it is about; "" where there is none or more */
  int n_notes, n_columns, n_rows;
  const char **notes; /* a sentence each: the unit, the price basis, where doubt comes from */
  cc_column *columns;
  cc_table_row *rows;
  int notes_room, columns_room, rows_room;
  int next_cell; /* of the last row */
  bool dash;     /* of the cells to be added */
  bool failed;
} cc_table;

__attribute__((format(printf, 2, 3))) void cc_table_start(cc_table *table, const char *title, ...);
void cc_table_free(cc_table *table);
void cc_table_scenario(cc_table *table, const char *id);

/* A text for a label or a heading, which lives as long as the table; "" when memory is out. */
__attribute__((format(printf, 2, 3))) const char *cc_table_print(cc_table *table,
                                                                 const char *format, ...);

/* A note is printed under the title, in the order of adding. */
__attribute__((format(printf, 2, 3))) void cc_table_note(cc_table *table, const char *format, ...);

/* All columns come before the first row. */
void cc_table_column(cc_table *table, const char *heading, cc_align align, int widest);

/* A heading over the rows that follow. */
void cc_table_section(cc_table *table, const char *label);

/* A row with its label; its other cells start empty and are filled from left to right by the
 * functions below. A cell beyond the last column is dropped. */
void cc_table_row_start(cc_table *table, cc_row_kind kind, const char *label, const char *unit);
/* Gives the row that was started last its id. */
void cc_table_row_id(cc_table *table, const char *id);
void cc_table_empty(cc_table *table);
void cc_table_text(cc_table *table, const char *text);
/* A figure that is not a number (or a month before year 1) is an empty cell. */
void cc_table_count(cc_table *table, double number, int decimals);
void cc_table_millions(cc_table *table, double pounds, int decimals);
void cc_table_month(cc_table *table, double month);

/* From here on figures that round to nothing are printed as a dash, so that the others stand out.
 */
void cc_table_dash_nils(cc_table *table);

/* The cell as it is printed: rounded, with commas, negatives in brackets. Appends to `out`. */
void cc_cell_print(const cc_cell *cell, cc_text *out);

#endif
