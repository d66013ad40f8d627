/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long does a whole process take: `carecast run` of the base, and `carecast batch` of 1,000
 * overlays of it on two cores? And does the batch's memory grow with the number of scenarios? */
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
  char folder[64]; /* holds in/ with the overlays, and out/ */
  int round; /* each has an output folder of its own: overwriting times the file system's deletions
              */
  long peak_kib;
} batch_context;

static void write_overlays(batch_context *b, int count) {
  char path[128];
  snprintf(path, sizeof path, "%s/scenarios", b->folder);
  mkdir(path, 0755);
  char copy[512];
  snprintf(copy, sizeof copy, "cp %s %s/scenarios/base.yaml", BASE, b->folder);
  bench_require(system(copy) == 0, "cannot copy the base");
  for (int i = 1; i < count; i++) {
    snprintf(path, sizeof path, "%s/scenarios/s%04d.yaml", b->folder, i);
    FILE *file = fopen(path, "w");
    bench_require(file != NULL, "cannot write an overlay");
    fprintf(file,
            "carecast: 1\ntitle: Overlay %d\nextends: base.yaml\n"
            "children_in_care: {entries: {newborn_share: %d.%02d%%}}\n",
            i, 40 + i % 20, i % 100);
    fclose(file);
  }
}

static void run_batch(void *context) {
  batch_context *b = context;
  char in[80];
  char out[80];
  snprintf(in, sizeof in, "%s/scenarios", b->folder);
  snprintf(out, sizeof out, "%s/out%d", b->folder, b->round++);
  char *arguments[] = {"carecast", "batch", in, "--base", "base", "-o", out, "--jobs", "2", NULL};
  b->peak_kib = spawn(arguments);
}

static void bench_batch(int count, int rounds) {
  batch_context b = {.folder = "/tmp/carecast-bench-XXXXXX"};
  bench_require(mkdtemp(b.folder) != NULL, "no temporary folder");
  write_overlays(&b, count);
  char what[64];
  snprintf(what, sizeof what, "carecast batch of %d overlays, 2 jobs", count);
  bench_run(what, rounds, 1, run_batch, &b);
  printf("%-52s %ld MiB\n", "  its peak memory", b.peak_kib / 1024);
  char clean[128];
  snprintf(clean, sizeof clean, "rm -rf %s", b.folder);
  bench_require(system(clean) == 0, "cannot clean up");
}

int main(int argc, char **argv) {
  int rounds = bench_rounds(argc, argv);
  int quick = rounds == CC_BENCH_QUICK_ROUNDS;
  bench_run("carecast run of birmingham-2020/base", rounds, 1, run_base, NULL);
  bench_batch(quick ? 20 : 100, quick ? 1 : 5);
  bench_batch(quick ? 40 : 1000, quick ? 1 : 5);
  return 0;
}
