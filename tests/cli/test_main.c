/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program as a whole: help, version, words it does not know, outputs that cannot be written. */
#include "program.h"

#include <jansson.h>

static void test_help(void **state) {
  (void)state;
  expect("carecast --help", 0, "Usage: carecast COMMAND", NULL);
  expect("carecast -h", 0, "reconcile", NULL);
  expect("carecast help", 0, "Exit codes:", NULL);
  expect("carecast --version", 0, "carecast 0.", NULL);
  expect("carecast", 2, NULL, "Usage: carecast COMMAND");
}

static void test_every_command_has_help_with_an_example(void **state) {
  (void)state;
  static const char *const names[] = {"check",     "run",     "batch", "compare",
                                      "reconcile", "explain", "schema"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    char command[128], usage[128], example[128];
    snprintf(command, sizeof command, "carecast %s --help", names[i]);
    snprintf(usage, sizeof usage, "Usage: carecast %s ", names[i]);
    snprintf(example, sizeof example, "Example:\n  carecast %s", names[i]);
    expect(command, 0, usage, NULL);
    expect(command, 0, example, NULL);
  }
  expect("carecast run -h", 0, "-o, --out DIR", NULL);
  expect("carecast batch --help", 0, "--base ID --out DIR [OPTION...] DIR|FILE...", NULL);
}

static void test_unknown_words(void **state) {
  (void)state;
  expect("carecast rum", 2, NULL, "unknown command `rum`; did you mean `run`?");
  expect("carecast --verison", 2, NULL, "did you mean `--version`?");
  expect("carecast zebra", 2, NULL, "unknown command `zebra`; `carecast --help` lists");
  expect("carecast run --formt csv x.yaml", 2, NULL,
         "unknown option `--formt`; did you mean `--format`?");
  expect("carecast run --formt=csv x.yaml", 2, NULL, "unknown option `--formt`;");
  expect("carecast run -q x.yaml", 2, NULL, "unknown option `-q`");
  expect("carecast run --format cvs x.yaml", 2, NULL,
         "--format takes table, csv, json or markdown, not `cvs`; did you mean `csv`?");
  expect("carecast run x.yaml --out", 2, NULL, "--out needs its DIR");
  expect("carecast batch x --keep-going=yes", 2, NULL, "--keep-going takes no argument");
  expect("carecast run", 2, NULL, "`run` needs FILE");
  expect("carecast run a.yaml b.yaml", 2, NULL, "`run` does not take `b.yaml`");
  expect("carecast schema x", 2, NULL, "`schema` does not take `x`");
}

static void test_outputs_that_cannot_be_written(void **state) {
  (void)state;
  expect("carecast --help >/dev/full", 1, NULL,
         "cannot write to standard output: No space left on device");
  expect("carecast run scenarios/town.yaml >/dev/full", 1, NULL, "No space left on device");
  expect("carecast check scenarios/town.yaml >/dev/full", 1, NULL, "No space left on device");
  expect("carecast schema >/dev/full", 1, NULL, "No space left on device");
  expect("{ sleep 0.3; carecast run scenarios/town.yaml; echo $? >&2; } | true", 0, NULL,
         "0\n"); /* a reader that has enough is no failure */
}

static void test_formats(void **state) {
  (void)state;
  expect("carecast run scenarios/town.yaml --format csv", 0, "table,section,line,unit,", NULL);
  expect("carecast run scenarios/town.yaml --format json", 0,
         "\n    {\"scenario\": \"town\", \"title\": \"Children in care: A small town\",", NULL);
  expect("carecast run scenarios/town.yaml --format json", 0,
         "\"id\": \"contract.total_contract_sum\", \"label\": \"Total contract sum\"", NULL);
  expect("carecast run scenarios/town.yaml --format json | head -2", 0,
         "{\n  \"carecast\": \"0.1.0\",\n", NULL);
  expect("carecast run scenarios/town.yaml --format markdown", 0, "### Contract sum", NULL);
  expect("carecast run scenarios/town.yaml --format table", 0, "Contract sum: A small town\n",
         NULL);
}

/* "5-9" and "10-15" are dates to a spreadsheet. */
static void test_no_band_is_a_date(void **state) {
  (void)state;
  expect("carecast run ../../scenarios/explained.yaml --format csv | grep -cE ',[0-9]+-[0-9]+,'", 1,
         "0\n", NULL);
  expect("carecast run ../../scenarios/explained.yaml --format csv", 0, ",10 to 15,children,", "");
}

static void test_json_is_json(void **state) {
  (void)state;
  static const char *const commands[] = {
      "carecast run ../../scenarios/explained.yaml --format json",
      "carecast batch scenarios --base town -o \"$OUT\"/json --format json",
      "carecast reconcile scenarios/town.yaml --format json",
      "carecast explain scenarios/town.yaml -m expenditure.total -y 2021/22 --format json",
  };
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
    outcome o = run(commands[i]);
    json_t *root = json_loads(o.out, JSON_REJECT_DUPLICATES, NULL);
    if (o.code != 0 || root == NULL) {
      complain(commands[i], &o, "JSON");
    }
    assert_true(json_array_size(json_object_get(root, "tables")) > 0);
    json_decref(root);
    forget(&o);
  }
}

static void test_width(void **state) {
  (void)state;
  expect("COLUMNS=60 carecast run scenarios/town.yaml | awk 'length($0) > 60'", 0, NULL, NULL);
  expect("COLUMNS=60 carecast run scenarios/town.yaml", 0, "Diverted\n", NULL);
  expect("COLUMNS=none carecast run scenarios/town.yaml | awk 'length($0) > 101'", 0, NULL, NULL);
}

static void test_bold_is_for_terminals(void **state) {
  (void)state;
  outcome o = run("carecast run scenarios/town.yaml");
  assert_null(strchr(o.out, '\033'));
  forget(&o);
  if (system("command -v script >/dev/null") == 0) {
    expect("script -qec '\"$carecast\" run scenarios/town.yaml' /dev/null </dev/null", 0,
           "\033[1mContract sum: A small town\033[0m", NULL);
    o = run("NO_COLOR=1 script -qec '\"$carecast\" run scenarios/town.yaml' /dev/null </dev/null");
    assert_null(strchr(o.out, '\033'));
    assert_non_null(strstr(o.out, "Contract sum: A small town"));
    forget(&o);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_help),
      cmocka_unit_test(test_every_command_has_help_with_an_example),
      cmocka_unit_test(test_unknown_words),
      cmocka_unit_test(test_outputs_that_cannot_be_written),
      cmocka_unit_test(test_formats),
      cmocka_unit_test(test_no_band_is_a_date),
      cmocka_unit_test(test_json_is_json),
      cmocka_unit_test(test_width),
      cmocka_unit_test(test_bold_is_for_terminals),
  };
  return cmocka_run_group_tests(tests, make_out, remove_out);
}
