/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long does it take to read, check, resolve and bind a scenario: the base by itself, and
 * overlays whose base was read before, as in a batch? One that only says other figures takes the
 * base's plan over; one that adds something is bound in full. */
#include "bench.h"
#include "scenario/scenario.h"

typedef struct {
  const char *path;
  cc_file_cache *cache;
} load_context;

static void load(void *context) {
  const load_context *c = context;
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  bench_require(cc_scenario_load_with(c->path, NULL, NULL, 0, c->cache, &findings, &scenario) ==
                    CC_OK,
                "the scenario does not load");
  cc_scenario_free(scenario);
  cc_diagnostics_free(&findings);
}

int main(int argc, char **argv) {
  int rounds = bench_rounds(argc, argv);
  cc_file_cache *cache = NULL;
  bench_require(cc_file_cache_create(&cache) == CC_OK, "no cache");
  load_context base = {CARECAST_SOURCE_DIR "/scenarios/birmingham-2020/base.yaml", NULL};
  load_context figures = {
      CARECAST_SOURCE_DIR "/scenarios/birmingham-2020/external-fee-inflation.yaml", cache};
  load_context cap = {CARECAST_SOURCE_DIR "/scenarios/birmingham-2020/cap-1950-hold.yaml", cache};
  bench_run(bench_cpu, "loading birmingham-2020/base", rounds, 10, load, &base);
  bench_run(bench_cpu, "loading other figures, base in the cache", rounds, 100, load, &figures);
  bench_run(bench_cpu, "loading one more cap, base in the cache", rounds, 10, load, &cap);
  cc_file_cache_free(cache);
  return 0;
}
