/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast sweep: one scenario at every point of a grid of values, compared with the scenario as it
 * is. Points are parameter vectors: the file is read once. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/vary.h"
#include "cli/commands.h"
#include "cli/comparison_tables.h"
#include "cli/load.h"
#include "cli/output.h"

enum { MOST_POINTS = 10000, MOST_AXES = 8 };

/* One --vary: the knob and its values, evenly spaced. */
typedef struct {
  cc_vary vary;
  char *name; /* as the ids of points call it */
  double from, to;
  int steps;
} axis;

typedef struct {
  const cc_loaded *loaded;
  cc_arena arena;
  cc_text complaint;
  axis axes[MOST_AXES];
  int n_axes, n_points;
  cc_comparison comparison;
  cc_batch_column *columns; /* the scenario itself, then the points */
  double *vector;
} grid;

/* ---- what is asked -------------------------------------------------------------------------- */

static cc_status complain_of_form(const char *text) {
  cc_complain("--vary takes PATH=FROM:TO:STEPS, such as"
              " 'children_in_care.entries.per_10k.*=0.8:1.2:5', not `%s`",
              text);
  return CC_USAGE;
}

/* The last segments without a *, enough to be told apart: a band alone ("16-17") is not. */
static char *short_name(cc_arena *arena, const char *path) {
  const char *end = path + strlen(path);
  const char *star = strchr(path, '*');
  if (star != NULL && star > path + 1) {
    end = star - 1;
  }
  const char *start = end;
  for (int segments = 0; start > path; start--) {
    if (start[-1] == '.' && (!isdigit((unsigned char)*start) || ++segments == 2)) {
      break;
    }
  }
  return cc_arena_copy(arena, start, (size_t)(end - start));
}

/* Cuts "PATH=FROM:TO:STEPS" into its four parts, in place. */
static bool cut(char *text, char *parts[4]) {
  parts[0] = text;
  char *equals = strrchr(text, '=');
  char *first = equals != NULL ? strchr(equals, ':') : NULL;
  char *second = first != NULL ? strchr(first + 1, ':') : NULL;
  if (second == NULL || strchr(second + 1, ':') != NULL) {
    return false;
  }
  parts[1] = equals + 1;
  parts[2] = first + 1;
  parts[3] = second + 1;
  *equals = *first = *second = '\0';
  return true;
}

static cc_status read_axis(grid *g, const char *text, axis *a) {
  char *copy = cc_arena_copy(&g->arena, text, strlen(text)), *parts[4], *end = NULL;
  if (copy == NULL) {
    return CC_NO_MEMORY;
  }
  if (!cut(copy, parts)) {
    return complain_of_form(text);
  }
  long steps = strtol(parts[3], &end, 10);
  if (end == parts[3] || *end != '\0' || steps < 2 || steps > MOST_POINTS) {
    cc_complain("`%s`: STEPS is the number of values, from 2 to %d", text, MOST_POINTS);
    return CC_USAGE;
  }
  a->steps = (int)steps;
  a->name = short_name(&g->arena, parts[0]);
  cc_status status =
      cc_vary_create(g->loaded->scenario, parts[0], &g->arena, &a->vary, &g->complaint);
  if (status == CC_OK) {
    status = cc_vary_parse(&a->vary, parts[1], &a->from, &g->complaint);
  }
  if (status == CC_OK) {
    status = cc_vary_parse(&a->vary, parts[2], &a->to, &g->complaint);
  }
  return status == CC_OK && a->name == NULL ? CC_NO_MEMORY : status;
}

static bool share_a_parameter(const cc_vary *one, const cc_vary *other) {
  for (int i = 0; i < one->count; i++) {
    for (int j = 0; j < other->count; j++) {
      if (one->parameters[i] == other->parameters[j]) {
        return true;
      }
    }
  }
  return false;
}

static cc_status check_overlap(const grid *g) {
  for (int i = 0; i < g->n_axes; i++) {
    for (int j = 0; j < i; j++) {
      if (share_a_parameter(&g->axes[i].vary, &g->axes[j].vary)) {
        cc_complain("`%s` and `%s` reach the same parameter", g->axes[j].vary.path,
                    g->axes[i].vary.path);
        return CC_USAGE;
      }
    }
  }
  return CC_OK;
}

static cc_status read_axes(const cc_arguments *arguments, grid *g) {
  size_t count = 0;
  const char *const *texts = cc_argument_all(arguments, "vary", &count);
  if (count > MOST_AXES) {
    cc_complain("--vary may be given %d times at most", MOST_AXES);
    return CC_USAGE;
  }
  g->n_points = 1;
  cc_status status = CC_OK;
  for (size_t i = 0; i < count && status == CC_OK; i++) {
    axis *a = &g->axes[g->n_axes++];
    status = read_axis(g, texts[i], a);
    if (status == CC_OK && a->steps > MOST_POINTS / g->n_points) {
      cc_complain("the grid has more than %d points", MOST_POINTS);
      return CC_USAGE;
    }
    g->n_points *= status == CC_OK ? a->steps : 1;
  }
  return status == CC_OK ? check_overlap(g) : status;
}

/* ---- the points ----------------------------------------------------------------------------- */

/* The value of an axis at a point, with at most nine digits, so that an id says all of it. The last
 * axis turns fastest. */
static double value_at(const grid *g, int number, int point) {
  const axis *a = &g->axes[number];
  char text[CC_NUMBER_BYTES];
  for (int i = g->n_axes - 1; i > number; i--) {
    point /= g->axes[i].steps;
  }
  int step = point % a->steps;
  if (step == 0 || step == a->steps - 1) {
    return step == 0 ? a->from : a->to;
  }
  snprintf(text, sizeof text, "%.9g", a->from + (a->to - a->from) * step / (a->steps - 1));
  return strtod(text, NULL);
}

/* "return_home=1.1,per_10k.16-17=20" */
static void name_point(const grid *g, int point, cc_text *id, cc_text *title) {
  char number[CC_NUMBER_BYTES];
  for (int i = 0; i < g->n_axes; i++) {
    const cc_vary *vary = &g->axes[i].vary;
    cc_print_number(value_at(g, i, point), vary->unit, number);
    cc_text_print(id, "%s%s=%s", i > 0 ? "," : "", g->axes[i].name, number);
    cc_text_print(title, "%s%s %s %s", i > 0 ? "; " : "", vary->path,
                  vary->by_factor ? "times" : "at", number);
  }
}

static cc_status fill_column(grid *g, cc_batch_column *column, const char *id, const char *title) {
  column->id = strdup(id);
  column->title = strdup(title);
  column->values = calloc((size_t)g->comparison.count + 1, sizeof *column->values);
  if (column->id == NULL || column->title == NULL || column->values == NULL) {
    return CC_NO_MEMORY;
  }
  cc_comparison_values(&g->comparison, &g->loaded->run, column->values);
  return CC_OK;
}

static cc_status run_point(grid *g, int point) {
  const cc_run *run = &g->loaded->run;
  cc_text id = {0}, title = {0};
  memcpy(g->vector, g->loaded->scenario->vector,
         (size_t)run->plan->vector_length * sizeof *g->vector);
  for (int i = 0; i < g->n_axes; i++) {
    cc_vary_apply(&g->axes[i].vary, value_at(g, i, point), g->vector);
  }
  name_point(g, point, &id, &title);
  cc_status status = id.data == NULL || title.data == NULL || id.failed || title.failed
                         ? CC_NO_MEMORY
                         : cc_project(run->plan, g->vector, 1, run->workspace, run->results);
  if (status == CC_NUMERIC) {
    cc_complain("%s cannot be projected", id.data);
  }
  if (status == CC_OK) {
    status = fill_column(g, &g->columns[point + 1], id.data, title.data);
  }
  cc_text_free(&id);
  cc_text_free(&title);
  return status;
}

static cc_status run_grid(grid *g) {
  const cc_scenario *scenario = g->loaded->scenario;
  g->columns = calloc((size_t)g->n_points + 1, sizeof *g->columns);
  g->vector = calloc((size_t)scenario->plan.vector_length + 1, sizeof *g->vector);
  if (g->columns == NULL || g->vector == NULL) {
    return CC_NO_MEMORY;
  }
  cc_status status = cc_comparison_create(&scenario->plan, &g->comparison);
  if (status == CC_OK) {
    status = fill_column(g, &g->columns[0], scenario->id, scenario->title);
  }
  for (int i = 0; i < g->n_points && status == CC_OK; i++) {
    status = run_point(g, i);
  }
  return status;
}

/* ---- the command ---------------------------------------------------------------------------- */

static void free_grid(grid *g) {
  for (int c = 0; g->columns != NULL && c <= g->n_points; c++) {
    free(g->columns[c].id);
    free(g->columns[c].title);
    free(g->columns[c].values);
  }
  free(g->columns);
  free(g->vector);
  cc_comparison_free(&g->comparison);
  cc_text_free(&g->complaint);
  cc_arena_free(&g->arena);
}

static cc_status sweep(const cc_arguments *arguments, const cc_loaded *loaded) {
  grid g = {.loaded = loaded};
  cc_status status = read_axes(arguments, &g);
  if (status == CC_OK) {
    status = run_grid(&g);
  }
  if (status == CC_OK) {
    status =
        cc_print_comparison(arguments, &g.comparison, g.columns, g.n_points + 1, g.n_points + 1);
  } else if (g.complaint.length > 0) {
    cc_complain("%s", g.complaint.data);
  } else if (status == CC_NO_MEMORY) {
    cc_complain("%s", cc_status_words(status));
  }
  free_grid(&g);
  return status;
}

static cc_status run_command(const cc_arguments *arguments) {
  cc_loaded loaded;
  cc_status status = cc_load_and_run(arguments, arguments->operands[0], &loaded);
  if (status == CC_OK) {
    status = sweep(arguments, &loaded);
  }
  cc_loaded_free(&loaded);
  return status;
}

static const cc_option options[] = {
    {"vary", "PATH=FROM:TO:STEPS", "so many values of a parameter; may be given again", NULL, 0,
     'v', true},
    CC_OPTION_SET,
    CC_OPTION_FORMAT,
    CC_OPTION_END,
};

const cc_command cc_command_sweep = {
    .name = "sweep",
    .operands = "FILE",
    .summary = "compare a scenario over a grid of values",
    .details =
        "STEPS is the number of values, both ends included. A PATH with * multiplies all that it\n"
        "reaches by a common factor. Several --vary make a grid of every combination.",
    .example = "carecast sweep base.yaml --vary 'children_in_care.entries.per_10k.*=0.8:1.2:5'",
    .least_operands = 1,
    .most_operands = 1,
    .options = options,
    .run = run_command,
};
