/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables for reading: aligned columns, wrapped to the width of a terminal.
 *
 * Every cell is first turned into the lines that it takes (joined by \n), then columns are as wide
 * as their longest line, then rows are put line by line. Numbers stand to the right; where a column
 * has a negative figure, which is printed in brackets, the others leave the place of the closing
 * bracket free so that the digits stay under each other. Rows under a section heading are indented
 * by two; totals are not, which shows them also where there is no bold. A table wider than the
 * terminal is broken into blocks of columns, each with the label column again. */
#include <string.h>

#include "report/format.h"

#define GAP 2
#define INDENT 2
#define BOLD "\033[1m"
#define PLAIN "\033[0m"

typedef struct {
  const cc_table *table;
  const cc_text_style *style;
  cc_arena arena;
  const char **cells; /* [(1 + n_rows) * n_columns]: headings, then rows; lines joined by \n */
  size_t *widths;     /* [n_columns] */
  bool brackets;
  cc_text *out;
} layout;

/* Bytes of `text` that go on a line of `width` columns: up to the last space or behind the last
 * hyphen or underscore that fits; a longer word is cut. */
static size_t line_bytes(const char *text, size_t width) {
  size_t columns = 0, best = 0, at = 0, cells = 0;
  while (text[at] != '\0') {
    size_t bytes = cc_text_character(text + at, &cells);
    columns += cells;
    if (columns > width && at > 0) {
      return text[at] == ' ' || best == 0 ? at : best;
    }
    if (text[at] == ' ') {
      best = at;
    } else if ((text[at] == '-' || text[at] == '_') && text[at + 1] != '\0') {
      best = at + 1;
    }
    at += bytes;
  }
  return at;
}

/* Appends `text` broken into lines of at most `width` columns (0: not broken). */
static void wrap(cc_text *out, const char *text, size_t width) {
  while (width > 0 && cc_text_cells(text) > width) {
    size_t bytes = line_bytes(text, width);
    cc_text_append(out, text, bytes);
    text += bytes;
    text += strspn(text, " ");
    if (*text != '\0') {
      cc_text_add(out, "\n");
    }
  }
  cc_text_add(out, text);
}

/* The next line of a wrapped cell, with its number of bytes; *cell moves behind it or to NULL. */
static const char *next_line(const char **cell, size_t *bytes) {
  const char *line = *cell != NULL ? *cell : "";
  *bytes = strcspn(line, "\n");
  *cell = line[*bytes] == '\n' ? line + *bytes + 1 : NULL;
  return line;
}

static size_t widest_line(const char *cell) {
  size_t widest = 0;
  while (cell != NULL) {
    size_t bytes = 0;
    const char *line = next_line(&cell, &bytes);
    size_t columns = cc_text_cells_of(line, bytes);
    widest = columns > widest ? columns : widest;
  }
  return widest;
}

static bool is_figure(const cc_cell *cell) {
  return cell->style != CC_CELL_EMPTY && cell->style != CC_CELL_TEXT;
}

/* Whether the text ends in `last`; false when there is none, or memory was out. */
static bool ends_in(const cc_text *text, char last) {
  return text->length > 0 && text->data[text->length - 1] == last;
}

/* Whether any figure of the table is printed in brackets: then all its columns keep their place. */
static bool has_brackets(const cc_table *table, cc_text *scratch) {
  for (int i = 0; i < table->n_rows * table->n_columns; i++) {
    const cc_cell *cell = &table->rows[i / table->n_columns].cells[i % table->n_columns];
    if (is_figure(cell) && cell->number < 0) {
      cc_text_clear(scratch);
      cc_cell_print(cell, scratch);
      if (ends_in(scratch, ')')) {
        return true;
      }
    }
  }
  return false;
}

/* Whether a row is one of those that a section heading stands over: up to the next total. */
static bool under_section(const cc_table *table, int row) {
  while (row > 0 && table->rows[row].kind == CC_ROW_PLAIN) {
    row--;
    if (table->rows[row].kind == CC_ROW_SECTION) {
      return true;
    }
  }
  return false;
}

static const char *keep(layout *l, const cc_text *text) {
  const char *kept = cc_arena_copy(&l->arena, text->length > 0 ? text->data : "", text->length);
  l->out->failed = l->out->failed || text->failed || kept == NULL;
  return kept != NULL ? kept : "";
}

static const char *lay_out_cell(layout *l, int row, int column, cc_text *scratch) {
  const cc_cell *cell = &l->table->rows[row].cells[column];
  cc_text_clear(scratch);
  bool section = l->table->rows[row].kind == CC_ROW_SECTION; /* may run over the other columns */
  if (cell->style == CC_CELL_TEXT) {
    wrap(scratch, cell->text, section ? 0 : (size_t)l->table->columns[column].widest);
  } else {
    cc_cell_print(cell, scratch);
    if (l->brackets && is_figure(cell) && !ends_in(scratch, ')')) {
      cc_text_add(scratch, " ");
    }
  }
  return keep(l, scratch);
}

/* The widest piece that line_bytes would not break. */
static size_t widest_piece(const char *text) {
  size_t widest = 0, columns = 0;
  for (; *text != '\0'; text++) {
    columns = *text == ' ' ? 0 : columns + (((unsigned char)*text & 0xc0) != 0x80);
    widest = columns > widest ? columns : widest;
    columns = *text == '-' || *text == '_' ? 0 : columns;
  }
  return widest;
}

/* Where a heading over cells of `widest` columns is wrapped: not inside a word. 0: not at all. */
static size_t heading_width(const cc_column *column, size_t widest) {
  size_t piece = widest_piece(column->heading);
  size_t width = (size_t)column->widest > widest ? (size_t)column->widest : widest;
  return column->widest == 0 ? 0 : piece > width ? piece : width;
}

/* Fills the cells of a column and its width. */
static void lay_out_column(layout *l, int column, cc_text *scratch) {
  const cc_table *table = l->table;
  size_t widest = 0;
  for (int row = 0; row < table->n_rows; row++) {
    const char *cell = lay_out_cell(l, row, column, scratch);
    l->cells[(row + 1) * table->n_columns + column] = cell;
    /* A section's heading may run over the columns to its right. */
    if (column > 0 || table->rows[row].kind != CC_ROW_SECTION) {
      size_t indent = column == 0 && under_section(table, row) ? INDENT : 0;
      size_t width = widest_line(cell) + indent;
      widest = width > widest ? width : widest;
    }
  }
  cc_text_clear(scratch);
  wrap(scratch, table->columns[column].heading, heading_width(&table->columns[column], widest));
  l->cells[column] = keep(l, scratch);
  size_t heading = widest_line(l->cells[column]);
  l->widths[column] = heading > widest ? heading : widest;
}

static void put_spaces(cc_text *out, size_t count) {
  for (size_t i = 0; i < count; i++) {
    cc_text_append(out, " ", 1);
  }
}

static void strip_spaces(cc_text *out, size_t from) {
  while (!out->failed && out->length > from && out->data[out->length - 1] == ' ') {
    out->data[--out->length] = '\0';
  }
}

/* Puts one line of a cell into its column and returns what is left of the cell. */
static const char *put_cell(const layout *l, const char *cell, int column, size_t indent) {
  size_t bytes = 0;
  const char *line = next_line(&cell, &bytes);
  size_t columns = cc_text_cells_of(line, bytes) + indent;
  size_t pad = l->widths[column] > columns ? l->widths[column] - columns : 0;
  bool right = l->table->columns[column].align == CC_ALIGN_RIGHT;
  put_spaces(l->out, (right ? pad : 0) + indent);
  cc_text_append(l->out, line, bytes);
  put_spaces(l->out, right ? 0 : pad);
  return cell;
}

static int lines_of(const char *cell) {
  int lines = 1;
  for (; *cell != '\0'; cell++) {
    lines += *cell == '\n';
  }
  return lines;
}

/* Puts row `row` (0: the headings) of the block of columns first..last-1, after the label column.
 * Headings stand at the bottom of their row, other cells at the top. */
static void put_row(const layout *l, int row, int first, int last, bool bold, size_t indent) {
  const char **cells = &l->cells[row * l->table->n_columns];
  int lines = lines_of(cells[0]);
  for (int column = first; column < last; column++) {
    int own = lines_of(cells[column]);
    lines = own > lines ? own : lines;
  }
  for (int line = 0; line < lines; line++) {
    size_t begun = l->out->length;
    cc_text_add(l->out, bold ? BOLD : "");
    for (int column = 0; column < last; column = column == 0 ? first : column + 1) {
      int above = row == 0 ? lines - lines_of(cells[column]) : 0;
      const char *rest = line >= above ? cells[column] : NULL;
      for (int skipped = 0; skipped < line - above && rest != NULL; skipped++) {
        size_t bytes = 0;
        next_line(&rest, &bytes);
      }
      put_spaces(l->out, column > 0 ? GAP : 0);
      put_cell(l, rest, column, column == 0 ? indent : 0);
    }
    strip_spaces(l->out, begun);
    cc_text_add(l->out, bold ? PLAIN "\n" : "\n");
  }
}

static void put_rule(const layout *l, int first, int last) {
  size_t width = l->widths[0];
  for (int column = first; column < last; column++) {
    width += GAP + l->widths[column];
  }
  for (size_t i = 0; i < width; i++) {
    cc_text_append(l->out, "-", 1);
  }
  cc_text_add(l->out, "\n");
}

static void put_block(const layout *l, int first, int last) {
  const cc_table *table = l->table;
  bool bold = l->style->bold;
  put_row(l, 0, first, last, bold, 0);
  put_rule(l, first, last);
  for (int row = 0; row < table->n_rows; row++) {
    bool section = table->rows[row].kind == CC_ROW_SECTION;
    if (section && row > 0) {
      cc_text_add(l->out, "\n");
    }
    put_row(l, row + 1, first, last, bold && table->rows[row].kind != CC_ROW_PLAIN,
            under_section(table, row) ? INDENT : 0);
  }
}

/* The column after the last that fits beside the label column, at least one. */
static int block_end(const layout *l, int first) {
  size_t limit = (size_t)l->style->width;
  size_t width = l->widths[0];
  int last = first;
  while (last < l->table->n_columns) {
    width += GAP + l->widths[last];
    if (limit > 0 && width > limit && last > first) {
      break;
    }
    last++;
  }
  return last;
}

static void put_head(const layout *l, cc_text *scratch) {
  const cc_table *table = l->table;
  cc_text_print(l->out, "%s%s%s\n", l->style->bold ? BOLD : "", table->title,
                l->style->bold ? PLAIN : "");
  for (int note = 0; note < table->n_notes; note++) {
    cc_text_clear(scratch);
    wrap(scratch, table->notes[note], (size_t)l->style->width);
    cc_text_print(l->out, "%s\n", scratch->length > 0 ? scratch->data : "");
  }
}

static void put_table(layout *l, cc_text *scratch) {
  const cc_table *table = l->table;
  put_head(l, scratch);
  l->brackets = has_brackets(table, scratch);
  for (int column = 0; column < table->n_columns; column++) {
    lay_out_column(l, column, scratch);
  }
  int first = 1;
  do {
    int last = block_end(l, first);
    cc_text_add(l->out, "\n");
    put_block(l, first, last);
    first = last;
  } while (first < table->n_columns);
}

void cc_print_text(const cc_table *tables, int count, const cc_text_style *style, cc_text *out) {
  cc_text scratch = {0};
  for (int i = 0; i < count; i++) {
    size_t columns = (size_t)tables[i].n_columns, rows = (size_t)tables[i].n_rows + 1;
    layout l = {.table = &tables[i], .style = style, .out = out};
    l.cells = cc_arena_array(&l.arena, rows * columns, sizeof *l.cells);
    l.widths = cc_arena_array(&l.arena, columns, sizeof *l.widths);
    if (tables[i].failed || l.cells == NULL || l.widths == NULL) {
      out->failed = 1;
    } else {
      cc_text_add(out, i > 0 ? "\n" : "");
      put_table(&l, &scratch);
    }
    cc_arena_free(&l.arena);
  }
  out->failed = out->failed || scratch.failed;
  cc_text_free(&scratch);
}
