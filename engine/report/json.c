/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as JSON (RFC 8259). Written by hand because it only ever goes out: a string, a number and
 * the commas between them. A file's text may be anything, so strings are checked to be UTF-8 (RFC
 * 3629: no overlong forms, no surrogates, nothing past U+10FFFF) and each byte that is not is
 * replaced by U+FFFD. */
#include <math.h>

#include "base/calendar.h"
#include "carecast/version.h"
#include "report/format.h"

/* The length of the UTF-8 sequence at `at`, or 0 when there is none. */
static size_t sequence_length(const unsigned char *at) {
  size_t length = *at < 0x80 ? 1 : *at >= 0xf0 ? 4 : *at >= 0xe0 ? 3 : 2;
  if (length == 1) {
    return 1;
  }
  if (*at < 0xc2 || *at > 0xf4) {
    return 0;
  }
  for (size_t i = 1; i < length; i++) {
    if ((at[i] & 0xc0) != 0x80) {
      return 0;
    }
  }
  bool overlong = (at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xf0 && at[1] < 0x90);
  bool outside = (at[0] == 0xed && at[1] >= 0xa0) || (at[0] == 0xf4 && at[1] >= 0x90);
  return overlong || outside ? 0 : length;
}

void cc_json_string(cc_text *out, const char *text) {
  cc_text_add(out, "\"");
  const unsigned char *at = (const unsigned char *)text;
  while (*at != '\0') {
    size_t length = sequence_length(at);
    if (length == 0) {
      cc_text_add(out, "\xef\xbf\xbd");
      length = 1;
    } else if (*at == '"' || *at == '\\') {
      cc_text_print(out, "\\%c", *at);
    } else if (*at < 0x20 || *at == 0x7f) {
      cc_text_print(out, "\\u%04x", *at);
    } else {
      cc_text_append(out, (const char *)at, length);
    }
    at += length;
  }
  cc_text_add(out, "\"");
}

void cc_json_number(cc_text *out, double number) {
  if (isfinite(number)) {
    cc_text_add_double(out, number);
  } else {
    cc_text_add(out, "null");
  }
}

static void put_cell(cc_text *out, const cc_cell *cell) {
  char month[CC_MONTH_TEXT];
  if (cell->style == CC_CELL_EMPTY) {
    cc_text_add(out, "null");
  } else if (cell->style == CC_CELL_TEXT) {
    cc_json_string(out, cell->text);
  } else if (cell->style == CC_CELL_MONTH) {
    cc_json_string(out, cc_print_month((int)cell->number, month));
  } else {
    cc_json_number(out, cell->number);
  }
}

static void put_member(cc_text *out, const char *key, const char *value) {
  cc_text_print(out, "\"%s\": ", key);
  cc_json_string(out, value);
  cc_text_add(out, ", ");
}

static void put_rows(cc_text *out, const cc_table *table) {
  const char *section = "", *comma = "";
  for (int at = 0; at < table->n_rows; at++) {
    const cc_table_row *row = &table->rows[at];
    if (row->kind == CC_ROW_SECTION) {
      section = row->cells[0].text;
      continue;
    }
    cc_text_print(out, "%s\n      {", comma);
    comma = ",";
    put_member(out, "section", section);
    put_member(out, "id", row->id);
    put_member(out, "label", row->cells[0].text);
    put_member(out, "kind", row->kind == CC_ROW_TOTAL ? "total" : "line");
    put_member(out, "unit", row->unit);
    cc_text_add(out, "\"values\": [");
    for (int column = 1; column < table->n_columns; column++) {
      cc_text_add(out, column > 1 ? ", " : "");
      put_cell(out, &row->cells[column]);
    }
    cc_text_add(out, "]}");
  }
}

static void put_table(cc_text *out, const cc_table *table) {
  cc_text_add(out, "    {");
  put_member(out, "scenario", table->scenario);
  cc_text_add(out, "\"title\": ");
  cc_json_string(out, table->title);
  cc_text_add(out, ",\n     \"notes\": [");
  for (int note = 0; note < table->n_notes; note++) {
    cc_text_add(out, note > 0 ? ", " : "");
    cc_json_string(out, table->notes[note]);
  }
  cc_text_add(out, "],\n     \"columns\": [");
  for (int column = 1; column < table->n_columns; column++) {
    cc_text_add(out, column > 1 ? ", " : "");
    cc_json_string(out, table->columns[column].heading);
  }
  cc_text_add(out, "],\n     \"rows\": [");
  put_rows(out, table);
  cc_text_add(out, "]}");
}

void cc_print_json(const cc_table *tables, int count, cc_text *out) {
  cc_text_print(out, "{\n  \"carecast\": \"%s\",\n  \"tables\": [\n", cc_version());
  for (int i = 0; i < count; i++) {
    out->failed = out->failed || tables[i].failed;
    if (!out->failed) {
      put_table(out, &tables[i]);
      cc_text_add(out, i + 1 < count ? ",\n" : "\n");
    }
  }
  cc_text_add(out, "  ]\n}\n");
}
