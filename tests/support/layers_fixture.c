/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenarios up to their parameters, for tests of the scenario room. */
#include "support/layers_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static int count_settings(const char *const *settings) {
  int count = 0;
  while (settings != NULL && settings[count] != NULL) {
    count++;
  }
  return count;
}

static void resolve(cc_layers_fixture *f) {
  if (f->status == CC_OK && f->layers.root != NULL) {
    f->status = cc_resolve(f->layers.root, &f->arena, &f->findings, &f->resolution);
  }
  cc_diagnostics_sort(&f->findings);
}

void cc_layers_open(cc_layers_fixture *f, const char *text, const char *const *settings) {
  *f = (cc_layers_fixture){0};
  f->status = cc_layers_read_text("test.yaml", text, strlen(text), NULL, settings,
                                  count_settings(settings), &f->arena, &f->findings, &f->layers);
  resolve(f);
}

void cc_layers_open_file(cc_layers_fixture *f, const char *path, const char *root,
                         cc_file_cache *cache, const char *const *settings) {
  *f = (cc_layers_fixture){0};
  f->status = cc_layers_read(path, root, settings, count_settings(settings), cache, &f->arena,
                             &f->findings, &f->layers);
  resolve(f);
}

void cc_layers_close(cc_layers_fixture *f) {
  cc_diagnostics_free(&f->findings);
  cc_arena_free(&f->arena);
}

char *cc_print_findings(const cc_diagnostics *findings) {
  char *printed = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&printed, &length);
  assert_non_null(out);
  assert_int_equal(cc_diagnostics_print(findings, out, 0), CC_OK);
  fclose(out);
  return printed;
}

void cc_assert_findings(cc_layers_fixture *f, const char *expected) {
  cc_text found = {0};
  cc_text_add(&found, "");
  for (size_t i = 0; i < f->findings.count; i++) {
    const cc_diagnostic *item = &f->findings.items[i];
    cc_text_print(&found, "%d:%d %s\n", item->at.line, item->at.column, item->code);
  }
  if (strcmp(found.data, expected) != 0) {
    char *printed = cc_print_findings(&f->findings);
    fputs(printed, stderr);
    free(printed);
  }
  assert_string_equal(found.data, expected);
  cc_text_free(&found);
}

const cc_resolved *cc_layers_find(const cc_layers_fixture *f, const char *path) {
  int item = cc_resolution_find(&f->resolution, path);
  if (item < 0) {
    fail_msg("no parameter %s", path);
  }
  return &f->resolution.items[item];
}

const char *cc_layers_text(const cc_layers_fixture *f, const char *path) {
  const cc_node *node = f->layers.root;
  while (node != NULL && *path != '\0') {
    char key[80];
    size_t length = strcspn(path, ".");
    snprintf(key, sizeof key, "%.*s", (int)length, path);
    node = node->kind == CC_SEQUENCE ? node->items[atoi(key) - 1] : cc_node_get(node, key);
    path += length + (path[length] == '.');
  }
  return node != NULL && node->kind == CC_SCALAR ? node->text : NULL;
}

const cc_node *cc_parse_tree(cc_arena *arena, const char *text) {
  cc_diagnostics findings = {0};
  const cc_node *root = NULL;
  cc_source source = {.name = "test.yaml", .text = text};
  assert_int_equal(cc_yaml_parse(&source, strlen(text), arena, &findings, &root), CC_OK);
  assert_int_equal(findings.count, 0);
  assert_non_null(root);
  return root;
}
