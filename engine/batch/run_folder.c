/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a run folder. The old manifest goes first and the new one comes last, so that at no
 * moment a manifest stands beside files that are not its own. The manifest has the SHA-256 of every
 * input and the size of every file written. Hashes of these too would take as long as all else that
 * a batch does for a scenario, and `carecast compare` proves more: it runs resolved.yaml again and
 * compares every byte of the tables. */
#include "batch/run_folder.h"

#include <errno.h>
#include <unistd.h>

#include "base/file.h"
#include "batch/run_csv.h"
#include "carecast/version.h"
#include "report/format.h"

#define SIMULATION "simulation.csv"
#define PROBABILITIES "probabilities.csv"

void cc_run_writer_free(cc_run_writer *writer) {
  cc_text_free(&writer->path);
  cc_text_free(&writer->text);
  cc_text_free(&writer->manifest);
}

int cc_run_id_is_usable(const char *id) {
  if (*id == '\0' || *id == '.') {
    return 0;
  }
  for (; *id != '\0'; id++) {
    if (*id == '/' || (unsigned char)*id < 0x20 || *id == 0x7f) {
      return 0;
    }
  }
  return 1;
}

/* Makes writer->path the path of a file of the run, or of its folder for "". */
static cc_status set_path(cc_run_writer *writer, const cc_origin *origin, const char *id,
                          const char *name) {
  cc_text_clear(&writer->path);
  cc_text_print(&writer->path, *name != '\0' ? "%s/%s/%s" : "%s/%s", origin->out, id, name);
  return writer->path.failed ? CC_NO_MEMORY : CC_OK;
}

static void put_entry(cc_text *out, const char *key, const char *value) {
  cc_text_print(out, "  \"%s\": ", key);
  cc_json_string(out, value);
  cc_text_add(out, ",\n");
}

static void start_manifest(cc_text *out, const cc_origin *origin, const cc_run *run) {
  const cc_scenario *scenario = run->scenario;
  cc_text_clear(out);
  cc_text_add(out, "{\n");
  put_entry(out, "carecast", cc_version());
  put_entry(out, "command", origin->command);
  put_entry(out, "created", origin->created);
  put_entry(out, "id", scenario->id);
  put_entry(out, "title", scenario->title);
  cc_text_print(out, "  \"start\": \"%d/%02d\",\n  \"years\": %d,\n  \"settings\": [",
                run->plan->first_year, (run->plan->first_year + 1) % 100, run->plan->n_years);
  for (size_t i = 0; i < origin->n_settings; i++) {
    cc_text_add(out, i > 0 ? ", " : "");
    cc_json_string(out, origin->settings[i]);
  }
  cc_text_add(out, "],\n  \"inputs\": [");
  for (int i = 0; i < scenario->layers.n_inputs; i++) {
    cc_text_add(out, i > 0 ? ",\n    {\"path\": " : "\n    {\"path\": ");
    cc_json_string(out, scenario->layers.inputs[i].path);
    cc_text_print(out, ", \"sha256\": \"%s\"}", scenario->layers.inputs[i].hash);
  }
  cc_text_add(out, "\n  ],\n");
}

/* All that it takes to draw the same again. The seed is a string, as JSON's numbers are only sure
 * to hold 53 bits. */
static void put_simulation(cc_text *out, const cc_simulation *simulation) {
  cc_simulation_method how = cc_simulation_how(simulation);
  cc_text_print(out,
                "  \"simulation\": {\"draws\": %d, \"seed\": \"%llu\", \"method\": \"%s\","
                " \"process\": \"%s\", \"uncertain\": %d},\n",
                how.n_draws, (unsigned long long)how.seed, cc_sample_word(how.method),
                cc_process_choice_names[how.process], how.n_uncertain);
}

/* Writes writer->text to a file and puts it into the manifest. */
static cc_status write_file(cc_run_writer *writer, const cc_origin *origin, const char *id,
                            const char *name, bool first) {
  cc_status status = writer->text.failed ? CC_NO_MEMORY : set_path(writer, origin, id, name);
  if (status == CC_OK) {
    status = cc_file_replace(writer->path.data, writer->text.data, writer->text.length);
  }
  if (status != CC_OK) {
    return status;
  }
  cc_text_print(&writer->manifest, "%s\n    {\"name\": \"%s\", \"bytes\": %zu}", first ? "" : ",",
                name, writer->text.length);
  cc_text_clear(&writer->text);
  return CC_OK;
}

static cc_status write_tables(cc_run_writer *writer, const cc_origin *origin, const cc_run *run) {
  const char *id = run->scenario->id;
  cc_text_clear(&writer->text);
  cc_scenario_print_resolved(run->scenario, &writer->text);
  cc_status status = write_file(writer, origin, id, "resolved.yaml", true);
  if (status == CC_OK) {
    cc_results_csv(run, &writer->text);
    status = write_file(writer, origin, id, "results.csv", false);
  }
  if (status == CC_OK) {
    cc_contract_csv(run, &writer->text);
    status = write_file(writer, origin, id, "contract.csv", false);
  }
  if (status == CC_OK) {
    cc_checks_csv(run, &writer->text);
    status = write_file(writer, origin, id, "checks.csv", false);
  }
  return status;
}

static cc_status write_ranges(cc_run_writer *writer, const cc_origin *origin, const cc_plan *plan,
                              const char *id, const cc_ranges *ranges) {
  cc_simulation_csv(plan, ranges, &writer->text);
  cc_status status = write_file(writer, origin, id, SIMULATION, false);
  if (status == CC_OK) {
    cc_probabilities_csv(plan, ranges, &writer->text);
    status = write_file(writer, origin, id, PROBABILITIES, false);
  }
  return status;
}

static cc_status write_manifest(cc_run_writer *writer, const cc_origin *origin, const char *id) {
  cc_text_add(&writer->manifest, "\n  ]\n}\n");
  cc_status status =
      writer->manifest.failed ? CC_NO_MEMORY : set_path(writer, origin, id, "manifest.json");
  return status == CC_OK
             ? cc_file_replace(writer->path.data, writer->manifest.data, writer->manifest.length)
             : status;
}

static cc_status remove_file(cc_run_writer *writer, const cc_origin *origin, const char *id,
                             const char *name) {
  cc_status status = set_path(writer, origin, id, name);
  return status == CC_OK && unlink(writer->path.data) != 0 && errno != ENOENT ? CC_IO : status;
}

/* Others may write the folder again. Keeps errno. */
static void let_go(cc_run_writer *writer) {
  int error = errno;
  if (writer->held) {
    close(writer->folder);
    writer->held = false;
  }
  errno = error;
}

/* Makes the folder, and takes away what would not belong to the new run. */
static cc_status prepare(cc_run_writer *writer, const cc_origin *origin, const char *id,
                         bool simulated) {
  cc_status status = set_path(writer, origin, id, "");
  if (status == CC_OK) {
    status = cc_folder_make(writer->path.data);
  }
  if (status == CC_OK) {
    status = cc_folder_hold(writer->path.data, &writer->folder);
    writer->held = status == CC_OK;
  }
  if (status == CC_OK) {
    status = remove_file(writer, origin, id, "manifest.json");
  }
  if (status == CC_OK && !simulated) {
    status = remove_file(writer, origin, id, SIMULATION);
  }
  if (status == CC_OK && !simulated) {
    status = remove_file(writer, origin, id, PROBABILITIES);
  }
  return status;
}

static cc_status write_folder(cc_run_writer *writer, const cc_origin *origin, const cc_run *run,
                              const cc_ranges *ranges) {
  const char *id = run->scenario->id;
  if (!cc_run_id_is_usable(id)) {
    return CC_INVALID;
  }
  cc_status status = prepare(writer, origin, id, ranges != NULL);
  if (status == CC_OK) {
    start_manifest(&writer->manifest, origin, run);
    if (ranges != NULL) {
      put_simulation(&writer->manifest, ranges->simulation);
    }
    cc_text_add(&writer->manifest, "  \"files\": [");
    status = write_tables(writer, origin, run);
  }
  if (status == CC_OK && ranges != NULL) {
    status = write_ranges(writer, origin, run->plan, id, ranges);
  }
  status = status == CC_OK ? write_manifest(writer, origin, id) : status;
  let_go(writer);
  return status;
}

cc_status cc_run_folder_write(cc_run_writer *writer, const cc_origin *origin, const cc_run *run) {
  return write_folder(writer, origin, run, NULL);
}

cc_status cc_run_folder_write_simulated(cc_run_writer *writer, const cc_origin *origin,
                                        const cc_run *run, const cc_ranges *ranges) {
  return write_folder(writer, origin, run, ranges);
}
