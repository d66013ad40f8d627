/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that extend files, in a folder of their own under /tmp: which file is found, what the root
 * keeps out, what is inherited, what is hashed, and that a cache shared by threads changes nothing.
 * Messages are in tests/broken. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "support/layers_fixture.h"

#define BASE "carecast: 1\ntitle: Base\nstart: 2020/21\nid: base\nindexes: {pay: 2%}\n"
#define OVER "extends: base.yaml\n"

enum { THREADS = 4, LOADS = 50 };

static char folder[] = "/tmp/carecast-overlay-XXXXXX";

/* Writes a file below the folder, with the folders on the way. */
static void put(const char *path, const char *text) {
  const char *slash = strrchr(path, '/');
  if (slash != NULL) {
    char above[200];
    snprintf(above, sizeof above, "%.*s", (int)(slash - path), path);
    assert_int_equal(cc_folder_make(above), CC_OK);
  }
  assert_int_equal(cc_file_replace(path, text, strlen(text)), CC_OK);
}

static void open_file(cc_layers_fixture *f, const char *path) {
  cc_layers_open_file(f, path, NULL, NULL, NULL);
}

static void assert_file(const char *path, const char *findings) {
  cc_layers_fixture f;
  open_file(&f, path);
  cc_assert_findings(&f, findings);
  assert_int_equal(f.status, CC_OK);
  cc_layers_close(&f);
}

static void test_a_file_by_itself(void **state) {
  (void)state;
  cc_layers_fixture f;
  put("alone.yaml", BASE);
  open_file(&f, "alone.yaml");
  cc_assert_findings(&f, "");
  assert_int_equal(f.layers.n_inputs, 1);
  assert_string_equal(f.layers.inputs[0].path, "alone.yaml");
  /* sha256sum of BASE */
  assert_string_equal(f.layers.inputs[0].hash,
                      "d0df9cb02e9661766d949ba732c9af42c825c5c11c6c478db0b4d8522a4d02c6");
  assert_string_equal(cc_layers_text(&f, "id"), "base");
  cc_layers_close(&f);
}

static void test_an_overlay(void **state) {
  (void)state;
  cc_layers_fixture f;
  put("base.yaml", BASE);
  put("over.yaml", OVER);
  open_file(&f, "over.yaml");
  cc_assert_findings(&f, "");
  assert_int_equal(f.layers.n_inputs, 2);
  assert_string_equal(f.layers.inputs[0].path, "over.yaml");
  assert_string_equal(f.layers.inputs[0].hash,
                      "42bbc3b8a5ea2e4186ee709b868592198337ba44cbf4922017cdf38ba2ea1dcf");
  assert_string_equal(f.layers.inputs[1].path, "base.yaml");
  assert_string_equal(cc_layers_text(&f, "title"), "Base");
  assert_null(cc_layers_text(&f, "id"));
  assert_null(cc_layers_text(&f, "extends"));
  assert_string_equal(cc_layers_find(&f, "indexes.pay")->node->at.file, "base.yaml");
  cc_layers_close(&f);
}

/* Each file's `extends` is relative to itself, and shown relative to what the user named. */
static void test_a_chain_through_folders(void **state) {
  (void)state;
  cc_layers_fixture f;
  put("scenarios/national/rates.yaml", BASE);
  put("scenarios/city/base.yaml", "extends: ../national/rates.yaml\nyears: 3\n");
  put("scenarios/city/plans/plan.yaml", "extends: ../base.yaml\nid: plan\nyears: 4\n");
  open_file(&f, "scenarios/city/plans/plan.yaml");
  cc_assert_findings(&f, "");
  assert_int_equal(f.layers.n_inputs, 3);
  assert_string_equal(f.layers.inputs[1].path, "scenarios/city/base.yaml");
  assert_string_equal(f.layers.inputs[2].path, "scenarios/national/rates.yaml");
  assert_string_equal(cc_layers_text(&f, "years"), "4");
  assert_string_equal(cc_layers_text(&f, "id"), "plan");
  cc_layers_close(&f);
}

/* With no folder called scenarios above, a file may look no higher than its own folder; with `root`
 * just that folder counts. */
static void test_the_root(void **state) {
  (void)state;
  cc_layers_fixture f;
  put("high.yaml", BASE);
  put("low/over.yaml", "extends: ../high.yaml\n");
  put("low/scenarios.yaml", "extends: ./scenarios.yaml/../../high.yaml\n");
  assert_file("low/over.yaml", "1:10 E304\n");
  assert_file("low/scenarios.yaml", "1:10 E304\n");
  cc_layers_open_file(&f, "low/over.yaml", ".", NULL, NULL);
  cc_assert_findings(&f, "");
  cc_layers_close(&f);
  cc_layers_open_file(&f, "low/over.yaml", "low", NULL, NULL);
  cc_assert_findings(&f, "1:10 E304\n");
  cc_layers_close(&f);
  cc_layers_open_file(&f, "low/over.yaml", "nowhere", NULL, NULL);
  cc_assert_findings(&f, "0:0 E001\n");
  assert_int_equal(f.status, CC_IO);
  cc_layers_close(&f);
}

static void test_links(void **state) {
  (void)state;
  put("inside/base.yaml", BASE);
  put("outside.yaml", BASE);
  put("inside/a.yaml", "extends: good.yaml\n");
  put("inside/b.yaml", "extends: bad.yaml\n");
  put("inside/c.yaml", "extends: nowhere.yaml\n");
  put("inside/d.yaml", "extends: e.yaml\n");
  assert_int_equal(symlink("base.yaml", "inside/good.yaml"), 0);
  assert_int_equal(symlink("../outside.yaml", "inside/bad.yaml"), 0);
  assert_int_equal(symlink("gone.yaml", "inside/nowhere.yaml"), 0);
  assert_int_equal(symlink("d.yaml", "inside/e.yaml"), 0);
  assert_int_equal(symlink("inside/a.yaml", "from-above.yaml"), 0);
  assert_file("inside/a.yaml", "");
  assert_file("inside/b.yaml", "1:10 E304\n");
  assert_file("inside/c.yaml", "1:10 E302\n");
  assert_file("inside/d.yaml", "1:10 E303\n");
  /* A link to a scenario extends from where the link lies. */
  assert_file("from-above.yaml", "1:10 E302\n");
}

static void test_eight_deep_and_no_deeper(void **state) {
  (void)state;
  char path[40], text[60];
  put("deep/0.yaml", BASE);
  for (int i = 1; i <= 9; i++) {
    snprintf(path, sizeof path, "deep/%d.yaml", i);
    snprintf(text, sizeof text, "extends: %d.yaml\n", i - 1);
    put(path, text);
  }
  cc_layers_fixture f;
  open_file(&f, "deep/8.yaml");
  cc_assert_findings(&f, "");
  assert_int_equal(f.layers.n_inputs, 9);
  cc_layers_close(&f);
  assert_file("deep/9.yaml", "1:10 E302\n");
  /* The same with a cache that already holds the chain from the eighth on. */
  cc_file_cache *cache = NULL;
  assert_int_equal(cc_file_cache_create(&cache), CC_OK);
  put("deep/8b.yaml", "extends: 7.yaml\n");
  cc_layers_open_file(&f, "deep/8b.yaml", NULL, cache, NULL);
  cc_assert_findings(&f, "");
  cc_layers_close(&f);
  cc_layers_open_file(&f, "deep/9.yaml", NULL, cache, NULL);
  cc_assert_findings(&f, "1:10 E302\n");
  assert_string_equal(f.findings.items[0].at.file, "deep/1.yaml");
  cc_layers_close(&f);
  cc_file_cache_free(cache);
}

static void test_what_cannot_be_read(void **state) {
  (void)state;
  cc_layers_fixture f;
  assert_int_equal(mkfifo("pipe.yaml", 0600), 0);
  put("notfolder.yaml", "extends: notfolder.yaml/x.yaml\n");
  put("overpipe.yaml", "extends: pipe.yaml\n");
  static const char *const paths[] = {"missing.yaml", ".", "pipe.yaml", "notfolder.yaml/x"};
  for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
    open_file(&f, paths[i]);
    assert_int_equal(f.status, CC_IO);
    cc_assert_findings(&f, "0:0 E001\n");
    cc_layers_close(&f);
  }
  assert_file("notfolder.yaml", "1:10 E302\n");
  assert_file("overpipe.yaml", "1:10 E302\n");
}

static void test_a_file_too_large(void **state) {
  (void)state;
  char *large = malloc(CC_YAML_MAX_BYTES + 2);
  assert_non_null(large);
  memset(large, '#', CC_YAML_MAX_BYTES + 1);
  large[CC_YAML_MAX_BYTES + 1] = '\0';
  put("large.yaml", large);
  put("overlarge.yaml", "extends: large.yaml\n");
  assert_file("large.yaml", "0:0 E003\n");
  assert_file("overlarge.yaml", "0:0 E003\n");
  free(large);
}

static void test_text_in_memory(void **state) {
  (void)state;
  cc_layers_fixture f;
  put("base.yaml", BASE);
  cc_layers_open(&f, OVER, NULL);
  cc_assert_findings(&f, "1:10 E302\n");
  cc_layers_close(&f);
  /* With a root it lies there. The text is copied: it may go before the tree does. */
  char *text = strdup(OVER "notes: Mine.\n");
  f = (cc_layers_fixture){0};
  f.status = cc_layers_read_text("memory", text, strlen(text), folder, NULL, 0, &f.arena,
                                 &f.findings, &f.layers);
  memset(text, 'x', strlen(text));
  free(text);
  cc_assert_findings(&f, "");
  assert_string_equal(cc_layers_text(&f, "notes"), "Mine.");
  assert_string_equal(cc_layers_text(&f, "title"), "Base");
  cc_layers_close(&f);
}

static void test_a_cache_keeps_bases(void **state) {
  (void)state;
  cc_layers_fixture one, two;
  cc_file_cache *cache = NULL;
  assert_int_equal(cc_file_cache_create(&cache), CC_OK);
  put("base.yaml", BASE);
  put("one.yaml", OVER "years: 1\n");
  put("two.yaml", OVER "years: 2\n");
  cc_layers_open_file(&one, "one.yaml", NULL, cache, NULL);
  /* The second load does not look at the file again. */
  put("base.yaml", "broken: [");
  cc_layers_open_file(&two, "two.yaml", NULL, cache, NULL);
  cc_assert_findings(&one, "");
  cc_assert_findings(&two, "");
  assert_ptr_equal(cc_node_get(one.layers.root, "indexes"),
                   cc_node_get(two.layers.root, "indexes"));
  assert_string_equal(cc_layers_text(&one, "years"), "1");
  assert_string_equal(cc_layers_text(&two, "years"), "2");
  assert_string_equal(two.layers.inputs[1].hash, one.layers.inputs[1].hash);
  cc_layers_close(&one);
  cc_layers_close(&two);
  cc_file_cache_free(cache);
  cc_file_cache_free(NULL);
}

/* What was read as a scenario is what is extended afterwards, and the other way round, by whatever
 * name. */
static void test_a_cache_keeps_texts(void **state) {
  (void)state;
  cc_layers_fixture alone, over, linked;
  cc_file_cache *cache = NULL;
  assert_int_equal(cc_file_cache_create(&cache), CC_OK);
  put("kept.yaml", BASE);
  put("over-kept.yaml", "extends: kept.yaml\n");
  assert_int_equal(symlink("kept.yaml", "link-to-kept.yaml"), 0);
  cc_layers_open_file(&alone, "kept.yaml", NULL, cache, NULL);
  put("kept.yaml", "broken: [");
  cc_layers_open_file(&over, "over-kept.yaml", NULL, cache, NULL);
  cc_layers_open_file(&linked, "link-to-kept.yaml", NULL, cache, NULL);
  cc_assert_findings(&over, "");
  cc_assert_findings(&linked, "");
  assert_string_equal(over.layers.inputs[1].hash, alone.layers.inputs[0].hash);
  assert_string_equal(linked.layers.inputs[0].hash, alone.layers.inputs[0].hash);
  assert_string_equal(linked.layers.inputs[0].path, "link-to-kept.yaml");
  cc_layers_close(&alone);
  cc_layers_close(&over);
  cc_layers_close(&linked);
  cc_file_cache_free(cache);
}

/* A base with findings is reported in full to every load. */
static void test_a_cache_hides_no_findings(void **state) {
  (void)state;
  cc_file_cache *cache = NULL;
  assert_int_equal(cc_file_cache_create(&cache), CC_OK);
  put("wrong.yaml", BASE "indexes: {pay: 3%}\n");
  put("overwrong.yaml", "extends: wrong.yaml\n");
  for (int i = 0; i < 3; i++) {
    cc_layers_fixture f;
    cc_layers_open_file(&f, "overwrong.yaml", NULL, cache, NULL);
    cc_assert_findings(&f, "6:1 E102\n");
    assert_string_equal(f.findings.items[0].at.file, "wrong.yaml");
    cc_layers_close(&f);
  }
  cc_file_cache_free(cache);
}

typedef struct {
  cc_file_cache *cache;
  int number;
  int failed;
} worker;

static void *load_many(void *argument) {
  worker *w = argument;
  for (int i = 0; i < LOADS; i++) {
    char path[40], years[4];
    cc_arena arena = {0};
    cc_diagnostics findings = {0};
    cc_layers layers;
    cc_resolution resolution = {0};
    int number = (w->number + i) % THREADS;
    snprintf(path, sizeof path, "scenarios/t%d.yaml", number);
    snprintf(years, sizeof years, "%d", number + 1);
    cc_status status = cc_layers_read(path, NULL, NULL, 0, w->cache, &arena, &findings, &layers);
    if (status == CC_OK) {
      status = cc_resolve(layers.root, &arena, &findings, &resolution);
    }
    w->failed += status != CC_OK || findings.count != 0 || resolution.count != 1 ||
                 strcmp(cc_node_get(layers.root, "years")->text, years) != 0;
    cc_diagnostics_free(&findings);
    cc_arena_free(&arena);
  }
  return NULL;
}

static void test_threads_share_a_cache(void **state) {
  (void)state;
  pthread_t threads[THREADS];
  worker workers[THREADS];
  cc_file_cache *cache = NULL;
  assert_int_equal(cc_file_cache_create(&cache), CC_OK);
  put("scenarios/base.yaml", BASE);
  put("scenarios/middle.yaml", "extends: base.yaml\n");
  for (int i = 0; i < THREADS; i++) {
    char path[40], text[60];
    snprintf(path, sizeof path, "scenarios/t%d.yaml", i);
    snprintf(text, sizeof text, "extends: %s.yaml\nyears: %d\n", i % 2 ? "base" : "middle", i + 1);
    put(path, text);
  }
  for (int i = 0; i < THREADS; i++) {
    workers[i] = (worker){cache, i, 0};
    assert_int_equal(pthread_create(&threads[i], NULL, load_many, &workers[i]), 0);
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_join(threads[i], NULL);
    assert_int_equal(workers[i].failed, 0);
  }
  cc_file_cache_free(cache);
}

/* A trouble of the system is no fault of what is written. The memory of this process is an ordinary
 * file whose first page can never be read. */
static void test_what_the_system_fails_at(void **state) {
  (void)state;
  cc_layers_fixture f;
  assert_int_equal(symlink("/proc/self/mem", "memory.yaml"), 0);
  put("over-memory.yaml", "extends: memory.yaml\n");
  cc_layers_open_file(&f, "over-memory.yaml", "/", NULL, NULL);
  assert_int_equal(f.status, CC_IO);
  cc_assert_findings(&f, "1:10 E302\n");
  cc_layers_close(&f);
}

static int make_folder(void **state) {
  (void)state;
  return mkdtemp(folder) != NULL && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state) {
  (void)state;
  char command[80];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  return chdir("/") == 0 ? system(command) : -1;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_file_by_itself),
      cmocka_unit_test(test_an_overlay),
      cmocka_unit_test(test_a_chain_through_folders),
      cmocka_unit_test(test_the_root),
      cmocka_unit_test(test_links),
      cmocka_unit_test(test_eight_deep_and_no_deeper),
      cmocka_unit_test(test_what_cannot_be_read),
      cmocka_unit_test(test_a_file_too_large),
      cmocka_unit_test(test_what_the_system_fails_at),
      cmocka_unit_test(test_text_in_memory),
      cmocka_unit_test(test_a_cache_keeps_bases),
      cmocka_unit_test(test_a_cache_keeps_texts),
      cmocka_unit_test(test_a_cache_hides_no_findings),
      cmocka_unit_test(test_threads_share_a_cache),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
