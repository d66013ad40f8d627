/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building a table row by row. Arrays grow by doubling inside the table's arena: what is left
 * behind is at most as much again, and one call frees everything. A figure that does not exist
 * (NaN: a measure that a scenario does not have, a month that never comes) becomes an empty cell
 * here, so that no format has to think about it. Text comes from scenario files and is shown on
 * terminals: line breaks and tabs become spaces, other control characters (C0, DEL and C1) become
 * `?`, so that a hostile title can neither break a table nor act on the terminal. */
#include "report/table.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "base/money.h"

#define FIRST_ROOM 8
#define FIRST_MONTH 12000.0 /* January of the year 1000: the calendar prints none before */
#define LAST_MONTH 119976.0

static const char *copy(cc_table *table, const char *text) {
  char *kept = cc_arena_copy(&table->arena, text, strlen(text));
  if (kept == NULL) {
    table->failed = true;
    return "";
  }
  cc_text_tame(kept);
  return kept;
}

/* Room for one more item: returns `items`, or a copy twice as large, or NULL. */
static void *grown(cc_table *table, void *items, int count, int *room, size_t size) {
  if (table->failed || count < *room) {
    return table->failed ? NULL : items;
  }
  int wanted = *room > 0 ? *room * 2 : FIRST_ROOM;
  void *larger = cc_arena_array(&table->arena, (size_t)wanted, size);
  if (larger == NULL) {
    table->failed = true;
    return NULL;
  }
  if (count > 0) {
    memcpy(larger, items, (size_t)count * size);
  }
  *room = wanted;
  return larger;
}

/* printf into the table's memory; "" when that is out. */
static const char *print(cc_table *table, const char *format, va_list arguments) {
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  char *text = length < 0 ? NULL : cc_arena_alloc(&table->arena, (size_t)length + 1);
  if (text == NULL) {
    table->failed = true;
    return "";
  }
  vsnprintf(text, (size_t)length + 1, format, arguments);
  cc_text_tame(text);
  return text;
}

void cc_table_start(cc_table *table, const char *title, ...) {
  *table = (cc_table){.scenario = ""};
  va_list arguments;
  va_start(arguments, title);
  table->title = print(table, title, arguments);
  va_end(arguments);
}

void cc_table_scenario(cc_table *table, const char *id) {
  table->scenario = copy(table, id);
}

const char *cc_table_print(cc_table *table, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const char *text = print(table, format, arguments);
  va_end(arguments);
  return text;
}

void cc_table_free(cc_table *table) {
  cc_arena_free(&table->arena);
  *table = (cc_table){0};
}

void cc_table_note(cc_table *table, const char *format, ...) {
  const char **notes =
      grown(table, table->notes, table->n_notes, &table->notes_room, sizeof *notes);
  if (notes == NULL) {
    return;
  }
  table->notes = notes;
  va_list arguments;
  va_start(arguments, format);
  table->notes[table->n_notes++] = print(table, format, arguments);
  va_end(arguments);
}

void cc_table_column(cc_table *table, const char *heading, cc_align align, int widest) {
  cc_column *columns =
      grown(table, table->columns, table->n_columns, &table->columns_room, sizeof *columns);
  if (columns == NULL) {
    return;
  }
  table->columns = columns;
  columns[table->n_columns++] =
      (cc_column){.heading = copy(table, heading), .align = align, .widest = widest};
}

void cc_table_row_start(cc_table *table, cc_row_kind kind, const char *label, const char *unit) {
  cc_table_row *rows = grown(table, table->rows, table->n_rows, &table->rows_room, sizeof *rows);
  if (rows == NULL) {
    return;
  }
  table->rows = rows;
  cc_cell *cells = cc_arena_array(&table->arena, (size_t)table->n_columns, sizeof *cells);
  if (cells == NULL) {
    table->failed = true;
    return;
  }
  rows[table->n_rows++] =
      (cc_table_row){.kind = kind, .unit = copy(table, unit), .id = "", .cells = cells};
  table->next_cell = 0;
  cc_table_text(table, label);
}

void cc_table_row_id(cc_table *table, const char *id) {
  if (!table->failed && table->n_rows > 0) {
    table->rows[table->n_rows - 1].id = copy(table, id);
  }
}

void cc_table_section(cc_table *table, const char *label) {
  cc_table_row_start(table, CC_ROW_SECTION, label, "");
}

static void add_cell(cc_table *table, cc_cell cell) {
  if (!table->failed && table->n_rows > 0 && table->next_cell < table->n_columns) {
    table->rows[table->n_rows - 1].cells[table->next_cell++] = cell;
  }
}

void cc_table_empty(cc_table *table) {
  add_cell(table, (cc_cell){.style = CC_CELL_EMPTY});
}

void cc_table_text(cc_table *table, const char *text) {
  add_cell(table, (cc_cell){.style = CC_CELL_TEXT, .text = copy(table, text)});
}

static void add_number(cc_table *table, cc_cell_style style, double number, int decimals) {
  if (isnan(number)) {
    cc_table_empty(table);
  } else {
    add_cell(
        table,
        (cc_cell){.style = style, .number = number, .decimals = decimals, .dash = table->dash});
  }
}

void cc_table_count(cc_table *table, double number, int decimals) {
  add_number(table, CC_CELL_COUNT, number, decimals);
}

void cc_table_millions(cc_table *table, double pounds, int decimals) {
  add_number(table, CC_CELL_MILLIONS, pounds, decimals);
}

void cc_table_month(cc_table *table, double month) {
  int printable = month >= FIRST_MONTH && month < LAST_MONTH;
  add_number(table, CC_CELL_MONTH, printable ? month : (double)NAN, 0);
}

void cc_table_dash_nils(cc_table *table) {
  table->dash = true;
}

void cc_cell_print(const cc_cell *cell, cc_text *out) {
  char figure[CC_FIGURE_TEXT], month[CC_MONTH_TEXT];
  double shown = cell->style == CC_CELL_MILLIONS ? cell->number / 1e6 : cell->number;
  if (cell->dash && cc_round(shown, cell->decimals) == 0) {
    cc_text_add(out, "-");
    return;
  }
  switch (cell->style) {
  case CC_CELL_EMPTY:
    break;
  case CC_CELL_TEXT:
    cc_text_add(out, cell->text);
    break;
  case CC_CELL_COUNT:
    cc_text_add(out, cc_print_count(cell->number, cell->decimals, figure));
    break;
  case CC_CELL_MILLIONS:
    cc_text_add(out, cc_print_millions(cell->number, cell->decimals, figure));
    break;
  case CC_CELL_MONTH:
    cc_text_add(out, cc_print_month((int)cell->number, month));
    break;
  }
}
