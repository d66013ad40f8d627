/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two streams of the program. Bold and colour are for terminals only, and not with NO_COLOR set
 * to anything (no-color.org). Tables are as wide as the terminal, as COLUMNS says, or 100 columns.
 */
#include "cli/output.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { DEFAULT_WIDTH = 100, LEAST_WIDTH = 40, MOST_WIDTH = 1000, LONGEST_LINE = 8192 };

/* Names and texts of others may be part of a complaint, which has lines of its own. */
static void tame_lines(char *text) {
  for (char *end = text; end != NULL; text = end + 1) {
    end = strchr(text, '\n');
    if (end == NULL) {
      cc_text_tame(text);
      return;
    }
    *end = '\0';
    cc_text_tame(text);
    *end = '\n';
  }
}

void cc_complain(const char *format, ...) {
  char line[LONGEST_LINE]; /* memory may be out */
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  tame_lines(line);
  fprintf(stderr, "carecast: %s\n", line);
}

void cc_complain_of_memory(cc_status status) {
  if (status == CC_NO_MEMORY) {
    cc_complain("%s", cc_status_words(status));
  }
}

cc_status cc_output(const cc_text *text) {
  if (text->failed) {
    cc_complain_of_memory(CC_NO_MEMORY);
    return CC_NO_MEMORY;
  }
  size_t written = fwrite(text->length > 0 ? text->data : "", 1, text->length, stdout);
  if (written != text->length || fflush(stdout) != 0) {
    if (errno == EPIPE) { /* a reader that has enough is no failure */
      return CC_OK;
    }
    cc_complain("cannot write to standard output: %s", strerror(errno));
    return CC_IO;
  }
  return CC_OK;
}

static bool may_decorate(FILE *stream) {
  const char *no_colour = getenv("NO_COLOR");
  return isatty(fileno(stream)) == 1 && (no_colour == NULL || *no_colour == '\0');
}

static int table_width(void) {
  struct winsize size;
  const char *columns = getenv("COLUMNS");
  long width = columns != NULL ? strtol(columns, NULL, 10) : 0;
  if (width <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
    width = size.ws_col;
  }
  width = width <= 0 ? DEFAULT_WIDTH : width;
  return width < LEAST_WIDTH ? LEAST_WIDTH : width > MOST_WIDTH ? MOST_WIDTH : (int)width;
}

cc_format cc_asked_format(const cc_arguments *arguments) {
  const char *asked = cc_argument(arguments, "format");
  for (int format = 0; asked != NULL && format < CC_FORMAT_COUNT; format++) {
    if (strcmp(asked, cc_format_names[format]) == 0) {
      return (cc_format)format;
    }
  }
  return CC_FORMAT_TABLE;
}

cc_status cc_output_tables(const cc_arguments *arguments, const cc_table *tables, int count) {
  const cc_text_style style = {.width = table_width(), .bold = may_decorate(stdout)};
  cc_text out = {0};
  cc_print_tables(tables, count, cc_asked_format(arguments), &style, &out);
  cc_status status = cc_output(&out);
  cc_text_free(&out);
  return status;
}

void cc_output_findings(const cc_diagnostics *findings) {
  (void)cc_diagnostics_print(findings, stderr, may_decorate(stderr));
}

bool cc_errors_on_terminal(void) {
  return isatty(STDERR_FILENO) == 1;
}
