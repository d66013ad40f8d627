/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as comma-separated values, one line for each row, section headings folded into a column so
 * that a line means the same wherever it is sorted to. Lines end in LF: RFC 4180 says CRLF, but
 * every reader takes LF and the tools that count and compare lines want it. No byte order mark:
 * readers other than Excel take it for part of the first heading, and carecast writes ASCII words
 * of its own here, so that only names from a scenario could show the lack. */
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "report/format.h"

/* A number as papers print it ("-4.0", "+2", "-1,929") is no formula. */
static bool is_number(const char *text) {
  text += *text == '-' || *text == '+';
  return *text != '\0' && text[strspn(text, "0123456789.,")] == '\0';
}

static bool is_formula(const char *text) {
  return *text != '\0' && strchr("=+-@\t\r", *text) != NULL && !is_number(text);
}

void cc_csv_field(cc_text *out, const char *text) {
  bool formula = is_formula(text);
  if (!formula && text[strcspn(text, ",\"\n\r")] == '\0') {
    cc_text_add(out, text);
    return;
  }
  cc_text_add(out, formula ? "\"'" : "\"");
  for (; *text != '\0'; text++) {
    cc_text_append(out, text, 1);
    if (*text == '"') {
      cc_text_append(out, text, 1);
    }
  }
  cc_text_add(out, "\"");
}

static void put_cell(cc_text *out, const cc_cell *cell) {
  if (cell->style == CC_CELL_TEXT) {
    cc_csv_field(out, cell->text);
  } else if (cell->style == CC_CELL_MONTH) {
    cc_cell_print(cell, out);
  } else if (cell->style != CC_CELL_EMPTY) {
    cc_text_add_double(out, cell->number);
  }
}

static bool has_units(const cc_table *table) {
  for (int row = 0; row < table->n_rows; row++) {
    if (table->rows[row].unit[0] != '\0') {
      return true;
    }
  }
  return false;
}

/* The table and the section stand before every line, also where there is one table or no section,
 * so that what reads one output of a command reads them all; the unit does where lines have units.
 */
static void put_header(cc_text *out, const cc_table *table, bool unit) {
  cc_text_add(out, "table,section,");
  for (int column = 0; column < table->n_columns; column++) {
    cc_text_add(out, column > 0 ? "," : "");
    const char *heading = table->columns[column].heading;
    cc_csv_field(out, heading[0] != '\0' ? heading : "line");
    cc_text_add(out, column == 0 && unit ? ",unit" : "");
  }
  cc_text_add(out, "\n");
}

static void put_rows(cc_text *out, const cc_table *table, bool unit) {
  const char *section = "";
  for (int at = 0; at < table->n_rows; at++) {
    const cc_table_row *row = &table->rows[at];
    if (row->kind == CC_ROW_SECTION) {
      section = row->cells[0].text;
      continue;
    }
    cc_csv_field(out, table->title);
    cc_text_add(out, ",");
    cc_csv_field(out, section);
    cc_text_add(out, ",");
    for (int column = 0; column < table->n_columns; column++) {
      cc_text_add(out, column > 0 ? "," : "");
      put_cell(out, &row->cells[column]);
      if (column == 0 && unit) {
        cc_text_add(out, ",");
        cc_csv_field(out, row->unit);
      }
    }
    cc_text_add(out, "\n");
  }
}

static bool same_columns(const cc_table *a, const cc_table *b) {
  if (a->n_columns != b->n_columns) {
    return false;
  }
  for (int column = 0; column < a->n_columns; column++) {
    if (strcmp(a->columns[column].heading, b->columns[column].heading) != 0) {
      return false;
    }
  }
  return true;
}

void cc_print_csv(const cc_table *tables, int count, cc_text *out) {
  bool unit = false;
  for (int i = 0; i < count; i++) {
    if (tables[i].failed) {
      out->failed = 1;
      return;
    }
    unit = unit || has_units(&tables[i]);
  }
  for (int i = 0; i < count; i++) {
    if (i == 0 || !same_columns(&tables[i - 1], &tables[i])) {
      cc_text_add(out, i > 0 ? "\n" : "");
      put_header(out, &tables[i], unit);
    }
    put_rows(out, &tables[i], unit);
  }
}
