/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast check. */
#include "program.h"

#include <jansson.h>

static void test_valid_files(void **state) {
  (void)state;
  expect("carecast check scenarios/town.yaml", 0, "scenarios/town.yaml: valid: 2 placements, ",
         NULL);
  expect("carecast check scenarios/town.yaml", 0,
         " figures (0 without a source), 1 intervention, 3 printed figures\n", NULL);
  expect("carecast check scenarios/*.yaml", 0, "scenarios/more.yaml: valid: 2 placements", NULL);
}

static void test_wrong_files(void **state) {
  (void)state;
  expect("carecast check wrong/misspelt.yaml", 3, "wrong/misspelt.yaml: not valid: 1 error\n",
         "wrong/misspelt.yaml:4:1: error[E101]: ");
  expect("carecast check wrong/misspelt.yaml scenarios/town.yaml", 3, "town.yaml: valid",
         "help: did you mean `years`?");
  expect("carecast check nowhere.yaml", 1, "nowhere.yaml: not valid", "nowhere.yaml: error[E001]");
  expect("carecast check nowhere.yaml wrong/misspelt.yaml", 3, "", "E101");
}

static void test_settings_are_checked_too(void **state) {
  (void)state;
  expect("carecast check scenarios/town.yaml --set services.teams.cost=2m", 0, "valid", NULL);
  expect("carecast check scenarios/town.yaml --set services.teams.cost=lots", 3, "not valid",
         "--set 1");
  expect("carecast check scenarios/town.yaml --set nonsense", 3, "not valid", "E305");
}

static void test_resolved_loads_again(void **state) {
  (void)state;
  expect("carecast check scenarios/fewer.yaml --resolved", 0, "id: fewer\n", NULL);
  expect("carecast check scenarios/fewer.yaml --resolved >\"$OUT\"/fewer.yaml &&"
         " carecast check \"$OUT\"/fewer.yaml && carecast run scenarios/fewer.yaml >\"$OUT\"/a &&"
         " carecast run \"$OUT\"/fewer.yaml >\"$OUT\"/b && cmp \"$OUT\"/a \"$OUT\"/b",
         0, "valid: 2 placements", NULL);
}

/* 1,000 effects that reach nothing among 2,000 services, with names as long as may be: comparing
 * all with all byte by byte took half a minute. */
static void test_many_mistakes_are_told_soon(void **state) {
  (void)state;
  expect("awk 'BEGIN { print "
         "\"carecast: 1\\ntitle: t\\nstart: 2020/21\\nyears: 2\\nservices:\";"
         " for (i = 0; i < 2000; i++) printf \"  n%05d%050d: {cost: 1}\\n\", i, 0;"
         " print \"interventions:\\n  x:\\n    title: x\\n    effects:\";"
         " for (i = 0; i < 1000; i++) printf"
         " \"      - {target: services.m%05d%050d.cost, multiply: 0.5}\\n\", i, 0 }'"
         " >\"$OUT\"/many.yaml && timeout 10 \"$carecast\" check \"$OUT\"/many.yaml",
         3, "not valid: 1000 errors", "help: did you mean `services.n00000");
}

static void test_json(void **state) {
  (void)state;
  outcome o = run("carecast check scenarios/town.yaml wrong/misspelt.yaml --format json");
  assert_int_equal(o.code, 3);
  json_error_t error;
  json_t *root = json_loads(o.out, JSON_REJECT_DUPLICATES, &error);
  if (root == NULL) {
    complain(error.text, &o, "JSON");
  }
  json_t *files = json_object_get(root, "files");
  assert_int_equal(json_array_size(files), 2);
  json_t *town = json_array_get(files, 0), *wrong = json_array_get(files, 1);
  assert_true(json_is_true(json_object_get(town, "valid")));
  assert_string_equal(json_string_value(json_object_get(town, "id")), "town");
  const char *path = NULL, *unit = NULL, *basis = NULL, *source = NULL, *file = NULL, *from = NULL;
  double value = 0;
  int line = 0, found = 0, uncertain = 0;
  size_t i;
  json_t *figure;
  json_array_foreach(json_object_get(town, "figures"), i, figure) {
    assert_int_equal(json_unpack(figure, "{s:s, s:s, s:s, s:s, s:b, s:s, s:i}", "path", &path,
                                 "unit", &unit, "basis", &basis, "source", &source, "uncertain",
                                 &uncertain, "file", &file, "line", &line),
                     0);
    if (strcmp(path, "placements.fostering.weekly_price") == 0) {
      found++;
      assert_int_equal(json_unpack(figure, "{s:[{s:s,s:F}, {s:s,s:F}]}", "values", "from", &from,
                                   "value", &value, "from", &from, "value", &value),
                       0);
      assert_string_equal(from, "2021-04");
      assert_true(value == 1100);
      assert_string_equal(unit, "GBP a week");
      assert_string_equal(basis, "illustrative");
      assert_string_equal(file, "scenarios/town.yaml");
      assert_int_equal(line, 11);
    }
  }
  assert_int_equal(found, 1);
  json_t *finding = json_array_get(json_object_get(wrong, "findings"), 0);
  assert_false(json_is_true(json_object_get(wrong, "valid")));
  assert_string_equal(json_string_value(json_object_get(finding, "code")), "E101");
  assert_int_equal(json_integer_value(json_object_get(finding, "line")), 4);
  json_decref(root);
  forget(&o);
}

static void test_figures_as_a_table(void **state) {
  (void)state;
  expect("carecast check scenarios/town.yaml --format csv", 0,
         "placements.fostering.weekly_price,GBP a week,2021-04,1100,illustrative,", NULL);
  expect("carecast check scenarios/town.yaml --format markdown", 0, "| placements.residential",
         NULL);
  /* index, growth and doubt beside the value: 4,000 with an sd of 100 has its P10 and P90 at 4,000
     less and more 1.2815515655 times 100; what is laid over is an assumption without a source */
  expect("carecast check scenarios/town.yaml --format csv --set"
         " 'placements.residential.weekly_price={growth: 3%, uncertainty: {normal: {sd: 100}}}'",
         0,
         "placements.residential.weekly_price,GBP a week,,4000,illustrative,invented,"
         "scenarios/town.yaml:12:68,3%,,normal,3871.844843",
         NULL);
  expect("carecast check scenarios/town.yaml --set placements.residential.weekly_price=4100", 0,
         "(1 without a source)", NULL);
}

/* A year of the overlay says where it is from itself. */
static void test_years_from_elsewhere(void **state) {
  (void)state;
#define LATER                                                                                      \
  "carecast check scenarios/town.yaml --set 'placements.residential.weekly_price={2021/22: 4100}'"
  expect(LATER " --format csv", 0,
         "placements.residential.weekly_price,GBP a week,2020-04,4000,illustrative,invented,",
         NULL);
  expect(LATER " --format csv", 0,
         "placements.residential.weekly_price,GBP a week,2021-04,4100,assumption,,\"'--set 1:1:",
         NULL);
  expect(LATER " --resolved", 0, "  # assumption, no source; --set 1:1", NULL);
}

static void test_schema(void **state) {
  (void)state;
  outcome o = run("carecast schema");
  json_error_t error;
  json_t *root = json_loads(o.out, JSON_REJECT_DUPLICATES, &error);
  assert_int_equal(o.code, 0);
  assert_non_null(root);
  assert_non_null(json_object_get(root, "$schema"));
  assert_non_null(json_object_get(json_object_get(root, "properties"), "children_in_care"));
  json_decref(root);
  forget(&o);
}

/* What a file is called is its scenario's id and must be one, or no run of it could be had again; a
 * name that a terminal would act on is shown tamed. */
static void test_names_of_files(void **state) {
  (void)state;
  expect("cp scenarios/town.yaml \"$OUT\"/2024.v1.yaml; carecast check \"$OUT\"/2024.v1.yaml", 3,
         "not valid: 1 error",
         "error[E105]: the file's name, `2024.v1`, cannot be the scenario's id");
  expect("carecast check \"$OUT\"/2024.v1.yaml --set id=v1", 0, ": valid: ", NULL);
  expect("carecast run \"$OUT\"/2024.v1.yaml --set id=v1 -o \"$OUT\"/named >/dev/null &&"
         " carecast check \"$OUT\"/named/v1/resolved.yaml",
         0, ": valid: ", NULL);
  expect("name=$(printf 'red\\033[31m'); cp scenarios/town.yaml \"$OUT/$name.yaml\" &&"
         " { carecast check \"$OUT/$name.yaml\"; carecast batch \"$OUT/$name.yaml\" --base town -o"
         " \"$OUT\"/red; carecast run \"$OUT/$name\"; } 2>&1 | grep -c $(printf '\\033')",
         1, "0\n", NULL);
}

/* A mark that turns the direction of a line would show another title than is written. */
static void test_a_title_that_turns(void **state) {
  (void)state;
  expect(
      "printf 'carecast: 1\\ntitle: \"a\\342\\200\\256b\"\\nstart: 2020/21\\n' >\"$OUT\"/turn.yaml;"
      " carecast check \"$OUT\"/turn.yaml",
      3, "not valid: 1 error", "error[E009]: control character U+202E");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_names_of_files),
      cmocka_unit_test(test_a_title_that_turns),
      cmocka_unit_test(test_valid_files),
      cmocka_unit_test(test_wrong_files),
      cmocka_unit_test(test_settings_are_checked_too),
      cmocka_unit_test(test_resolved_loads_again),
      cmocka_unit_test(test_many_mistakes_are_told_soon),
      cmocka_unit_test(test_json),
      cmocka_unit_test(test_figures_as_a_table),
      cmocka_unit_test(test_years_from_elsewhere),
      cmocka_unit_test(test_schema),
  };
  return cmocka_run_group_tests(tests, make_out, remove_out);
}
