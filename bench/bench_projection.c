/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long does the numerical projection of the Birmingham base take? 60 months, 216 ages in each
 * placement, costs and contract included, on one core. The same work is also set against the
 * multiply-adds that the core can do. */
#include <math.h>

#include "analysis/run.h"
#include "bench.h"
#include "multiply_add.h"

static void project(void *context) {
  cc_run *run = context;
  bench_require(cc_project(run->plan, run->scenario->vector, 1, run->workspace, run->results) ==
                    CC_OK,
                "the projection failed");
}

int main(int argc, char **argv) {
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  cc_run run = {0};
  bench_require(cc_scenario_load(CARECAST_SOURCE_DIR "/scenarios/birmingham-2020/base.yaml", NULL,
                                 0, &findings, &scenario) == CC_OK,
                "the base does not load");
  bench_require(cc_run_start(scenario, &run) == CC_OK, "the base does not run");
  double seconds = bench_run(bench_cpu, "projection of birmingham-2020/base",
                             bench_rounds(argc, argv), 200, project, &run);
  bench_print_share(bench_row_products(run.plan, run.workspace), seconds);
  double children = 0;
  bench_require(cc_run_measure(&run, "children_in_care.total", 4, &children) && isfinite(children),
                "no children were projected");
  cc_run_free(&run);
  cc_scenario_free(scenario);
  cc_diagnostics_free(&findings);
  return 0;
}
