/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every example that is printed is run, as it is printed: those of `--help`, README's ten lines and
 * its table of commands, and what explained.yaml says of writing overlays and numbers. They are
 * read from where they stand, and run in a copy of the scenarios. What is many draws there is few
 * here. */
#include <stdbool.h>

#include "program.h"

enum { MOST_LINE = 1024 };

/* Into the folder x: the scenarios below their folder and the Birmingham ones at the top too, since
 * examples name both. */
static int make_copies(void **state) {
  return make_out(state) || system("mkdir \"$OUT\"/x && cp -r ../../scenarios \"$OUT\"/x && "
                                   "cp ../../scenarios/birmingham-2020/*.yaml \"$OUT\"/x") != 0;
}

/* Runs one example in the folder x; `out` is made where another example would have made it. */
static void run_example(const char *example) {
  char command[2 * MOST_LINE];
  bool reads_runs = strncmp(example, "carecast compare ", 17) == 0;
  snprintf(command, sizeof command, "cd \"$OUT\"/x; rm -rf out; %s\n%s",
           reads_runs ? "carecast batch scenarios/birmingham-2020 --base base -o out >/dev/null;"
                      : "",
           example);
  outcome o = run(command);
  if (o.code != 0 || strstr(o.err, "warning[") != NULL) {
    complain(example, &o, "success without a warning");
  }
  forget(&o);
}

/* The example with few draws: what `--draws` says, or what a probability takes without it. */
static void run_with_few_draws(const char *example) {
  char few[MOST_LINE];
  const char *draws = strstr(example, "--draws ");
  int length = snprintf(few, sizeof few, "%s", example);
  if (draws != NULL) {
    const char *number = draws + strlen("--draws ");
    const char *rest = number + strspn(number, "0123456789");
    length = snprintf(few, sizeof few, "%.*s20%s", (int)(number - example), example, rest);
  } else if (strstr(example, "'P(") != NULL) {
    length = snprintf(few, sizeof few, "%s --draws 20", example);
  }
  assert_in_range(length, 1, sizeof few - 1);
  run_example(few);
}

/* ---- help ------------------------------------------------------------------------------------ */

/* The examples of a command: lines of two spaces, each with what continues it at four. */
static int run_examples_of_help(const char *name) {
  char command[MOST_LINE], example[MOST_LINE] = "";
  int count = 0;
  snprintf(command, sizeof command, "carecast %s --help", name);
  outcome o = run(command);
  char *lines = strstr(o.out, "\nExample:\n");
  assert_non_null(lines);
  char *kept = NULL;
  for (char *line = strtok_r(lines + strlen("\nExample:\n"), "\n", &kept); line != NULL;
       line = strtok_r(NULL, "\n", &kept)) {
    bool more = strncmp(line, "    ", 4) == 0;
    if (!more && *example != '\0') {
      run_with_few_draws(example);
      count++;
    }
    size_t used = more ? strlen(example) : 0;
    snprintf(example + used, sizeof example - used, "%s", more ? line + 3 : line + 2);
  }
  run_with_few_draws(example);
  forget(&o);
  return count + 1;
}

static void test_examples_of_help(void **state) {
  (void)state;
  static const char *const names[] = {"check",     "run",     "batch",    "compare",
                                      "reconcile", "explain", "simulate", "sensitivity",
                                      "sweep",     "solve",   "schema"};
  int count = 0;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    count += run_examples_of_help(names[i]);
  }
  assert_in_range(count, 11, 100);
}

/* ---- README ---------------------------------------------------------------------------------- */

/* README's own scenario, saved where it says, checked and run: the first lines that are fenced as
 * YAML. */
static void test_ten_lines_of_readme(void **state) {
  (void)state;
  expect("cd \"$OUT\"/x; own=scenarios/birmingham-2020/fewer-entries.yaml; "
         "awk '/^```yaml/ {on = 1; next} /^```/ {if (on) exit} on' " CARECAST_SOURCE_DIR
         "/README.md >$own; grep -q '^carecast: 1' $own && carecast check --strict $own && "
         "carecast run $own >/dev/null && rm $own",
         0, "valid: ", NULL);
}

/* What stands for a word in capitals in the table of commands. */
static void replace_words(char *line, size_t room) {
  static const char *const words[][2] = {
      {"\\|DIR", ""},
      {"FILE...", "base.yaml"},
      {"FILE", "base.yaml"},
      {"RUN...", "out/base out/plan-2200"},
      {"DIR", "scenarios/birmingham-2020"},
      {"ID", "base"},
      {"OUT", "out"},
      {"--measure M", "--measure expenditure.total"},
      {"--year Y", "--year 2024/25"},
      {"--draws N", "--draws 20"},
      {"--seed S", "--seed 7"},
      {"PATH=FROM:TO:STEPS", "contract.council_assumption.contract_sum=200m:210m:3"},
      {"PATH", "contract.council_assumption.contract_sum"},
      {"CONDITION", "'contract.funding_gap@2024/25 <= 0'"}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    char *at = strstr(line, words[i][0]);
    if (at != NULL) {
      char rest[MOST_LINE];
      snprintf(rest, sizeof rest, "%s", at + strlen(words[i][0]));
      snprintf(at, room - (size_t)(at - line), "%s%s", words[i][1], rest);
    }
  }
}

/* The commands in the table's first column, and those that stand in blocks of their own. */
static void test_commands_of_readme(void **state) {
  (void)state;
  static const char row[] = "| `carecast ", block[] = "    carecast ";
  char *text = read_all(CARECAST_SOURCE_DIR "/README.md"), *kept = NULL;
  int count = 0;
  for (char *line = strtok_r(text, "\n", &kept); line != NULL; line = strtok_r(NULL, "\n", &kept)) {
    char example[MOST_LINE] = "";
    if (strncmp(line, block, strlen(block)) == 0) {
      snprintf(example, sizeof example, "%s", line + 4);
    } else if (strncmp(line, row, strlen(row)) == 0) {
      snprintf(example, sizeof example, "%.*s", (int)strcspn(line + 3, "`"), line + 3);
      replace_words(example, sizeof example);
    }
    bool has_arguments = strchr(example, ' ') != strrchr(example, ' ');
    if (has_arguments || strcmp(example, "carecast schema") == 0) {
      run_with_few_draws(example);
      count++;
    }
  }
  free(text);
  assert_in_range(count, 10, 100);
}

/* ---- explained.yaml -------------------------------------------------------------------------- */

/* The small overlay at its top, and the file itself, with nothing to warn of. */
static void test_explained(void **state) {
  (void)state;
  expect("cd \"$OUT\"/x/scenarios; sed -n '/^#   carecast: 1/,/^#$/p' explained.yaml | "
         "sed 's/^#   //; s/^#$//' >own.yaml; grep -q '^extends: ' own.yaml && "
         "carecast check --strict own.yaml explained.yaml && carecast run own.yaml >/dev/null && "
         "carecast run explained.yaml >/dev/null",
         0, "valid: ", NULL);
}

/* A figure of explained.yaml that may be written in a form. */
static const char *figure_for(const char *form) {
  if (strstr(form, "mid-") != NULL) {
    return "population.10-15";
  }
  if (*form == '{') {
    return "placements.fostering_agency.weekly_price";
  }
  return strchr(form, '%') != NULL ? "children_in_care.entries.newborn_share"
                                   : "contract.brought_forward";
}

/* Tries each form of a line; forms stand apart by two spaces, and what is said of them by more. */
static int try_forms(const char *line) {
  int count = 0;
  for (const char *at = line; *at != '\0' && (strchr("{0123456789", *at) != NULL);) {
    const char *end = strstr(at, "  ");
    int length = end == NULL ? (int)strlen(at) : (int)(end - at);
    char command[2 * MOST_LINE], form[MOST_LINE];
    snprintf(form, sizeof form, "%.*s", length, at);
    snprintf(command, sizeof command, "carecast check ../../scenarios/explained.yaml --set '%s=%s'",
             figure_for(form), form);
    expect(command, 0, "valid: ", NULL);
    count++;
    at += length + (end == NULL ? 0 : 2);
  }
  return count;
}

static void test_forms_of_numbers(void **state) {
  (void)state;
  static const char heading[] = "# HOW A NUMBER IS WRITTEN", form[] = "#   ";
  char *text = read_all(CARECAST_SOURCE_DIR "/scenarios/explained.yaml"), *kept = NULL;
  bool below = false; /* the heading */
  int count = 0;
  for (char *line = strtok_r(text, "\n", &kept); line != NULL; line = strtok_r(NULL, "\n", &kept)) {
    if (below && strncmp(line, form, strlen(form)) != 0) {
      break;
    }
    count += below ? try_forms(line + strlen(form)) : 0;
    below = below || strncmp(line, heading, strlen(heading)) == 0;
  }
  free(text);
  assert_in_range(count, 11, 100);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_examples_of_help),   cmocka_unit_test(test_ten_lines_of_readme),
      cmocka_unit_test(test_commands_of_readme), cmocka_unit_test(test_explained),
      cmocka_unit_test(test_forms_of_numbers),
  };
  return cmocka_run_group_tests(tests, make_copies, remove_out);
}
