/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a scenario before it is YAML: lines, characters, and the line that a message quotes.
 *
 * Columns count characters (code points) from 1, as libyaml does, and lines end with LF, CR LF or
 * CR. YAML would also take U+0085, U+2028 and U+2029 for line ends, which no editor shows as such;
 * they are refused together with all control characters, so that lines here, in libyaml and on the
 * screen are the same. Directives are refused by their looks: libyaml compares each %TAG with all
 * before it, which takes seconds for a megabyte of them, and a scenario has no use for any. */
#include "scenario/source_text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define MESSAGE_BYTES 1000
#define QUOTED_LINE_BYTES ((size_t)2000)
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

size_t cc_source_mark(const char *text) {
  return strncmp(text, BYTE_ORDER_MARK, 3) == 0 ? 3 : 0;
}

/* The byte after the line end at or after `byte`, or `length`. */
static size_t next_line(const char *text, size_t byte, size_t length) {
  while (byte < length && text[byte] != '\n' && text[byte] != '\r') {
    byte++;
  }
  if (byte + 1 < length && text[byte] == '\r' && text[byte + 1] == '\n') {
    byte++;
  }
  return byte < length ? byte + 1 : length;
}

cc_status cc_source_index(const cc_source *source, size_t length, cc_arena *arena,
                          const cc_source **indexed) {
  size_t count = 1;
  for (size_t byte = 0; byte < length; byte = next_line(source->text, byte, length)) {
    count++;
  }
  cc_source *copy = cc_arena_alloc(arena, sizeof *copy);
  int *lines = cc_arena_array(arena, count, sizeof *lines);
  if (copy == NULL || lines == NULL) {
    return CC_NO_MEMORY;
  }
  *copy = *source;
  lines[0] = (int)cc_source_mark(source->text);
  copy->n_lines = 1;
  for (size_t byte = next_line(source->text, 0, length); byte < length;
       byte = next_line(source->text, byte, length)) {
    lines[copy->n_lines++] = (int)byte;
  }
  copy->lines = lines;
  *indexed = copy;
  return CC_OK;
}

cc_position cc_source_position(const cc_source *source, size_t byte) {
  int first = 0, last = source->n_lines - 1;
  while (first < last) {
    int middle = (first + last + 1) / 2;
    if ((size_t)source->lines[middle] <= byte) {
      first = middle;
    } else {
      last = middle - 1;
    }
  }
  int column = 1;
  for (size_t i = (size_t)source->lines[first]; i < byte; i++) {
    column += ((unsigned char)source->text[i] & 0xc0) != 0x80;
  }
  return (cc_position){source->name, first + 1, column};
}

/* Decodes one character of UTF-8; returns its bytes, or 0 when they are none (overlong forms,
 * surrogates and code points past U+10FFFF are none either). */
static size_t decode(const unsigned char *bytes, size_t length, uint32_t *character) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  unsigned char lead = bytes[0];
  size_t size = lead < 0x80             ? 1
                : (lead & 0xe0) == 0xc0 ? 2
                : (lead & 0xf0) == 0xe0 ? 3
                : (lead & 0xf8) == 0xf0 ? 4
                                        : 0;
  if (size == 0 || size > length) {
    return 0;
  }
  *character = size == 1 ? lead : lead & (0x7fu >> size);
  for (size_t i = 1; i < size; i++) {
    if ((bytes[i] & 0xc0) != 0x80) {
      return 0;
    }
    *character = *character << 6 | (bytes[i] & 0x3f);
  }
  int surrogate = *character >= 0xd800 && *character <= 0xdfff;
  return *character < least[size] || *character > 0x10ffff || surrogate ? 0 : size;
}

/* Whether the character at `at`, which was decoded, is one that no scenario may hold. */
static bool is_control(const char *at, uint32_t character, bool line_ends_allowed) {
  if (character == '\t' || character == '\n') {
    return false;
  }
  if (character == '\r') {
    return !line_ends_allowed;
  }
  return character == 0 || cc_text_unruly(at) > 0 || character == 0x2028 || character == 0x2029 ||
         character == 0xfeff || character == 0xfffe || character == 0xffff;
}

const char *cc_find_control(const char *text, size_t length, bool line_ends_allowed) {
  uint32_t character = 0;
  for (size_t i = 0; i < length;) {
    size_t size = decode((const unsigned char *)text + i, length - i, &character);
    if (size == 0 || is_control(text + i, character, line_ends_allowed)) {
      return text + i;
    }
    i += size;
  }
  return NULL;
}

static bool check_characters(const cc_source *source, size_t length, cc_diagnostics *findings) {
  size_t start = cc_source_mark(source->text);
  const char *bad = cc_find_control(source->text + start, length - start, true);
  if (bad == NULL) {
    return true;
  }
  size_t byte = (size_t)(bad - source->text);
  cc_position at = cc_source_position(source, byte);
  uint32_t character = 0;
  if (decode((const unsigned char *)bad, length - byte, &character) == 0) {
    cc_diagnose_at(findings, CC_E_ENCODING, source, at, NULL, "save the file as UTF-8",
                   "byte 0x%02X is not UTF-8 text", (unsigned)(unsigned char)*bad);
  } else {
    cc_diagnose_at(findings, CC_E_ENCODING, source, at, NULL, "delete it",
                   "control character U+%04X, which cannot be seen, in the text",
                   (unsigned)character);
  }
  return false;
}

static bool check_directives(const cc_source *source, cc_diagnostics *findings) {
  for (int i = 0; i < source->n_lines; i++) {
    const char *line = source->text + source->lines[i];
    if (line[0] == '%' && line[1] >= 'A' && line[1] <= 'Z') {
      cc_diagnose_at(findings, CC_E_SYNTAX, source, (cc_position){source->name, i + 1, 1}, NULL,
                     "delete the line", "a scenario has no YAML directives");
      return false;
    }
  }
  return true;
}

/* Whether a character is a blank that looks like a space and is none to YAML: no-break, thin, wide.
 */
static bool is_foreign_blank(uint32_t character) {
  return character == 0xa0 || character == 0x1680 || (character >= 0x2000 && character <= 0x200a) ||
         character == 0x202f || character == 0x205f || character == 0x3000;
}

/* Where a line is indented, or its first key parted from the value, by a blank that is no space, as
 * in texts from web pages: YAML would take it for a part of the key, and all below for misplaced.
 */
static const char *foreign_blank(const char *line, const char *end, uint32_t *character) {
  const char *at = line + strspn(line, " -");
  for (int after_key = 0; after_key < 2; after_key++) {
    const unsigned char *bytes = (const unsigned char *)at;
    if (at < end && decode(bytes, (size_t)(end - at), character) > 0 &&
        is_foreign_blank(*character)) {
      return at;
    }
    at += strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-/");
    if (at >= end || *at++ != ':') {
      return NULL;
    }
  }
  return NULL;
}

static bool check_blanks(const cc_source *source, size_t length, cc_diagnostics *findings) {
  uint32_t character = 0;
  for (int i = 0; i < source->n_lines; i++) {
    const char *blank =
        foreign_blank(source->text + source->lines[i], source->text + length, &character);
    if (blank != NULL) {
      cc_diagnose_at(findings, CC_E_SYNTAX, source,
                     cc_source_position(source, (size_t)(blank - source->text)), NULL,
                     "write a plain space for it, here and in the lines like it",
                     "a no-break or other foreign space, U+%04X, where a plain space belongs",
                     (unsigned)character);
      return false;
    }
  }
  return true;
}

bool cc_source_check(const cc_source *source, size_t length, cc_diagnostics *findings) {
  return check_characters(source, length, findings) && check_directives(source, findings) &&
         check_blanks(source, length, findings);
}

/* Where a line begins, or NULL when there is no such line. */
static const char *find_line(const cc_source *source, int line) {
  if (source->lines != NULL) {
    return line <= source->n_lines ? source->text + source->lines[line - 1] : NULL;
  }
  size_t length = strlen(source->text), byte = cc_source_mark(source->text);
  for (int i = 1; i < line && byte < length; i++) {
    byte = next_line(source->text, byte, length);
  }
  return source->text + byte;
}

/* The whole line, or its beginning when that is long and reaches past the column; else "". */
static void copy_line(const cc_source *source, cc_position at, char text[QUOTED_LINE_BYTES + 1]) {
  const char *line = at.line > 0 ? find_line(source, at.line) : NULL;
  size_t length = line != NULL ? strcspn(line, "\r\n") : 0;
  if (length > QUOTED_LINE_BYTES) {
    /* A column is at least a byte and at most four. */
    length = (size_t)at.column < QUOTED_LINE_BYTES / 4 ? QUOTED_LINE_BYTES : 0;
    while (length > 0 && ((unsigned char)line[length] & 0xc0) == 0x80) {
      length--;
    }
  }
  if (length > 0) {
    memcpy(text, line, length);
  }
  text[length] = '\0';
}

static void diagnose(cc_diagnostics *findings, cc_code code, const cc_source *source,
                     cc_position at, const char *path, const char *suggestion, const char *format,
                     va_list arguments) {
  char message[MESSAGE_BYTES], line[QUOTED_LINE_BYTES + 1];
  vsnprintf(message, sizeof message, format, arguments);
  copy_line(source, at, line);
  cc_diagnose(findings, code, at, path, line, suggestion, "%s", message);
}

void cc_diagnose_at(cc_diagnostics *findings, cc_code code, const cc_source *source, cc_position at,
                    const char *path, const char *suggestion, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  diagnose(findings, code, source, at, path, suggestion, format, arguments);
  va_end(arguments);
}

void cc_diagnose_node(cc_diagnostics *findings, cc_code code, const cc_node *at, const char *path,
                      const char *suggestion, const char *format, va_list arguments) {
  diagnose(findings, code, at->source, at->at, path, suggestion, format, arguments);
}

void cc_finding_move(cc_diagnostics *findings, size_t item, const cc_source *source,
                     cc_position at) {
  char line[QUOTED_LINE_BYTES + 1];
  copy_line(source, at, line);
  cc_diagnostic_move(findings, item, at, line);
}

void cc_diagnose_also_at(cc_diagnostics *findings, const cc_source *source, cc_position at) {
  char line[QUOTED_LINE_BYTES + 1];
  copy_line(source, at, line);
  cc_diagnose_also(findings, at, line);
}
