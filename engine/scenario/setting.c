/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --set PATH=VALUE as an overlay: a.b.c=5 is {a: {b: {c: 5}}}. The value is YAML (a number, a text,
 * or flow: {2020/21: 5}); the path is only taken apart at its dots here, and then checked against
 * the schema like any other overlay. */
#include "scenario/setting.h"

#include <string.h>

#include "base/text.h"
#include "scenario/path.h"
#include "scenario/say.h"

enum { MOST_SEGMENTS = 16 };

typedef struct {
  const cc_source *source;
  cc_arena *arena;
  cc_diagnostics *findings;
} setting;

static void refuse(const setting *s, int column, const char *help, const char *message) {
  cc_diagnose_at(s->findings, CC_E_SET, s->source, (cc_position){s->source->name, 1, column}, NULL,
                 help, "%s", message);
}

/* Characters in the first `bytes` of a text. */
static int characters(const char *text, size_t bytes) {
  int count = 0;
  for (size_t i = 0; i < bytes; i++) {
    count += ((unsigned char)text[i] & 0xc0) != 0x80;
  }
  return count;
}

/* Checks the path's segments; a finding for the first that is none. */
static bool check_path(const setting *s, size_t length) {
  const char *text = s->source->text;
  size_t start = 0;
  int segments = 0;
  for (size_t i = 0; i <= length; i++) {
    if (i < length && strchr(" \t\n\r", text[i]) != NULL) {
      refuse(s, characters(text, i) + 1, "write PATH=VALUE, without blanks in the path",
             "a blank in the path of a setting");
      return false;
    }
    if (i < length && text[i] != '.') {
      continue;
    }
    if (i == start) {
      refuse(s, characters(text, i) + 1, "write PATH=VALUE, such as caps.planning.children=2200",
             length == 0 ? "a setting without a path" : "a dot with nothing beside it");
      return false;
    }
    start = i + 1;
    segments++;
  }
  if (segments > MOST_SEGMENTS) {
    refuse(s, 1, NULL, "no path of a scenario is that long");
    return false;
  }
  return true;
}

/* Wraps the value in a mapping for each segment, the last one first. */
static cc_status wrap(const setting *s, size_t length, const cc_node *value, const cc_node **root) {
  const char *text = s->source->text;
  size_t end = length;
  *root = value;
  while (end > 0) {
    size_t start = end;
    while (start > 0 && text[start - 1] != '.') {
      start--;
    }
    cc_entry *entry = cc_arena_alloc(s->arena, sizeof *entry);
    const char *key = cc_arena_copy(s->arena, text + start, end - start);
    if (entry == NULL || key == NULL) {
      return CC_NO_MEMORY;
    }
    *entry = (cc_entry){key, {s->source->name, 1, characters(text, start) + 1}, *root};
    cc_node like = {.at = entry->at, .source = value->source};
    cc_status status = cc_node_make_mapping(s->arena, &like, entry, 1, root);
    if (status != CC_OK) {
      return status;
    }
    end = start > 0 ? start - 1 : 0;
  }
  return CC_OK;
}

static bool begins(const char *text, size_t length, const char *key) {
  size_t size = strlen(key);
  return length >= size && strncmp(text, key, size) == 0 && (length == size || text[size] == '.');
}

static cc_status read_setting(const setting *s, const cc_node **root) {
  const char *text = s->source->text;
  const char *sign = strchr(text, '=');
  const cc_node *value = NULL;
  if (sign == NULL) {
    refuse(s, 1, "write PATH=VALUE, such as caps.planning.children=2200", "a setting without `=`");
    return CC_OK;
  }
  size_t length = (size_t)(sign - text);
  int column = characters(text, length) + 2;
  if (!check_path(s, length)) {
    return CC_OK;
  }
  if (begins(text, length, "extends")) {
    refuse(s, 1, "write a scenario file that extends the other", "`extends` cannot be set");
    return CC_OK;
  }
  if (sign[1 + strspn(sign + 1, " \t\r\n")] == '\0') {
    refuse(s, column, "write a value, or null to take the entry away",
           "a setting with nothing behind `=`");
    return CC_OK;
  }
  cc_source value_source = *s->source;
  value_source.skip = column - 1;
  cc_status status = cc_yaml_parse(&value_source, strlen(text), s->arena, s->findings, &value);
  return status == CC_OK && value != NULL ? wrap(s, length, value, root) : status;
}

cc_status cc_setting_read(const char *text, int number, cc_arena *arena, cc_diagnostics *findings,
                          const cc_node **root) {
  const char *name = cc_arena_print(arena, "--set %d", number);
  const char *copy = cc_arena_copy(arena, text, strlen(text));
  *root = NULL;
  if (name == NULL || copy == NULL) {
    return CC_NO_MEMORY;
  }
  cc_source source = {.name = name, .text = copy};
  setting s = {&source, arena, findings};
  cc_status status = read_setting(&s, root);
  return findings->out_of_memory ? CC_NO_MEMORY : status;
}
