/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_TESTS_LAYERS_FIXTURE_H
#define CC_TESTS_LAYERS_FIXTURE_H

#include "scenario/overlay.h"
#include "scenario/resolve.h"

/* Scenarios read and resolved but not bound: what overlays, settings and the walk over the schema
 * make of a text, with their findings.
 *
 *   cc_layers_fixture f;
 *   cc_layers_open(&f, CC_HEAD "services: {a: {cost: 1m}}\n", NULL);
 *   cc_assert_findings(&f, "");
 *   ... cc_layers_find(&f, "services.a.cost") ...
 *   cc_layers_close(&f); */
#define CC_HEAD "carecast: 1\ntitle: Test\nstart: 2020/21\n"

typedef struct {
  cc_arena arena;
  cc_diagnostics findings;
  cc_layers layers;
  cc_resolution resolution;
  cc_status status;
} cc_layers_fixture;

/* Reads and resolves a text named test.yaml; `settings` ends with NULL, or is NULL. */
void cc_layers_open(cc_layers_fixture *f, const char *text, const char *const *settings);
/* The same with a file; `root` and `cache` may be NULL. */
void cc_layers_open_file(cc_layers_fixture *f, const char *path, const char *root,
                         cc_file_cache *cache, const char *const *settings);
void cc_layers_close(cc_layers_fixture *f);

/* Fails unless the findings are, line by line, "line:column code" (a list as short as that keeps a
 * test readable; tests/broken holds whole messages). */
void cc_assert_findings(cc_layers_fixture *f, const char *expected);

/* A parameter; fails the test when there is none of this path. */
const cc_resolved *cc_layers_find(const cc_layers_fixture *f, const char *path);

/* The text of the scalar at a dotted path of the merged tree, or NULL. */
const char *cc_layers_text(const cc_layers_fixture *f, const char *path);

/* A tree of a text named test.yaml, in `arena`; fails the test when there are findings. */
const cc_node *cc_parse_tree(cc_arena *arena, const char *text);

/* Findings as they are printed, to be freed. */
char *cc_print_findings(const cc_diagnostics *findings);

#endif
