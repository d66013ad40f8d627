/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long does a whole process take: `carecast run` of the base, and `carecast batch` of 1,000
 * overlays of it on two cores, which say another figure or add an intervention? And does the
 * batch's memory grow with the number of scenarios?
 *
 * Files go to $TMPDIR, or /tmp, and are deleted when all is done: some file systems are slow to
 * make files for minutes after many were deleted. */
#define _DEFAULT_SOURCE /* wait4, for the peak memory of one child */
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

#define BASE CARECAST_SOURCE_DIR "/scenarios/birmingham-2020/base.yaml"

/* Runs carecast with its output thrown away; returns the peak memory in KiB. */
static long spawn(char *const arguments[]) {
  pid_t child = fork();
  bench_require(child >= 0, "cannot fork");
  if (child == 0) {
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    execv(CARECAST_BINARY, arguments);
    _exit(127);
  }
  int state = 0;
  struct rusage usage;
  bench_require(wait4(child, &state, 0, &usage) == child && WIFEXITED(state) &&
                    WEXITSTATUS(state) == 0,
                "carecast failed");
  return usage.ru_maxrss;
}

static void run_base(void *context) {
  (void)context;
  char *arguments[] = {"carecast", "run", BASE, NULL};
  spawn(arguments);
}

typedef struct {
  const char *what;    /* that the overlays say */
  const char *overlay; /* the same as YAML, for printf */
  int count;
  char folder[128]; /* holds scenarios/ with the overlays, and out0/, out1/, ... */
  int round;        /* each has an output folder of its own: overwriting would time deletions */
  long peak_kib;
} batch;

static void write_overlays(batch *b) {
  char path[256];
  const char *above = getenv("TMPDIR");
  snprintf(b->folder, sizeof b->folder, "%s/carecast-bench-XXXXXX", above != NULL ? above : "/tmp");
  bench_require(mkdtemp(b->folder) != NULL, "no temporary folder");
  snprintf(path, sizeof path, "%s/scenarios", b->folder);
  mkdir(path, 0755);
  char copy[512];
  snprintf(copy, sizeof copy, "cp %s %s/base.yaml", BASE, path);
  bench_require(system(copy) == 0, "cannot copy the base");
  for (int i = 1; i < b->count; i++) {
    snprintf(path, sizeof path, "%s/scenarios/s%04d.yaml", b->folder, i);
    FILE *file = fopen(path, "w");
    bench_require(file != NULL, "cannot write an overlay");
    fprintf(file, "carecast: 1\ntitle: Overlay %d\nextends: base.yaml\n", i);
    fprintf(file, b->overlay, 40 + i % 20, i % 100);
    fclose(file);
  }
}

static void run_batch(void *context) {
  batch *b = context;
  char in[160];
  char out[160];
  snprintf(in, sizeof in, "%s/scenarios", b->folder);
  snprintf(out, sizeof out, "%s/out%d", b->folder, b->round++);
  char *arguments[] = {"carecast", "batch", in, "--base", "base", "-o", out, "--jobs", "2", NULL};
  b->peak_kib = spawn(arguments);
}

static void bench_batch(batch *b, int rounds) {
  char what[80];
  write_overlays(b);
  snprintf(what, sizeof what, "carecast batch of %d: %s, 2 jobs", b->count, b->what);
  bench_run(bench_wall, what, rounds, 1, run_batch, b);
  printf("%-52s %ld MiB\n", "  its peak memory", b->peak_kib / 1024);
}

int main(int argc, char **argv) {
  static const char figure[] = "children_in_care: {entries: {newborn_share: %d.%02d%%}}\n";
  static const char intervention[] = "interventions: {edge: {cost: 400k, effects: [{target: "
                                     "\"children_in_care.entries.per_10k.*\", "
                                     "multiply: 0.%d%02d, from: 2021-04, ramp: 1 year}]}}\n";
  int rounds = bench_rounds(argc, argv);
  int quick = rounds == CC_BENCH_QUICK_ROUNDS;
  batch batches[] = {
      {.what = "another figure", .overlay = figure, .count = quick ? 20 : 100},
      {.what = "another figure", .overlay = figure, .count = quick ? 40 : 1000},
      {.what = "an intervention", .overlay = intervention, .count = quick ? 40 : 1000}};
  bench_run(bench_wall, "carecast run of birmingham-2020/base", rounds, 1, run_base, NULL);
  for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
    bench_batch(&batches[i], quick ? 1 : 5);
  }
  for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
    char clean[160];
    snprintf(clean, sizeof clean, "rm -rf %s", batches[i].folder);
    bench_require(system(clean) == 0, "cannot clean up");
  }
  return 0;
}
