/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast batch, whole and interrupted. */
#include "program.h"

static void test_a_folder(void **state) {
  (void)state;
  expect("carecast batch scenarios --base town -o \"$OUT\"/a", 0,
         "Scenarios in short, compared with town\n", NULL);
  expect("ls \"$OUT\"/a", 0, "comparison.csv\nfewer\nmanifest.json\nmore\ntown\n", NULL);
  expect("cat \"$OUT\"/a/comparison.csv", 0,
         "scenario,measure,financial_year,unit,value,base_value,difference\n"
         "fewer,children_in_care.total,2020/21,children,",
         NULL);
  expect("grep town, \"$OUT\"/a/comparison.csv | head -n 1", 0, ",0\n", NULL);
  expect("grep first_month \"$OUT\"/a/comparison.csv", 0,
         "town,caps.ceiling.first_month_above,all,month,2020-", NULL);
}

/* A message must not go into the file that would become descriptor 2. */
static void test_with_standard_error_closed(void **state) {
  (void)state;
  expect("carecast batch scenarios --base town -o \"$OUT\"/closed --fail-on cap >/dev/null 2>&-;"
         " head -n 1 \"$OUT\"/closed/comparison.csv",
         0, "scenario,measure,financial_year,", NULL);
  expect("grep -c carecast: \"$OUT\"/closed/comparison.csv", 1, "0\n", NULL);
}

static void test_files_and_formats(void **state) {
  (void)state;
  const char *files = "carecast batch scenarios/fewer.yaml scenarios/town.yaml --base town -o"
                      " \"$OUT\"/b --format ";
  char command[256];
  snprintf(command, sizeof command, "%s csv", files);
  expect(command, 0, "table,section,line,unit,town,fewer\n", NULL);
  snprintf(command, sizeof command, "%s json", files);
  expect(command, 0, "\"columns\": [\"town\", \"fewer\"]", NULL);
  snprintf(command, sizeof command, "%s markdown", files);
  expect(command, 0, "### Differences from town", NULL);
}

static void test_the_number_of_jobs_changes_nothing(void **state) {
  (void)state;
  expect("for j in 1 2 5; do SOURCE_DATE_EPOCH=0 carecast batch scenarios --base town -o \"$OUT\"/j"
         " --jobs $j >\"$OUT\"/printed$j && mv \"$OUT\"/j \"$OUT\"/j$j || exit; done;"
         " sed -i 's/--jobs [0-9]//' \"$OUT\"/j?/manifest.json \"$OUT\"/j?/*/manifest.json;"
         " diff -r \"$OUT\"/j1 \"$OUT\"/j2 && diff -r \"$OUT\"/j1 \"$OUT\"/j5 &&"
         " cmp \"$OUT\"/printed1 \"$OUT\"/printed2 && cmp \"$OUT\"/printed1 \"$OUT\"/printed5 &&"
         " echo same",
         0, "same\n", NULL);
}

static void test_draws(void **state) {
  (void)state;
  expect("carecast batch scenarios --base town -o \"$OUT\"/n --draws 200 --seed 7 --quantiles 5,95",
         0, "What is likely, in short, compared with town\n200 draws (latin, seed 7);", NULL);
  expect(
      "cp -r \"$OUT\"/n \"$OUT\"/before; carecast batch scenarios --base town -o \"$OUT\"/n -n 200"
      " --seed 7 --quantiles 5,95",
      0, "\nChildren in care at 31 March: 2021/22\n  P5 ", NULL);
  expect("ls \"$OUT\"/n \"$OUT\"/n/more | tr '\\n' ' '", 0,
         "/more: checks.csv contract.csv manifest.json probabilities.csv resolved.yaml results.csv"
         " simulation.csv ",
         NULL);
  expect("head -n 1 \"$OUT\"/n/comparison_ranges.csv", 0,
         "scenario,measure,financial_year,unit,of,central,mean,mean_error,sd,p5,p5_error,p95,"
         "p95_error\n",
         NULL);
  expect("grep -c ',difference,' \"$OUT\"/n/comparison_ranges.csv; grep -c"
         " '^town.*,difference,' \"$OUT\"/n/comparison_ranges.csv",
         1, "\n0\n", NULL);
  expect("grep simulation.: \"$OUT\"/n/fewer/manifest.json", 0,
         "\"simulation\": {\"draws\": 200, \"seed\": \"7\", \"method\": \"latin\", \"process\":"
         " \"exact\", \"uncertain\": 1},",
         NULL);
}

/* The central figures are the same with draws and without; a run by itself has the same ranges. */
static void test_draws_agree(void **state) {
  (void)state;
  expect(
      "carecast batch scenarios --base town -o \"$OUT\"/p -n 150 && cp -r \"$OUT\"/p \"$OUT\"/q &&"
      " carecast run scenarios/town.yaml -o \"$OUT\"/p1 -n 150 &&"
      " cmp \"$OUT\"/p/town/simulation.csv \"$OUT\"/p1/town/simulation.csv &&"
      " cmp \"$OUT\"/p/town/probabilities.csv \"$OUT\"/p1/town/probabilities.csv && echo same",
      0, "same\n", NULL);
  expect("carecast batch scenarios --base town -o \"$OUT\"/p >\"$OUT\"/central &&"
         " for f in comparison.csv more/results.csv more/contract.csv; do"
         " cmp \"$OUT\"/p/$f \"$OUT\"/q/$f || exit; done; ls \"$OUT\"/p/more",
         0, "checks.csv\ncontract.csv\nmanifest.json\nresolved.yaml\nresults.csv\n", NULL);
}

static void test_the_number_of_jobs_changes_no_draw(void **state) {
  (void)state;
  expect(
      "for j in 1 2 3 7; do SOURCE_DATE_EPOCH=0 carecast batch scenarios --base town -o"
      " \"$OUT\"/d --draws 600 --jobs $j >\"$OUT\"/drawn$j && mv \"$OUT\"/d \"$OUT\"/d$j || exit;"
      " done; sed -i 's/--jobs [0-9]//' \"$OUT\"/d?/manifest.json \"$OUT\"/d?/*/manifest.json;"
      " for j in 2 3 7; do diff -r \"$OUT\"/d1 \"$OUT\"/d$j && cmp \"$OUT\"/drawn1"
      " \"$OUT\"/drawn$j || exit; done; echo same",
      0, "same\n", NULL);
}

static void test_usage_of_draws(void **state) {
  (void)state;
  expect("carecast batch scenarios --base town -o \"$OUT\"/c --seed 3", 2, NULL,
         "--seed is about draws: it needs --draws N");
  expect("carecast batch scenarios --base town -o \"$OUT\"/c -n 0", 2, NULL,
         "--draws takes a number from 1 to 10000000, not `0`");
  expect("carecast batch scenarios --base town -o \"$OUT\"/c -n 10 --quantiles 0", 2, NULL,
         "--quantiles takes 1 to 20 numbers");
  expect("carecast batch scenarios --base town -o \"$OUT\"/c -n 10 --method magic", 2, NULL,
         "magic");
  expect("carecast batch scenarios --base twon -o \"$OUT\"/c -n 10", 2, NULL,
         "no scenario has the id `twon`; did you mean `town`?");
  expect("carecast batch wrong --base good -o \"$OUT\"/c -n 10", 3, NULL, "none was");
  expect("test -e \"$OUT\"/c", 1, NULL, NULL);
  expect("carecast batch wrong --base good -o \"$OUT\"/k --keep-going -n 10", 6,
         "What is likely, in short, compared with good", "error[E101]");
}

static void test_usage(void **state) {
  (void)state;
  expect("carecast batch scenarios -o \"$OUT\"/c", 2, NULL, "`batch` needs --base ID");
  expect("carecast batch scenarios --base town", 2, NULL, "`batch` needs --out DIR");
  expect("carecast batch --base town -o \"$OUT\"/c", 2, NULL, "`batch` needs DIR|FILE...");
  expect("carecast batch scenarios --base twon -o \"$OUT\"/c", 2, NULL,
         "no scenario has the id `twon`; did you mean `town`?");
  expect("carecast batch scenarios --base xyzzy -o \"$OUT\"/c", 2, NULL,
         "no scenario has the id `xyzzy`");
  expect("carecast batch scenarios --base town -o \"$OUT\"/c --jobs 0", 2, NULL,
         "--jobs takes a number from 1 to 256, not `0`");
  expect("carecast batch scenarios --base town -o \"$OUT\"/c --jobs two", 2, NULL, "not `two`");
  expect("carecast batch scenarios/town.yaml scenarios --base town -o \"$OUT\"/c", 2, NULL,
         "two scenarios have the id `town`: scenarios/town.yaml and scenarios/town.yaml");
  expect("mkdir \"$OUT\"/empty && carecast batch \"$OUT\"/empty --base town -o \"$OUT\"/c", 2, NULL,
         "no scenario (*.yaml) in ");
  expect("test -e \"$OUT\"/c", 1, NULL, NULL);
}

static void test_wrong_scenarios(void **state) {
  (void)state;
  expect("carecast batch wrong --base good -o \"$OUT\"/d", 3, NULL,
         "1 of 2 scenarios cannot be run, so none was (--keep-going runs the rest)");
  expect("test -e \"$OUT\"/d", 1, NULL, NULL);
  expect("carecast batch wrong --base good -o \"$OUT\"/d --keep-going", 6, "Total contract sum",
         "error[E101]");
  expect("ls \"$OUT\"/d", 0, "comparison.csv\ngood\nmanifest.json\n", NULL);
  expect("carecast batch wrong/misspelt.yaml --base misspelt -o \"$OUT\"/e -k", 3, NULL,
         "none of the scenarios can be run (1 of 1)");
  expect("carecast batch nowhere.yaml --base nowhere -o \"$OUT\"/e", 1, NULL, "E001");
  expect("carecast batch wrong --base misspelt -o \"$OUT\"/e -k", 2, NULL,
         "no scenario that can be run has the id `misspelt`");
}

static void test_settings_and_thresholds(void **state) {
  (void)state;
  expect("carecast batch scenarios --base town -o \"$OUT\"/f --fail-on cap", 4,
         "Scenarios in short", "more: children in care pass a cap");
  expect("carecast batch scenarios --base town -o \"$OUT\"/f --fail-on cap --fail-on gap"
         " --set caps.ceiling.children=5k --set contract.council_assumption.contract_sum=900m",
         0, "never", NULL);
  expect("grep settings \"$OUT\"/f/more/manifest.json", 0, "\"caps.ceiling.children=5k\", ", NULL);
}

static void test_no_room_for_the_results(void **state) {
  (void)state;
  expect("(ulimit -f 16; carecast batch scenarios --base town -o \"$OUT\"/g -j 1)", 1, NULL,
         "g/fewer/results.csv: File too large");
  expect("find \"$OUT\"/g -name '*tmp*' -o -name 'comparison*' -o -name 'manifest*'", 0, NULL,
         NULL);
  expect("carecast batch scenarios --base town -o /dev/null/x", 1, NULL,
         "cannot write /dev/null/x");
}

/* 400 overlays take a second or so; the signal comes while they are run. A shell ignores SIGINT for
 * what it runs in the background, and env takes that back. */
static void expect_whole_after(const char *signal) {
  char command[512];
  snprintf(
      command, sizeof command,
      "rm -rf \"$OUT\"/cut; env --default-signal=%s \"$carecast\" batch \"$OUT\"/many --base town"
      " -o \"$OUT\"/cut --jobs 2 & p=$!; while [ ! -e \"$OUT\"/cut/s100/manifest.json ];"
      " do sleep 0.001; done; kill -%s $p; wait $p",
      signal, signal);
  expect(command, 130, NULL, "interrupted after ");
  expect("find \"$OUT\"/cut -name '*.tmp*' -o -name 'comparison*'", 0, NULL, NULL);
  expect("for d in \"$OUT\"/cut/*/; do ls \"$d\" | tr '\\n' ' '; echo; done | sort -u", 0,
         "checks.csv contract.csv manifest.json resolved.yaml results.csv \n", NULL);
  expect("for d in \"$OUT\"/cut/*/; do ls \"$d\" | tr '\\n' ' '; echo; done | sort -u | wc -l", 0,
         "1\n", NULL);
  expect("test $(ls \"$OUT\"/cut | wc -l) -lt 401", 0, NULL, NULL);
}

static void test_interrupted_in_the_middle(void **state) {
  (void)state;
  expect("mkdir \"$OUT\"/many && cp scenarios/town.yaml \"$OUT\"/many && i=0 &&"
         " while [ $i -lt 400 ]; do sed s/Fewer/$i/ scenarios/fewer.yaml >\"$OUT\"/many/s$i.yaml;"
         " i=$((i + 1)); done",
         0, NULL, NULL);
  expect_whole_after("INT");
  expect_whole_after("TERM");
}

/* The signal comes among the draws: every folder is whole, with its simulation or without, and
 * there is no table of all ranges. */
static void test_interrupted_among_the_draws(void **state) {
  (void)state;
  expect("mkdir \"$OUT\"/some && cp scenarios/town.yaml \"$OUT\"/some && i=10 &&"
         " while [ $i -lt 60 ]; do sed s/Fewer/$i/ scenarios/fewer.yaml >\"$OUT\"/some/s$i.yaml;"
         " i=$((i + 1)); done",
         0, NULL, NULL);
  expect("env --default-signal=INT \"$carecast\" batch \"$OUT\"/some --base town -o \"$OUT\"/x"
         " --draws 20000 --jobs 2 & p=$!; while [ ! -e \"$OUT\"/x/s12/simulation.csv ];"
         " do sleep 0.01; done; kill -INT $p; wait $p",
         130, NULL, "interrupted after the draws of ");
  expect("find \"$OUT\"/x -name '*.tmp*' -o -name 'comparison_ranges*'", 0, NULL, NULL);
  expect("for d in \"$OUT\"/x/*/; do ls \"$d\" | tr '\\n' ' '; echo; done | sort -u", 0,
         "checks.csv contract.csv manifest.json probabilities.csv resolved.yaml results.csv"
         " simulation.csv \n"
         "checks.csv contract.csv manifest.json resolved.yaml results.csv \n",
         NULL);
  expect("carecast compare \"$OUT\"/x/*/ --base town", 0, "Scenarios in short", NULL);
}

/* Of two who write to one folder the second is refused, and nothing of the first is touched; when
 * nobody does, what a killed writer left goes. */
static void test_one_writer(void **state) {
  (void)state;
  expect("carecast batch scenarios --base town -o \"$OUT\"/one >/dev/null &&"
         " flock \"$OUT\"/one \"$carecast\" batch scenarios --base town -o \"$OUT\"/one",
         1, NULL, "comparison.csv: another process is writing there");
  expect("ls \"$OUT\"/one/comparison.csv | wc -l", 0, "1\n", NULL);
  expect("flock \"$OUT\"/one/town \"$carecast\" batch scenarios --base town -o \"$OUT\"/one", 1, "",
         "another process is writing there");
  expect("flock \"$OUT\"/one/town \"$carecast\" run scenarios/town.yaml -o \"$OUT\"/one", 1, NULL,
         "another process is writing there");
  expect("touch \"$OUT\"/one/.comparison.csv.tmp-1-0 \"$OUT\"/one/town/.results.csv.tmp-99-3"
         " \"$OUT\"/one/town/.mine.tmp-x; carecast batch scenarios --base town -o \"$OUT\"/one"
         " >/dev/null; find \"$OUT\"/one -name '*.tmp-*' | sed 's/.*one//'",
         0, "/town/.mine.tmp-x\n", NULL);
  expect("carecast batch scenarios --base town -o ''", 2, NULL, "--out is empty");
}

/* The batch's own manifest has the size of what it vouches for, goes before anything is written and
 * comes back last. */
static void test_manifest(void **state) {
  (void)state;
  expect("carecast batch scenarios --base town -o \"$OUT\"/m -n 20 >/dev/null && cd \"$OUT\"/m &&"
         " grep -o '\"base.*\\|\"scenarios.*' manifest.json &&"
         " for f in comparison.csv comparison_ranges.csv; do"
         " grep -c \"\\\"$f\\\", \\\"bytes\\\": $(stat -c %s $f)}\" manifest.json; done",
         0, "\"base\": \"town\",\n\"scenarios\": 3,\n1\n1\n", NULL);
  expect("touch \"$OUT\"/m/bad.yaml; carecast batch \"$OUT\"/m/bad.yaml scenarios --keep-going"
         " --base town -o \"$OUT\"/m >/dev/null 2>&1; grep -c bytes \"$OUT\"/m/manifest.json",
         0, "1\n", NULL);
  expect("(ulimit -f 1; carecast batch scenarios --base town -o \"$OUT\"/m); ls \"$OUT\"/m/*.json",
         2, NULL, "No such file");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_one_writer),
      cmocka_unit_test(test_a_folder),
      cmocka_unit_test(test_with_standard_error_closed),
      cmocka_unit_test(test_files_and_formats),
      cmocka_unit_test(test_the_number_of_jobs_changes_nothing),
      cmocka_unit_test(test_draws),
      cmocka_unit_test(test_draws_agree),
      cmocka_unit_test(test_the_number_of_jobs_changes_no_draw),
      cmocka_unit_test(test_usage_of_draws),
      cmocka_unit_test(test_usage),
      cmocka_unit_test(test_wrong_scenarios),
      cmocka_unit_test(test_settings_and_thresholds),
      cmocka_unit_test(test_no_room_for_the_results),
      cmocka_unit_test(test_interrupted_in_the_middle),
      cmocka_unit_test(test_interrupted_among_the_draws),
      cmocka_unit_test(test_manifest),
  };
  return cmocka_run_group_tests(tests, make_out, remove_out);
}
