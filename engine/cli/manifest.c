/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a manifest vouches for. It is written last, so that what stands beside it is whole, unless
 * somebody changed it since: then a comparison would be of something else than was run. */
#include "cli/manifest.h"

#include <jansson.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "cli/output.h"

static cc_status complain(const char *folder, const char *what) {
  cc_complain("%s: %s; run the scenario again", folder, what);
  return CC_IO;
}

static bool says(const json_t *root, const char *key, const char *value) {
  const char *found = json_string_value(json_object_get(root, key));
  return found != NULL && strcmp(found, value) == 0;
}

/* One entry of "files". */
static cc_status verify_file(const char *folder, const json_t *file) {
  const char *name = json_string_value(json_object_get(file, "name"));
  json_int_t bytes = json_integer_value(json_object_get(file, "bytes"));
  cc_text path = {0};
  struct stat facts;
  cc_status status = CC_OK;
  if (name == NULL || strchr(name, '/') != NULL) {
    return complain(folder, "manifest.json was changed since the run");
  }
  cc_text_print(&path, "%s/%s", folder, name);
  if (path.failed) {
    status = CC_NO_MEMORY;
  } else if (stat(path.data, &facts) != 0) {
    cc_complain("%s: %s is in manifest.json and not there; run the scenario again", folder, name);
    status = CC_IO;
  } else if (facts.st_size != bytes) {
    cc_complain("%s: %s has %lld bytes, and had %lld when it was written; run the scenario again",
                folder, name, (long long)facts.st_size, (long long)bytes);
    status = CC_IO;
  }
  cc_text_free(&path);
  return status;
}

cc_status cc_manifest_verify(const char *folder, const char *text, const cc_scenario *scenario) {
  json_t *root = json_loads(text, 0, NULL);
  const json_t *files = json_object_get(root, "files");
  cc_status status = CC_OK;
  if (!json_is_object(root) || json_array_size(files) == 0 ||
      json_string_value(json_object_get(root, "carecast")) == NULL) {
    status = complain(folder, "manifest.json is no manifest of a run");
  } else if (!says(root, "id", scenario->id) || !says(root, "title", scenario->title)) {
    status = complain(folder, "manifest.json is of another run than resolved.yaml");
  }
  for (size_t i = 0; i < json_array_size(files) && status == CC_OK; i++) {
    status = verify_file(folder, json_array_get(files, i));
  }
  json_decref(root);
  return status;
}
