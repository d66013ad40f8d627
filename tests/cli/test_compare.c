/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast compare. */
#include "program.h"

static int make_runs(void **state) {
  return make_out(state) ||
         system("\"$carecast\" batch scenarios --base town -o \"$OUT\"/r >\"$OUT\"/batch") != 0;
}

static void test_the_same_as_the_batch(void **state) {
  (void)state;
  expect("carecast compare \"$OUT\"/r/fewer \"$OUT\"/r/more \"$OUT\"/r/town --base town"
         " >\"$OUT\"/compared && cmp \"$OUT\"/batch \"$OUT\"/compared && echo same",
         0, "same\n", NULL);
  expect("carecast compare \"$OUT\"/r/fewer \"$OUT\"/r/more --base more --format csv", 0,
         "unit,more,fewer\n", NULL);
}

static void test_a_base_by_its_folder(void **state) {
  (void)state;
  expect("cp -r \"$OUT\"/r \"$OUT\"/s; carecast compare \"$OUT\"/r/town \"$OUT\"/s/town --base"
         " \"$OUT\"/s/town --format csv",
         0, "unit,town,/tmp/", NULL);
}

/* From resolved.yaml come the same ranges as from the files that were resolved, and as the batch
 * has printed. What a folder says of draws of its own is left aside. */
static void test_draws(void **state) {
  (void)state;
  expect(
      "carecast batch scenarios --base town -o \"$OUT\"/n -n 300 --seed 5 >\"$OUT\"/drawn &&"
      " carecast compare \"$OUT\"/n/fewer \"$OUT\"/n/more \"$OUT\"/n/town --base town -n 300"
      " --seed 5 >\"$OUT\"/compared && cmp \"$OUT\"/drawn \"$OUT\"/compared &&"
      " carecast compare \"$OUT\"/r/fewer \"$OUT\"/r/more \"$OUT\"/r/town --base town -n 300"
      " --seed 5 --jobs 3 >\"$OUT\"/compared && cmp \"$OUT\"/drawn \"$OUT\"/compared && echo same",
      0, "same\n", NULL);
  expect("carecast compare \"$OUT\"/r/fewer \"$OUT\"/r/town --base town -n 100 --format csv", 0,
         "Likely differences from town,Children in care at 31 March: 2021/22,P90,children,", NULL);
  expect("cp -r \"$OUT\"/r \"$OUT\"/t; carecast compare \"$OUT\"/r/town \"$OUT\"/t/town --base town"
         " -n 50 --format csv",
         0, "unit,town,/tmp/", NULL);
  expect("carecast compare \"$OUT\"/r/fewer --base fewer --quantiles 5", 2, NULL,
         "--quantiles is about draws: it needs --draws N");
  expect("carecast compare \"$OUT\"/r/fewer --base fewer -n none", 2, NULL,
         "--draws takes a number");
}

static void test_usage(void **state) {
  (void)state;
  expect("carecast compare \"$OUT\"/r/fewer", 2, NULL, "`compare` needs --base ID");
  expect("carecast compare --base town", 2, NULL, "`compare` needs RUN...");
  expect("carecast compare \"$OUT\"/r/fewer --base town", 2, NULL,
         "none of the runs has the id `town`");
}

static void test_folders_that_were_changed(void **state) {
  (void)state;
  expect("cp -r \"$OUT\"/r/fewer \"$OUT\"/changed; echo x >>\"$OUT\"/changed/results.csv;"
         " carecast compare \"$OUT\"/changed \"$OUT\"/r/town --base town",
         1, NULL, "changed: results.csv is not what resolved.yaml gives: one of them was changed");
  expect("carecast compare \"$OUT\"/changed \"$OUT\"/r/town --base town --draws 10", 1, NULL,
         "changed: results.csv is not what resolved.yaml gives: one of them was changed");
  expect(
      "cp -r \"$OUT\"/r/fewer \"$OUT\"/older;"
      " sed -i 's/\"carecast\": \"[^\"]*\"/\"carecast\": \"0.0.1\"/' \"$OUT\"/older/manifest.json;"
      " carecast compare \"$OUT\"/older --base fewer",
      0, "Scenarios compared", NULL);
  expect("sed -i s/20/21/ \"$OUT\"/older/results.csv; carecast compare \"$OUT\"/older --base fewer",
         1, NULL, "it was made by carecast 0.0.1 and this is ");
  expect("cp -r \"$OUT\"/r/fewer \"$OUT\"/cut; rm \"$OUT\"/cut/manifest.json;"
         " carecast compare \"$OUT\"/cut --base fewer",
         1, NULL, "cannot read /tmp/");
  expect("carecast compare \"$OUT\"/nowhere --base fewer", 1, NULL, "resolved.yaml");
}

/* A manifest vouches for every file that it lists, of this scenario. */
static void test_manifests_that_do_not_vouch(void **state) {
  (void)state;
  expect("carecast run scenarios/town.yaml -n 20 -o \"$OUT\"/m >/dev/null; cp -r \"$OUT\"/m"
         " \"$OUT\"/m0; : >\"$OUT\"/m0/town/manifest.json;"
         " carecast compare \"$OUT\"/m0/town --base town",
         1, NULL, "manifest.json is no manifest of a run");
  expect("cp -r \"$OUT\"/m \"$OUT\"/m1; echo '[1, 2' >\"$OUT\"/m1/town/manifest.json;"
         " carecast compare \"$OUT\"/m1/town --base town",
         1, NULL, "manifest.json is no manifest of a run");
  expect("cp -r \"$OUT\"/m \"$OUT\"/m2; sed -i 's/A small town/A large town/'"
         " \"$OUT\"/m2/town/manifest.json; carecast compare \"$OUT\"/m2/town --base town",
         1, NULL, "manifest.json is of another run than resolved.yaml");
  expect("cp -r \"$OUT\"/m \"$OUT\"/m3; echo x >>\"$OUT\"/m3/town/simulation.csv;"
         " carecast compare \"$OUT\"/m3/town --base town",
         1, NULL, "simulation.csv has ");
  expect("cp -r \"$OUT\"/m \"$OUT\"/m4; rm \"$OUT\"/m4/town/probabilities.csv;"
         " carecast compare \"$OUT\"/m4/town --base town",
         1, NULL, "probabilities.csv is in manifest.json and not there");
  expect("carecast compare \"$OUT\"/m/town --base town", 0, "Scenarios compared", NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_the_same_as_the_batch),
      cmocka_unit_test(test_a_base_by_its_folder),
      cmocka_unit_test(test_draws),
      cmocka_unit_test(test_usage),
      cmocka_unit_test(test_folders_that_were_changed),
      cmocka_unit_test(test_manifests_that_do_not_vouch),
  };
  return cmocka_run_group_tests(tests, make_runs, remove_out);
}
