/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings: where, which code, what is wrong, what would be right. A list owns a copy of every
 * string, so that it outlives the file it is about. When a copy cannot be had the finding is
 * dropped whole and the list says so, because a load that lost an error must not pass.
 *
 * Printing: a column counts characters (code points) from 1, as libyaml counts them; the caret
 * stands under the cell where that character begins. The caret line repeats the tabs of the line
 * above it, so the caret stands right whatever a tab is worth. A line longer than 100 columns is
 * cut around the caret. Text from the file may hold terminal control characters: each is shown as
 * `?`, so that a hostile file cannot act on the terminal. */
#include "base/diagnostic.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define SHOWN_COLUMNS ((size_t)100)
#define COLUMNS_BEFORE_CARET ((size_t)60)
#define ELLIPSIS "..."
#define ELLIPSIS_COLUMNS ((size_t)3)

typedef struct {
  const char *code;
  cc_severity severity;
} code_entry;

#define CODE_ENTRY(name, code, severity, words) {code, severity},
static const code_entry code_entries[CC_CODE_COUNT] = {CC_CODE_TABLE(CODE_ENTRY)};
#undef CODE_ENTRY

static void free_diagnostic(cc_diagnostic *item) {
  free((char *)item->at.file);
  free(item->code);
  free(item->message);
  free(item->path);
  free(item->line_text);
  free(item->suggestion);
  free((char *)item->also.file);
  free(item->also_text);
}

void cc_diagnostics_free(cc_diagnostics *list) {
  if (list == NULL) {
    return;
  }
  for (size_t i = 0; i < list->count; i++) {
    free_diagnostic(&list->items[i]);
  }
  free(list->items);
  *list = (cc_diagnostics){0};
}

static char *copy_string(const char *string) {
  size_t size = string != NULL ? strlen(string) + 1 : 1;
  char *copy = malloc(size);
  if (copy != NULL) {
    memcpy(copy, string != NULL ? string : "", size);
  }
  return copy;
}

static char *print_message(const char *format, va_list list) {
  va_list again;
  va_copy(again, list);
  int length = vsnprintf(NULL, 0, format, list);
  char *message = length >= 0 ? malloc((size_t)length + 1) : NULL;
  if (message != NULL) {
    vsnprintf(message, (size_t)length + 1, format, again);
  }
  va_end(again);
  return message;
}

static int is_complete(const cc_diagnostic *item) {
  return item->at.file != NULL && item->code != NULL && item->message != NULL &&
         item->path != NULL && item->line_text != NULL && item->suggestion != NULL;
}

static int reserve_one(cc_diagnostics *list) {
  if (list->count < list->capacity) {
    return 1;
  }
  size_t capacity = list->capacity > 0 ? list->capacity * 2 : 8;
  cc_diagnostic *items = realloc(list->items, capacity * sizeof *items);
  if (items == NULL) {
    return 0;
  }
  list->items = items;
  list->capacity = capacity;
  return 1;
}

void cc_diagnose(cc_diagnostics *list, cc_code code, cc_position at, const char *path,
                 const char *line_text, const char *suggestion, const char *format, ...) {
  cc_diagnostic item = {.severity = code_entries[code].severity, .at = at};
  va_list arguments;
  va_start(arguments, format);
  item.message = print_message(format, arguments);
  va_end(arguments);
  item.at.file = copy_string(at.file);
  item.code = copy_string(code_entries[code].code);
  item.path = copy_string(path);
  item.line_text = copy_string(line_text);
  item.suggestion = copy_string(suggestion);
  if (!is_complete(&item) || !reserve_one(list)) {
    free_diagnostic(&item);
    list->out_of_memory = 1;
    return;
  }
  list->items[list->count++] = item;
  list->errors += item.severity == CC_ERROR;
}

/* A place with copies of its own; its file is NULL when memory is out. */
static cc_position copy_place(cc_diagnostics *list, cc_position at, const char *line_text,
                              char **text) {
  cc_position copy = {copy_string(at.file), at.line, at.column};
  *text = copy_string(line_text);
  if (copy.file == NULL || *text == NULL) {
    free((char *)copy.file);
    free(*text);
    *text = NULL;
    copy.file = NULL;
    list->out_of_memory = 1;
  }
  return copy;
}

void cc_diagnose_also(cc_diagnostics *list, cc_position at, const char *line_text) {
  if (list->count > 0 && list->items[list->count - 1].also.file == NULL) {
    cc_diagnostic *item = &list->items[list->count - 1];
    item->also = copy_place(list, at, line_text, &item->also_text);
  }
}

void cc_diagnostic_move(cc_diagnostics *list, size_t item, cc_position at, const char *line_text) {
  cc_diagnostic *moved = &list->items[item];
  char *text = NULL;
  cc_position to = copy_place(list, at, line_text, &text);
  if (to.file == NULL) {
    return;
  }
  free((char *)moved->also.file);
  free(moved->also_text);
  moved->also = moved->at;
  moved->also_text = moved->line_text;
  moved->at = to;
  moved->line_text = text;
}

void cc_diagnostics_be_strict(cc_diagnostics *list) {
  for (size_t i = 0; i < list->count; i++) {
    list->items[i].severity = CC_ERROR;
  }
  list->errors = list->count;
}

static int comes_before(const cc_diagnostic *a, const cc_diagnostic *b) {
  int files = strcmp(a->at.file, b->at.file);
  if (files != 0) {
    return files < 0;
  }
  if (a->at.line != b->at.line) {
    return a->at.line < b->at.line;
  }
  return a->at.column < b->at.column;
}

/* Merges two sorted halves; on a tie the left one goes first, which keeps the order of adding. */
static void merge(cc_diagnostic *items, size_t half, size_t count, cc_diagnostic *spare) {
  memcpy(spare, items, half * sizeof *items);
  size_t left = 0, right = half, next = 0;
  while (left < half) {
    int take_right = right < count && comes_before(&items[right], &spare[left]);
    items[next++] = take_right ? items[right++] : spare[left++];
  }
}

static void sort_items(cc_diagnostic *items, size_t count, cc_diagnostic *spare) {
  if (count < 2) {
    return;
  }
  size_t half = count / 2;
  sort_items(items, half, spare);
  sort_items(items + half, count - half, spare);
  merge(items, half, count, spare);
}

void cc_diagnostics_sort(cc_diagnostics *list) {
  if (list->count < 2) {
    return;
  }
  cc_diagnostic *spare = malloc(list->count / 2 * sizeof *spare);
  if (spare == NULL) {
    list->out_of_memory = 1;
    return;
  }
  sort_items(list->items, list->count, spare);
  free(spare);
}

/* Writes a part of a line of text with everything unruly but the tab made visible. */
static void put_clean(FILE *out, const char *text, size_t length) {
  for (size_t i = 0; i < length;) {
    size_t unruly = text[i] == '\t' ? 0 : cc_text_unruly(text + i);
    putc(unruly > 0 ? '?' : text[i], out);
    i += unruly > 0 ? unruly : 1;
  }
}

static void put_text(FILE *out, const char *text) {
  put_clean(out, text, strlen(text));
}

/* The byte at which the character after `columns` characters begins, or the end. */
static size_t byte_at_column(const char *text, size_t columns) {
  size_t i = 0;
  for (size_t passed = 0; text[i] != '\0' && passed < columns; passed++) {
    do {
      i++;
    } while (((unsigned char)text[i] & 0xc0) == 0x80);
  }
  return i;
}

/* Spaces under the text up to the caret, as many as its characters take cells, with its tabs. */
static void put_blank(FILE *out, const char *text, size_t length) {
  size_t cells = 0;
  for (size_t i = 0; i < length;) {
    int tab = text[i] == '\t';
    size_t bytes = cc_text_character(text + i, &cells);
    cells = bytes <= length - i ? cells : cc_text_cells_of(text + i, length - i);
    i += bytes;
    fprintf(out, "%*s", tab ? 0 : (int)cells, "");
    fputs(tab ? "\t" : "", out);
  }
}

static void put_line(FILE *out, const cc_position *at, const char *line, const char *on,
                     const char *off) {
  if (at->line == 0 || line[0] == '\0') {
    return;
  }
  size_t columns = cc_text_characters(line);
  size_t caret = at->column > 0 ? (size_t)at->column - 1 : 0;
  caret = caret < columns ? caret : columns;
  size_t first = 0, shown = columns;
  if (columns > SHOWN_COLUMNS) {
    shown = SHOWN_COLUMNS;
    first = caret > COLUMNS_BEFORE_CARET ? caret - COLUMNS_BEFORE_CARET : 0;
    first = first < columns - shown ? first : columns - shown;
  }
  size_t start = byte_at_column(line, first);
  size_t under = byte_at_column(line, caret);
  size_t end = byte_at_column(line, first + shown);
  fprintf(out, "%6d | %s", at->line, first > 0 ? ELLIPSIS : "");
  put_clean(out, line + start, end - start);
  fprintf(out, "%s\n       | %*s", first + shown < columns ? ELLIPSIS : "",
          first > 0 ? (int)ELLIPSIS_COLUMNS : 0, "");
  put_blank(out, line + start, under - start);
  fprintf(out, "%s^%s\n", on, off);
}

static void put_position(FILE *out, const cc_position *at) {
  put_text(out, at->file);
  if (at->line > 0) {
    fprintf(out, ":%d", at->line);
  }
  if (at->line > 0 && at->column > 0) {
    fprintf(out, ":%d", at->column);
  }
}

static void put_diagnostic(FILE *out, const cc_diagnostic *item, int colour) {
  int error = item->severity == CC_ERROR;
  const char *on = !colour ? "" : error ? "\033[1;31m" : "\033[1;33m";
  const char *off = colour ? "\033[0m" : "";
  put_position(out, &item->at);
  fprintf(out, ": %s%s[%s]%s: ", on, error ? "error" : "warning", item->code, off);
  put_text(out, item->message);
  putc('\n', out);
  if (item->path[0] != '\0') {
    fputs("  at ", out);
    put_text(out, item->path);
    putc('\n', out);
  }
  put_line(out, &item->at, item->line_text, on, off);
  if (item->suggestion[0] != '\0') {
    fputs("  help: ", out);
    put_text(out, item->suggestion);
    putc('\n', out);
  }
  if (item->also.file != NULL) {
    fputs("  also: ", out);
    put_position(out, &item->also);
    putc('\n', out);
    put_line(out, &item->also, item->also_text, on, off);
  }
}

cc_status cc_diagnostics_print(const cc_diagnostics *list, FILE *out, int colour) {
  for (size_t i = 0; i < list->count; i++) {
    put_diagnostic(out, &list->items[i], colour);
  }
  return fflush(out) == 0 && !ferror(out) ? CC_OK : CC_IO;
}
