/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON Schema is JSON (read by another's parser), describes every key of the table, and refers
 * only to what it defines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <jansson.h>
#include <cmocka.h>

#include "scenario/json_schema.h"
#include "scenario/schema.h"

static json_t *schema_of_the_language(void) {
  cc_text out = {0};
  json_error_t error;
  assert_int_equal(cc_json_schema(&out), CC_OK);
  json_t *root = json_loads(out.data, JSON_REJECT_DUPLICATES, &error);
  if (root == NULL) {
    fail_msg("line %d: %s", error.line, error.text);
  }
  cc_text_free(&out);
  return root;
}

static void test_what_it_is(void **state) {
  (void)state;
  json_t *root = schema_of_the_language();
  assert_string_equal(json_string_value(json_object_get(root, "$schema")),
                      "https://json-schema.org/draft/2020-12/schema");
  json_t *then = json_object_get(json_object_get(root, "then"), "required");
  assert_int_equal(json_array_size(then), 3);
  assert_string_equal(json_string_value(json_array_get(then, 0)), "carecast");
  assert_string_equal(json_string_value(json_array_get(then, 1)), "title");
  assert_string_equal(json_string_value(json_array_get(then, 2)), "start");
  json_decref(root);
}

/* The description of what stands behind a name of the user's, a band or an item. */
static json_t *behind(json_t *object) {
  json_t *patterns = json_object_get(object, "patternProperties");
  return patterns != NULL ? json_object_iter_value(json_object_iter(patterns))
                          : json_object_get(object, "items");
}

static void check_keys(const cc_schema *schema, json_t *object) {
  assert_non_null(object);
  assert_string_equal(json_string_value(json_object_get(object, "description")), schema->doc);
  if (schema->children == NULL) {
    return;
  }
  if (schema->kind != CC_S_MAP) {
    check_keys(&schema->children[0], behind(object));
    return;
  }
  json_t *properties = json_object_get(object, "properties");
  size_t count = 3; /* source, basis and note */
  for (const cc_schema *child = schema->children; child->key != NULL; child++, count++) {
    check_keys(child, json_object_get(properties, child->key));
  }
  assert_int_equal(json_object_size(properties), count);
  assert_true(json_is_false(json_object_get(object, "additionalProperties")));
}

static void test_every_key_is_described(void **state) {
  (void)state;
  json_t *root = schema_of_the_language();
  check_keys(cc_schema_root(), root);
  json_decref(root);
}

static size_t check_references(json_t *definitions, json_t *value) {
  size_t found = 0, index = 0;
  const char *name = NULL;
  json_t *child = NULL;
  const char *reference = json_string_value(json_object_get(value, "$ref"));
  if (reference != NULL) {
    assert_int_equal(strncmp(reference, "#/$defs/", 8), 0);
    assert_non_null(json_object_get(definitions, reference + 8));
    found++;
  }
  json_object_foreach(value, name, child) {
    found += check_references(definitions, child);
  }
  json_array_foreach(value, index, child) {
    found += check_references(definitions, child);
  }
  return found;
}

static void test_references_are_defined(void **state) {
  (void)state;
  json_t *root = schema_of_the_language();
  assert_true(check_references(json_object_get(root, "$defs"), root) > 100);
  json_decref(root);
}

static void test_exactly_one_change_of_an_effect(void **state) {
  (void)state;
  static const char *const path[] = {"properties", "interventions"};
  json_t *root = schema_of_the_language(), *at = root;
  for (size_t i = 0; i < sizeof path / sizeof *path; i++) {
    at = json_object_get(at, path[i]);
  }
  json_t *effects = json_object_get(json_object_get(behind(at), "properties"), "effects");
  json_t *item = json_object_get(effects, "items");
  assert_int_equal(json_array_size(json_object_get(item, "oneOf")), 3);
  assert_string_equal(json_string_value(json_array_get(json_object_get(item, "required"), 0)),
                      "target");
  json_decref(root);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_it_is),
      cmocka_unit_test(test_every_key_is_described),
      cmocka_unit_test(test_references_are_defined),
      cmocka_unit_test(test_exactly_one_change_of_an_effect),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
