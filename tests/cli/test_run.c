/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast run. The town's contract is reckoned by hand: 10.0 brought forward, 0.5 of grant gone,
 * 0.2 of indexation and 0.3 of pressures give 10.0m; core contract sum 9.0m; with the other grants
 * 10.05m, printed 10.1; with the bid's 0.4 - 0.1, then 0.4 - 0.9 on top of it. */
#include "program.h"

/* Spaces are squeezed: how columns are laid out is tested in unit.report.text. */
static void expect_run(const char *in_out) {
  expect("carecast run scenarios/town.yaml | tr -s ' '", 0, in_out, NULL);
}

static void test_tables_of_the_contract(void **state) {
  (void)state;
  expect_run(
      "Permanent adjustments\n - UASC grant (0.5) 0.0\nSub-total (before indexation) 9.5 10.0\n"
      "Indexation 0.2 0.0\n");
  expect_run("Total contract sum 10.0 10.0\n");
  expect_run("Core contract sum 9.0 9.0\n");
  expect_run("Total budget 10.1 10.1\n");
  expect_run("Family centre\n Investment 0.4 0.4\n Benefits 0.1 0.9\n"
             " Net investment / (benefit) 0.3 (0.5)\nTotal funding proposed 10.4 9.6\n");
  expect_run("Family centre 0.8 1.0 (0.2)");
  expect_run("Total capital programme 0.3 0.0\n");
}

static void test_tables_of_children(void **state) {
  (void)state;
  /* 100 children, 40 entries and 0.3 exits a year: 40/0.3 + (100 - 40/0.3) e^-0.3t, less those who
   * turn 18, of whom nobody is told here; the opening is given. */
  expect_run("Children in care: A small town\n");
  expect_run("Opening");
  expect_run("Planning ceiling");
  expect_run("1 of the scenario's ");
  expect_run("Checks: all ");
  expect_run("Children's homes, external");
}

static void test_settings(void **state) {
  (void)state;
  expect("carecast run scenarios/town.yaml --set contract.brought_forward=20m | tr -s ' '", 0,
         "Total contract sum 20.0 20.0\n", NULL);
  expect("carecast run scenarios/town.yaml --set contract.brought_forward=20m"
         " --set contract.brought_forward=30m | tr -s ' '",
         0, "Total contract sum 30.0 30.0\n", NULL);
  expect("carecast run scenarios/town.yaml --set contract.brought_fwd=1", 3, NULL, "error[E");
}

static void test_thresholds(void **state) {
  (void)state;
  expect("carecast run scenarios/town.yaml --fail-on cap", 4, "Planning ceiling",
         "town: children in care pass a cap");
  expect("carecast run scenarios/town.yaml --fail-on cap --set caps.ceiling.children=1000", 0,
         "never", NULL);
  expect("carecast run scenarios/town.yaml --fail-on gap --set "
         "contract.council_assumption.contract_sum=1m",
         4, "", "town: the contract has a funding gap");
  expect("carecast run scenarios/town.yaml --fail-on gap"
         " --set contract.council_assumption.contract_sum=100m",
         0, "", NULL);
  expect("carecast run scenarios/town.yaml --fail-on weather", 2, NULL,
         "--fail-on takes cap or gap");
}

static void test_files_that_cannot_be_run(void **state) {
  (void)state;
  expect("carecast run nowhere.yaml", 1, NULL, "nowhere.yaml: error[E001]");
  expect("carecast run wrong/misspelt.yaml", 3, NULL, "error[E101]");
  expect("carecast run scenarios", 1, NULL, "E001");
}

static void test_a_contract_alone(void **state) {
  (void)state;
  expect("carecast run wrong/good.yaml | tr -s ' '", 0, "Total contract sum 1.0\n", NULL);
}

/* explained.yaml has something of everything. */
static void test_every_table(void **state) {
  (void)state;
  static const char *const parts[] = {
      "Contributions of health, education and grants\n",
      "Care leavers served",
      "Personal advisers needed",
      "Diverted by a cap (unmet demand)",
      "Displaced for want of a place",
      "Interagency adoption fee",
      "As modelled\n",
      "Total indexation",
      "Gain share of the year before, to the",
      "Reserves on 31 March",
      "Savings tracker: ",
      "Savings agreed and not delivered",
      "Expenditure for each resident under 18",
      "Virement by heading: ",
      "Invest to save, whole life\n",
      "not in these years",
      "Early Help: cost (benefit",
      "of the scenario's",
  };
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    expect("carecast run ../../scenarios/explained.yaml --set caps.agreed.children=370"
           " --set interventions.new_system.cost=2m",
           0, parts[i], NULL);
  }
  expect("carecast run ../../scenarios/explained.yaml -o \"$OUT\"/x >/dev/null;"
         " cat \"$OUT\"/x/explained/checks.csv",
         0, "explained,cap,agreed,diverted,children,", NULL);
}

static void test_nothing_is_written_without_out(void **state) {
  (void)state;
  expect("mkdir \"$OUT\"/bare && (cp scenarios/town.yaml \"$OUT\"/bare && cd \"$OUT\"/bare &&"
         " carecast run town.yaml && ls -A)",
         0, "identities hold.\ntown.yaml\n", NULL);
}

static void test_run_folder(void **state) {
  (void)state;
  expect("carecast run scenarios/fewer.yaml -o \"$OUT\"/runs && ls -A \"$OUT\"/runs/fewer", 0,
         "\nchecks.csv\ncontract.csv\nmanifest.json\nresolved.yaml\nresults.csv\n", NULL);
  expect("cat \"$OUT\"/runs/fewer/results.csv", 0,
         "scenario,financial_year,month,placement,measure,unit,value\n"
         "fewer,2019/20,2020-03,fostering,children_in_care,children,",
         NULL);
  expect("cat \"$OUT\"/runs/fewer/contract.csv", 0,
         "fewer,2020/21,contract,contract.adjustments.grant,\"'- UASC grant\",line,GBP,-500000\n",
         NULL);
  expect("cat \"$OUT\"/runs/fewer/contract.csv", 0,
         "fewer,2020/21,capital,capital.total,Total capital programme,sub-total,GBP,250000\n",
         NULL);
  expect("cat \"$OUT\"/runs/fewer/checks.csv", 0, ",holds\n", NULL);
  expect("cat \"$OUT\"/runs/fewer/manifest.json", 0,
         "  \"command\": \"carecast run scenarios/fewer.yaml -o ", NULL);
  /* The hashes are those of sha256sum, the sizes those of wc. */
  expect("for f in scenarios/fewer.yaml scenarios/town.yaml;"
         " do grep -q \"\\\"$f\\\", \\\"sha256\\\": \\\"$(sha256sum <$f | cut -c 1-64)\\\"\""
         " \"$OUT\"/runs/fewer/manifest.json && echo found; done",
         0, "found\nfound\n", NULL);
  expect("cd \"$OUT\"/runs/fewer; for f in *.csv *.yaml; do"
         " grep -q \"\\\"$f\\\", \\\"bytes\\\": $(wc -c <$f)}\" manifest.json && echo found; done",
         0, "found\nfound\nfound\nfound\n", NULL);
}

static void test_the_same_twice(void **state) {
  (void)state;
  expect("for i in 1 2; do SOURCE_DATE_EPOCH=0 carecast run scenarios/town.yaml -o \"$OUT\"/$i"
         " >/dev/null; done; sed -i s/OUT.1/OUT.2/ \"$OUT\"/1/town/manifest.json;"
         " grep created \"$OUT\"/1/town/manifest.json;"
         " diff -r -x manifest.json \"$OUT\"/1 \"$OUT\"/2 && echo same",
         0, "\"created\": \"1970-01-01T00:00:00Z\",\nsame\n", NULL);
}

static void test_folders_that_cannot_be_written(void **state) {
  (void)state;
  expect("carecast run scenarios/town.yaml -o /dev/null/x", 1, NULL,
         "cannot write /dev/null/x/town: Not a directory");
  /* A limit on the size of files is how a full disk looks to a program. */
  expect("(ulimit -f 16; carecast run scenarios/town.yaml -o \"$OUT\"/full >/dev/null)", 1, NULL,
         "full/town/results.csv: File too large");
  expect("ls -A \"$OUT\"/full/town", 0, "resolved.yaml\n", NULL);
  expect("ls -A \"$OUT\"/full/town | grep -c -e tmp -e manifest", 1, "0\n", NULL);
}

static void test_an_id_that_is_no_folder(void **state) {
  (void)state;
  expect("cp wrong/good.yaml \"$OUT\"/..yaml; carecast run \"$OUT\"/..yaml -o \"$OUT\"/dots", 3,
         NULL, "");
}

static void test_draws(void **state) {
  (void)state;
  expect("carecast run scenarios/town.yaml --draws 50", 0, "\nWhat is likely: A small town\n",
         NULL);
  expect("carecast run scenarios/town.yaml --draws 50 --format json | grep -c '\"tables\":'", 0,
         "1\n", NULL);
  expect("carecast run scenarios/town.yaml --format markdown | grep -c \"^Central values; 1 of the"
         " scenario's 22 figures states an uncertainty, whose ranges are not shown here.\"",
         0, "6\n", NULL);
  expect(
      "carecast run scenarios/town.yaml -n 50 --format markdown | grep -c \"^Central values; 1 of"
      " the scenario's 22 figures states an uncertainty; the ranges follow below.\"",
      0, "6\n", NULL);
  expect("carecast run scenarios/town.yaml -n 50 --measure entries.total", 0, "\nEntries\n", NULL);
  expect("for c in run simulate; do carecast $c scenarios/town.yaml -n 300 --seed 9 --format csv |"
         " grep '^What is likely' >\"$OUT\"/$c.likely; done; test -s \"$OUT\"/run.likely &&"
         " cmp \"$OUT\"/run.likely \"$OUT\"/simulate.likely && echo same",
         0, "same\n", NULL);
  expect("carecast run scenarios/town.yaml --draws many", 2, NULL, "--draws takes a number");
  expect("carecast run scenarios/town.yaml --measure entries.total", 2, NULL,
         "--measure is about draws: it needs --draws N");
  expect("carecast run scenarios/town.yaml -n 10 --measure entries.totl", 2, NULL,
         "`entries.total`");
}

static void test_run_folder_with_draws(void **state) {
  (void)state;
  expect(
      "carecast run scenarios/town.yaml -n 50 -o \"$OUT\"/n && ls \"$OUT\"/n/town | tr '\\n' ' '",
      0,
      "checks.csv contract.csv manifest.json probabilities.csv resolved.yaml results.csv"
      " simulation.csv ",
      NULL);
  expect("grep -c '^town,all,' \"$OUT\"/n/town/simulation.csv", 0, "", NULL);
  expect(
      "for j in 1 2 3 7; do carecast run scenarios/town.yaml -n 600 --process exact -j $j -o"
      " \"$OUT\"/n$j >\"$OUT\"/n.$j || exit; done; for j in 2 3 7; do cmp \"$OUT\"/n.1"
      " \"$OUT\"/n.$j && cmp \"$OUT\"/n1/town/simulation.csv \"$OUT\"/n$j/town/simulation.csv &&"
      " cmp \"$OUT\"/n1/town/probabilities.csv \"$OUT\"/n$j/town/probabilities.csv || exit; done;"
      " echo same",
      0, "same\n", NULL);
  expect("env --default-signal=INT \"$carecast\" run scenarios/town.yaml -n 10000000 -o"
         " \"$OUT\"/cut & p=$!; sleep 1; kill -INT $p; wait $p",
         130, NULL, "carecast: interrupted\n");
  expect("test -e \"$OUT\"/cut", 1, NULL, NULL);
}

/* Address space of 200 MB is enough for 100,000 draws of every measure. */
static void test_memory_of_draws(void **state) {
  (void)state;
#ifndef CARECAST_SLOW_BUILD
  expect("(ulimit -v 200000; carecast run scenarios/town.yaml -n 100000 --process none --jobs 2"
         " -o \"$OUT\"/big)",
         0, "100000 draws (latin, seed 1)", NULL);
#endif
}

static void test_no_folder_of_an_empty_name(void **state) {
  (void)state;
  expect("carecast run scenarios/town.yaml -o ''", 2, NULL, "--out is empty");
}

/* What each heading needs more sums to what all do, to half a penny; the first year has none. */
static void test_virement(void **state) {
  (void)state;
  expect("carecast run ../../scenarios/explained.yaml --format csv | grep Virement |"
         " awk -F, '/,Total expenditure,/ {total = $NF; next} {sum += $NF}"
         " END {d = sum - total; print (d < 0.005 && d > -0.005 && total > 1000)}'",
         0, "1\n", NULL);
  expect("carecast run ../../scenarios/explained.yaml --format csv | grep 'Virement.*,Employees'",
         0, ",Employees,GBP,,", NULL);
}

/* A year after the last one is one that is not there: the base and what is laid over it are run for
 * one year too, where 205.1m are spent, and what counts later is warned of. */
static void test_one_year(void **state) {
  (void)state;
  expect(
      "for f in $(grep -l 'extends: \\(base\\|plan-2200\\)' ../../scenarios/birmingham-2020/*.yaml)"
      " ../../scenarios/birmingham-2020/base.yaml; do"
      " carecast run $f --set years=1 2>/dev/null >/dev/null || echo $f; done",
      0, NULL, NULL);
  expect("carecast run ../../scenarios/birmingham-2020/base.yaml --set years=1 | grep 'Total exp'",
         0, "205.1\n", "warning[W903]: this counts in no year of the projection");
}

#define BASE "../../scenarios/birmingham-2020/base.yaml "
/* Prices rise by 2% a year there: the second year's 201.6m that the council assumes are 197.6m. The
 * folder stays nominal. */
static void test_real(void **state) {
  (void)state;
  expect("carecast run " BASE "--real cpi -o \"$OUT\"/real --format csv | grep 'council assumes'",
         0,
         "\"Against the contract sum: Birmingham 2020, flows of 2018-2020 continued (pounds of "
         "2020/21,"
         " by the index `cpi`)\",,Contract sum that the council assumes,GBP,201100000,197647058.8",
         NULL);
  expect(
      "grep '2021/22,contract,contract.council_assumption.contract_sum' \"$OUT\"/real/base/*.csv",
      0, "GBP,201600000\n", NULL);
  expect("carecast compare \"$OUT\"/real/base --base base --real cpi", 0, "pounds of 2020/21",
         NULL);
  expect("carecast run " BASE "--real rpi", 2, NULL,
         "base has no index `rpi` to take prices by; it has");
  expect("carecast run " BASE "--real cpi -n 10", 2, NULL, "leave --draws out");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_no_folder_of_an_empty_name),
      cmocka_unit_test(test_tables_of_the_contract),
      cmocka_unit_test(test_tables_of_children),
      cmocka_unit_test(test_settings),
      cmocka_unit_test(test_thresholds),
      cmocka_unit_test(test_files_that_cannot_be_run),
      cmocka_unit_test(test_a_contract_alone),
      cmocka_unit_test(test_every_table),
      cmocka_unit_test(test_nothing_is_written_without_out),
      cmocka_unit_test(test_run_folder),
      cmocka_unit_test(test_draws),
      cmocka_unit_test(test_run_folder_with_draws),
      cmocka_unit_test(test_memory_of_draws),
      cmocka_unit_test(test_the_same_twice),
      cmocka_unit_test(test_folders_that_cannot_be_written),
      cmocka_unit_test(test_an_id_that_is_no_folder),
      cmocka_unit_test(test_virement),
      cmocka_unit_test(test_one_year),
      cmocka_unit_test(test_real),
  };
  return cmocka_run_group_tests(tests, make_out, remove_out);
}
