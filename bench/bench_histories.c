/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long does a history take on one core: the children of a draw followed one by one, with its
 * sampling, costs and contract? Of the base, where some placements are full; and with a cap that
 * holds, which turns children away. */
#include "analysis/crew.h"
#include "analysis/draws.h"
#include "bench.h"

enum { DRAWS = 1000, DRAWS_TIMED = 200 };

typedef struct {
  cc_scenario *scenario;
  cc_draws *draws;
  cc_projector projector;
  int next;
} drawing;

static void sample(void *context) {
  drawing *d = context;
  d->next = (d->next + 1) % DRAWS;
  cc_draws_vector(d->draws, d->next, d->projector.spare[0]);
}

static void follow(void *context) {
  drawing *d = context;
  sample(context);
  bench_require(cc_project_history(&d->projector, d->projector.spare[0], 1, (uint32_t)d->next) ==
                    CC_OK,
                "a history cannot be followed");
}

static void bench_scenario(const char *path, const char *name, int rounds) {
  drawing d = {0};
  cc_diagnostics findings = {0};
  char what[80];
  bench_require(cc_scenario_load(path, NULL, 0, &findings, &d.scenario) == CC_OK,
                "a scenario does not load");
  bench_require(cc_draws_create(d.scenario, DRAWS, CC_SAMPLE_LATIN, 1, &d.draws) == CC_OK &&
                    cc_projector_start(d.scenario, &d.projector) == CC_OK,
                "out of memory");
  snprintf(what, sizeof what, "%s: a history, sampling to contract", name);
  bench_run(bench_cpu, "sampling alone", rounds, DRAWS_TIMED, sample, &d);
  bench_run(bench_cpu, what, rounds, DRAWS_TIMED, follow, &d);
  cc_projector_stop(&d.projector);
  cc_draws_free(d.draws);
  cc_scenario_free(d.scenario);
  cc_diagnostics_free(&findings);
}

int main(int argc, char **argv) {
  int rounds = bench_rounds(argc, argv);
  bench_scenario(CARECAST_SOURCE_DIR "/scenarios/birmingham-2020/base.yaml", "base", rounds);
  bench_scenario(CARECAST_SOURCE_DIR "/scenarios/birmingham-2020/cap-1950-hold.yaml",
                 "a cap that holds", rounds);
  return 0;
}
