/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table itself is sound, and scenarios/explained.yaml uses every key of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "scenario/path.h"
#include "scenario/quantity.h"
#include "scenario/schema.h"
#include "support/layers_fixture.h"

enum { MOST_ENTRIES = 1000 };

/* Entries of the table that a scenario has used. Tables shared between sections count once. */
typedef struct {
  const cc_schema *items[MOST_ENTRIES];
  int count;
} used_entries;

static bool is_used(const used_entries *used, const cc_schema *schema) {
  for (int i = 0; i < used->count; i++) {
    if (used->items[i] == schema) {
      return true;
    }
  }
  return false;
}

static bool has_fixed_keys(const cc_schema *schema) {
  return schema->kind == CC_S_MAP;
}

static void use(used_entries *used, const cc_schema *schema, const cc_node *node) {
  if (!is_used(used, schema)) {
    assert_true(used->count < MOST_ENTRIES);
    used->items[used->count++] = schema;
  }
  if (schema->children == NULL) {
    return;
  }
  for (int i = 0; node->kind == CC_SEQUENCE && i < node->count; i++) {
    use(used, &schema->children[0], node->items[i]);
  }
  for (int i = 0; node->kind == CC_MAPPING && i < node->count; i++) {
    const cc_entry *entry = &node->entries[i];
    if (cc_key_role_of(entry->key) == CC_K_ATTRIBUTION) {
      continue;
    }
    const cc_schema *child = schema->children;
    while (has_fixed_keys(schema) && child->key != NULL && strcmp(child->key, entry->key) != 0) {
      child++;
    }
    assert_non_null(child->key);
    use(used, child, entry->value);
  }
}

/* Counts the entries below that are not used, and says which. */
static int count_unused(const used_entries *used, const cc_schema *schema, cc_path *path) {
  int unused = 0;
  for (const cc_schema *child = schema->children; child != NULL && child->key != NULL; child++) {
    size_t before = cc_path_push(path, child->key);
    if (!is_used(used, child)) {
      print_error("%s\n", path->text);
      unused++;
    } else {
      unused += count_unused(used, child, path);
    }
    cc_path_pop(path, before);
  }
  return unused;
}

static void test_explained_uses_every_key(void **state) {
  (void)state;
  char *text = NULL;
  size_t length = 0;
  cc_arena arena = {0};
  cc_path path = {{0}, 0};
  used_entries used = {.count = 0};
  assert_int_equal(cc_file_read(CARECAST_SOURCE_DIR "/scenarios/explained.yaml", CC_YAML_MAX_BYTES,
                                &text, &length),
                   CC_OK);
  use(&used, cc_schema_root(), cc_parse_tree(&arena, text));
  /* `extends` is shown in a comment: a scenario that stands alone cannot use it. */
  for (const cc_schema *key = cc_schema_root()->children; key->key != NULL; key++) {
    if (strcmp(key->key, "extends") == 0) {
      used.items[used.count++] = key;
    }
  }
  assert_int_equal(count_unused(&used, cc_schema_root(), &path), 0);
  cc_arena_free(&arena);
  free(text);
}

static bool takes_children(const cc_schema *schema) {
  return schema->kind == CC_S_MAP || schema->kind == CC_S_DICT || schema->kind == CC_S_BANDS ||
         schema->kind == CC_S_PLACEMENTS || schema->kind == CC_S_LIST;
}

static bool takes_range(const cc_schema *schema) {
  return schema->kind == CC_S_QUANTITY || schema->kind == CC_S_BAND_QUANTITY ||
         schema->kind == CC_S_PLACEMENT_QUANTITY;
}

static void check_entry(const cc_schema *schema) {
  assert_non_null(schema->doc);
  size_t length = strlen(schema->doc);
  assert_true(length > 1 && length < 100 && schema->doc[length - 1] == '.');
  assert_int_equal(schema->children != NULL, takes_children(schema));
  if (takes_range(schema)) {
    assert_true(schema->low < schema->high);
  }
  if (schema->kind == CC_S_WORD || schema->kind == CC_S_REFERENCE) {
    assert_non_null(schema->words[0]);
  }
  for (const cc_schema *child = schema->children; child != NULL && child->key != NULL; child++) {
    for (const cc_schema *other = schema->children; other != child; other++) {
      assert_string_not_equal(other->key, child->key);
    }
    /* These may stand in any mapping and are not in the table. */
    assert_int_not_equal(cc_key_role_of(child->key), CC_K_ATTRIBUTION);
    check_entry(child);
  }
}

static void test_every_entry_is_sound(void **state) {
  (void)state;
  assert_int_equal(cc_schema_root()->kind, CC_S_MAP);
  check_entry(cc_schema_root());
  check_entry(cc_schema_growth());
}

static void test_units_have_names(void **state) {
  (void)state;
  for (int unit = CC_U_NONE; unit <= CC_U_TARGET; unit++) {
    assert_true(strlen(cc_unit_name((cc_unit)unit)) > 0);
    assert_true(strlen(cc_unit_words((cc_unit)unit)) > 0);
  }
  assert_string_equal(cc_unit_name(CC_U_GBP_PER_WEEK), "GBP a week");
  assert_string_equal(cc_unit_name(CC_U_SHARE), "share");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_explained_uses_every_key),
      cmocka_unit_test(test_every_entry_is_sound),
      cmocka_unit_test(test_units_have_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
