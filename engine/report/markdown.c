/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as GitHub Markdown, rounded as they are for a terminal. Section headings and totals are
 * bold. What Markdown would read as markup in a name (| * _ ` < > [ ] # \) gets a backslash. */
#include <string.h>

#include "report/format.h"

static void put_escaped(cc_text *out, const char *text) {
  for (; *text != '\0'; text++) {
    if (strchr("|*_`<>[]\\#", *text) != NULL) {
      cc_text_append(out, "\\", 1);
    }
    cc_text_append(out, text, 1);
  }
}

static void put_cell(cc_text *out, const cc_cell *cell, bool bold) {
  if (cell->style != CC_CELL_EMPTY) {
    cc_text_add(out, bold ? " **" : " ");
    if (cell->style == CC_CELL_TEXT) {
      put_escaped(out, cell->text);
    } else {
      cc_cell_print(cell, out);
    }
    cc_text_add(out, bold ? "**" : "");
  }
  cc_text_add(out, " |");
}

static void put_table(cc_text *out, const cc_table *table) {
  cc_text_add(out, "### ");
  put_escaped(out, table->title);
  cc_text_add(out, "\n\n");
  for (int note = 0; note < table->n_notes; note++) {
    put_escaped(out, table->notes[note]);
    cc_text_add(out, note + 1 < table->n_notes ? "  \n" : "\n\n");
  }
  cc_text_add(out, "|");
  for (int column = 0; column < table->n_columns; column++) {
    cc_text_add(out, " ");
    put_escaped(out, table->columns[column].heading);
    cc_text_add(out, " |");
  }
  cc_text_add(out, "\n|");
  for (int column = 0; column < table->n_columns; column++) {
    cc_text_add(out, table->columns[column].align == CC_ALIGN_RIGHT ? "---:|" : ":---|");
  }
  cc_text_add(out, "\n");
  for (int row = 0; row < table->n_rows; row++) {
    bool bold = table->rows[row].kind != CC_ROW_PLAIN;
    cc_text_add(out, "|");
    for (int column = 0; column < table->n_columns; column++) {
      put_cell(out, &table->rows[row].cells[column], bold);
    }
    cc_text_add(out, "\n");
  }
}

void cc_print_markdown(const cc_table *tables, int count, cc_text *out) {
  for (int i = 0; i < count; i++) {
    out->failed = out->failed || tables[i].failed;
    if (!out->failed) {
      cc_text_add(out, i > 0 ? "\n" : "");
      put_table(out, &tables[i]);
    }
  }
}
