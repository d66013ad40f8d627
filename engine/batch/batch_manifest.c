/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "batch/batch_manifest.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "carecast/version.h"
#include "report/format.h"

/* The manifest vouches for the others: it goes first and comes last. */
static const char *const files[] = {"manifest.json", "comparison.csv", "comparison_ranges.csv"};
enum { FILES = sizeof files / sizeof *files };

static cc_status set_path(cc_text *path, const char *out, const char *name) {
  cc_text_clear(path);
  cc_text_print(path, "%s/%s", out, name);
  return path->failed ? CC_NO_MEMORY : CC_OK;
}

cc_status cc_batch_remove_earlier(const char *out) {
  cc_text path = {0};
  cc_status status = CC_OK;
  for (int i = 0; i < FILES && status == CC_OK; i++) {
    status = set_path(&path, out, files[i]);
    if (status == CC_OK && unlink(path.data) != 0 && errno != ENOENT) {
      status = CC_IO;
    }
  }
  cc_text_free(&path);
  return status;
}

static void put_entry(cc_text *text, const char *key, const char *value) {
  cc_text_print(text, "  \"%s\": ", key);
  cc_json_string(text, value);
  cc_text_add(text, ",\n");
}

static cc_status put_files(const char *out, cc_text *path, cc_text *text) {
  struct stat facts;
  cc_status status = CC_OK;
  const char *before = "";
  for (int i = 1; i < FILES && status == CC_OK; i++) {
    status = set_path(path, out, files[i]);
    if (status == CC_OK && stat(path->data, &facts) == 0) {
      cc_text_print(text, "%s\n    {\"name\": \"%s\", \"bytes\": %lld}", before, files[i],
                    (long long)facts.st_size);
      before = ",";
    } else if (status == CC_OK && errno != ENOENT) {
      status = CC_IO;
    }
  }
  return status;
}

cc_status cc_batch_manifest_write(const cc_origin *origin, const char *base, int n_run,
                                  cc_text *path) {
  cc_text text = {0};
  cc_text_add(&text, "{\n");
  put_entry(&text, "carecast", cc_version());
  put_entry(&text, "command", origin->command);
  put_entry(&text, "created", origin->created);
  put_entry(&text, "base", base);
  cc_text_print(&text, "  \"scenarios\": %d,\n  \"files\": [", n_run);
  cc_status status = put_files(origin->out, path, &text);
  cc_text_add(&text, "\n  ]\n}\n");
  if (status == CC_OK) {
    status = text.failed ? CC_NO_MEMORY : set_path(path, origin->out, files[0]);
  }
  if (status == CC_OK) {
    status = cc_file_replace(path->data, text.data, text.length);
  }
  cc_text_free(&text);
  return status;
}
