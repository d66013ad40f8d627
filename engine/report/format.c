/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formats by name: what --format takes. */
#include "report/format.h"

const char *const cc_format_names[CC_FORMAT_COUNT] = {"table", "csv", "json", "markdown"};

void cc_print_tables(const cc_table *tables, int count, cc_format format,
                     const cc_text_style *style, cc_text *out) {
  switch (format) {
  case CC_FORMAT_CSV:
    cc_print_csv(tables, count, out);
    break;
  case CC_FORMAT_JSON:
    cc_print_json(tables, count, out);
    break;
  case CC_FORMAT_MARKDOWN:
    cc_print_markdown(tables, count, out);
    break;
  case CC_FORMAT_TABLE:
  case CC_FORMAT_COUNT:
    cc_print_text(tables, count, style, out);
    break;
  }
}
