/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long does a draw take on one core: the sampling of its parameters, and all of it with exact
 * monthly ageing, costs and contract? Draws are projected eight at a time (model/wide.h), as the
 * engine does it, and a draw's part of that is printed. What share is it of the multiply-adds that
 * the core can do, and how long does numpy take for the same work (numpy_draws.py)? With --facts it
 * only prints what numpy_draws.py reads. */
#include "analysis/crew.h"
#include "analysis/draws.h"
#include "batch/simulate.h"
#include "bench.h"
#include "multiply_add.h"
#include "numpy_facts.h"

enum { DRAWS = 1250 * CC_WIDE, DRAWS_TIMED = 25 * CC_WIDE };

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

static void fill(void *context, int draw, double *vector) {
  cc_draws_vector(((const drawing *)context)->draws, draw, vector);
}

static cc_status take(void *context, cc_projector *projector, int lane, int draw) {
  (void)context;
  (void)projector;
  (void)lane;
  (void)draw;
  return CC_OK;
}

/* Every eighth time eight draws, so that once is one draw in the mean. */
static void sample_and_project(void *context) {
  drawing *d = context;
  const cc_projections projections = {d, fill, take};
  int first = d->next = (d->next + 1) % DRAWS;
  if (first % CC_WIDE == 0) {
    bench_require(cc_project_all(&d->projector, &projections, first, first + CC_WIDE) == CC_OK,
                  "a draw cannot be projected");
  }
}

static void prepare(void *context) {
  drawing *d = context;
  cc_draws *draws = NULL;
  bench_require(cc_draws_create(d->scenario, DRAWS, CC_SAMPLE_LATIN, 1, &draws) == CC_OK,
                "no draws");
  cc_draws_free(draws);
}

/* Everything that `carecast simulate` does with a loaded scenario but for printing. */
static double simulate(const cc_scenario *scenario, cc_process_choice process, int n_draws) {
  static const char *const measures[] = {"children_in_care.total", "placement_cost.net",
                                         "expenditure.total", "contract.total_contract_sum",
                                         "contract.funding_gap"};
  const cc_simulation_request request = {.n_draws = n_draws,
                                         .method = CC_SAMPLE_LATIN,
                                         .seed = 1,
                                         .jobs = 1,
                                         .process = process,
                                         .n_measures = 5,
                                         .measures = measures};
  cc_simulation *simulation = NULL;
  double start = bench_seconds(bench_cpu);
  bench_require(cc_simulate(scenario, &request, NULL, &simulation) == CC_OK, "cannot simulate");
  double seconds = bench_seconds(bench_cpu) - start;
  cc_simulation_free(simulation);
  return seconds;
}

static void report(const cc_scenario *scenario, cc_process_choice process, int n_draws) {
  double seconds = simulate(scenario, process, n_draws);
  char what[64];
  snprintf(what, sizeof what, "simulate, %d draws, process %s, 1 job", n_draws,
           cc_process_choice_names[process]);
  printf("%-52s %6.2f s, %.1f us a draw (%s)\n", what, seconds, 1e6 * seconds / n_draws,
         bench_cpu.name);
}

static void write_facts(const cc_scenario *scenario, FILE *out) {
  cc_run run = {0};
  bench_require(cc_run_start(scenario, &run) == CC_OK, "the base does not run");
  bench_numpy_facts(&run, out);
  cc_run_free(&run);
}

/* numpy prints its own lines, and fails where its children are not the engine's. */
static void compare_with_numpy(const cc_scenario *scenario, int quick) {
  static const char command[] = CARECAST_NUMPY;
  if (command[0] == '\0') {
    printf("numpy was absent when this was configured (Debian: python3-numpy): not compared\n");
    return;
  }
  char line[2 * sizeof command];
  snprintf(line, sizeof line, "%s%s", command, quick ? " --quick" : "");
  fflush(stdout);
  FILE *numpy = popen(line, "w");
  bench_require(numpy != NULL, "numpy does not start");
  write_facts(scenario, numpy);
  bench_require(pclose(numpy) == 0, "numpy failed");
}

static void bench_draw(const cc_scenario *scenario, drawing *d, int rounds) {
  printf("birmingham-2020/base: %d uncertain figures\n", cc_draws_count(d->draws));
  bench_run(bench_cpu, "making draws ready", rounds, 1, prepare, d);
  bench_run(bench_cpu, "a draw: sampling", rounds, DRAWS_TIMED, sample, d);
  double seconds = bench_run(bench_cpu, "a draw: sampling, children, costs, contract", rounds,
                             DRAWS_TIMED, sample_and_project, d);
  cc_run run = {0}; /* the base, whose live states the draws share */
  bench_require(cc_run_start(scenario, &run) == CC_OK, "the base does not run");
  bench_print_share(bench_row_products(run.plan, run.workspace), seconds);
  cc_run_free(&run);
}

int main(int argc, char **argv) {
  int rounds = bench_rounds(argc, argv), quick = rounds == CC_BENCH_QUICK_ROUNDS;
  drawing d = {0};
  cc_diagnostics findings = {0};
  bench_require(cc_scenario_load(CARECAST_SOURCE_DIR "/scenarios/birmingham-2020/base.yaml", NULL,
                                 0, &findings, &d.scenario) == CC_OK,
                "the base does not load");
  if (argc > 1 && strcmp(argv[1], "--facts") == 0) {
    write_facts(d.scenario, stdout);
    return 0;
  }
  bench_require(cc_draws_create(d.scenario, DRAWS, CC_SAMPLE_LATIN, 1, &d.draws) == CC_OK &&
                    cc_projector_start(d.scenario, &d.projector) == CC_OK,
                "out of memory");
  bench_draw(d.scenario, &d, rounds);
  compare_with_numpy(d.scenario, quick);
  report(d.scenario, CC_PROCESS_NONE, quick ? 300 : DRAWS);
  report(d.scenario, CC_PROCESS_EXACT, quick ? 100 : 1000);
  cc_projector_stop(&d.projector);
  cc_draws_free(d.draws);
  cc_scenario_free(d.scenario);
  cc_diagnostics_free(&findings);
  return 0;
}
