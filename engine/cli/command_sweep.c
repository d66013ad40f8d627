/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast sweep: one scenario at every point of a grid of values, compared with the scenario as it
 * is. Points are parameter vectors, and the file is read once. With draws every point is simulated
 * as a scenario of its own, with the same chances as the others; what is in doubt and varied keeps
 * its doubt in proportion to its value. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/vary.h"
#include "cli/asked_draws.h"
#include "cli/commands.h"
#include "cli/comparison_tables.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/range_tables.h"

enum { MOST_POINTS = 10000, MOST_POINTS_DRAWN = 200, MOST_AXES = 8 };

/* One --vary: the knob and its values, evenly spaced. */
typedef struct {
  cc_vary vary;
  char *name; /* as the ids of points call it */
  double from, to;
  int steps;
} axis;

typedef struct {
  const cc_arguments *arguments;
  const cc_loaded *loaded;
  cc_asked_draws asked;
  cc_draws_progress progress;
  int most_points;
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
  if (end == parts[3] || *end != '\0' || steps < 1 || steps > MOST_POINTS) {
    cc_complain("`%s`: STEPS is the number of values, from 1 to %d", text, MOST_POINTS);
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

static cc_status read_axes(grid *g) {
  size_t count = 0;
  const char *const *texts = cc_argument_all(g->arguments, "vary", &count);
  if (count > MOST_AXES) {
    cc_complain("--vary may be given %d times at most", MOST_AXES);
    return CC_USAGE;
  }
  g->n_points = 1;
  cc_status status = CC_OK;
  for (size_t i = 0; i < count && status == CC_OK; i++) {
    axis *a = &g->axes[g->n_axes++];
    status = read_axis(g, texts[i], a);
    if (status == CC_OK && a->steps > g->most_points / g->n_points) {
      cc_complain("the grid has more than %d points%s", g->most_points,
                  g->most_points < MOST_POINTS ? ", the most with --draws" : "");
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

/* Turns the scenario's own vector to a point. */
static void turn(const grid *g, int point, double *vector) {
  for (int i = 0; i < g->n_axes; i++) {
    cc_vary_apply(&g->axes[i].vary, value_at(g, i, point), vector);
  }
}

static cc_status run_point(grid *g, int point) {
  const cc_run *run = &g->loaded->run;
  cc_text id = {0}, title = {0};
  memcpy(g->vector, g->loaded->scenario->vector,
         (size_t)run->plan->vector_length * sizeof *g->vector);
  turn(g, point, g->vector);
  name_point(g, point, &id, &title);
  cc_status status = id.data == NULL || title.data == NULL || id.failed || title.failed
                         ? CC_NO_MEMORY
                         : cc_project(run->plan, g->vector, 1, run->workspace, run->results);
  if (status == CC_OK && run->results->misplaced > 0.0) {
    cc_complain(
        "%s: by opening.age_pattern placements cannot take the children that opening.by_band"
        " and opening.by_placement have",
        id.data);
    status = CC_INVALID;
  } else if (status == CC_NUMERIC) {
    cc_complain("%s cannot be projected", id.data);
  }
  if (status == CC_OK) {
    status = cc_batch_column_make(&g->comparison, run, id.data, title.data, &g->columns[point + 1]);
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
  cc_status status = cc_comparison_create(&scenario->plan, NULL, &g->comparison);
  if (status == CC_OK) {
    status = cc_batch_column_make(&g->comparison, &g->loaded->run, scenario->id, scenario->title,
                                  &g->columns[0]);
  }
  for (int i = 0; i < g->n_points && status == CC_OK; i++) {
    status = run_point(g, i);
  }
  return status;
}

/* ---- draws ----------------------------------------------------------------------------------- */

/* Reads the scenario again, as it will be freed. */
static cc_status load_again(const grid *g, cc_scenario **scenario) {
  const char *file = g->arguments->operands[0];
  cc_status status = cc_load(g->arguments, file, NULL, scenario);
  if (status == CC_OK &&
      (*scenario)->plan.vector_length != g->loaded->scenario->plan.vector_length) {
    cc_complain("%s was changed meanwhile", file);
    return CC_IO;
  }
  return status;
}

/* The scenario as it is, then the points. */
static cc_status load_point(void *context, int i, cc_scenario **scenario) {
  grid *g = context;
  cc_text id = {0}, title = {0};
  g->progress.scenario++;
  cc_status status = load_again(g, scenario);
  if (status != CC_OK || i == 0) {
    return status;
  }
  turn(g, i - 1, (*scenario)->vector);
  name_point(g, i - 1, &id, &title);
  (*scenario)->title =
      title.data != NULL ? cc_arena_copy(&(*scenario)->arena, title.data, title.length) : NULL;
  status = (*scenario)->title == NULL || title.failed ? CC_NO_MEMORY : CC_OK;
  cc_text_free(&id);
  cc_text_free(&title);
  return status;
}

/* What the columns are called: [n_points + 1], in the arena; NULL when memory is out. */
static const char **name_columns(grid *g) {
  const char **names = cc_arena_array(&g->arena, (size_t)g->n_points + 1, sizeof *names);
  for (int point = 0; names != NULL && point < g->n_points; point++) {
    cc_text id = {0}, title = {0};
    name_point(g, point, &id, &title);
    names[0] = g->loaded->scenario->id;
    names[point + 1] = id.data != NULL ? cc_arena_copy(&g->arena, id.data, id.length) : NULL;
    bool failed = id.failed || names[point + 1] == NULL;
    cc_text_free(&id);
    cc_text_free(&title);
    if (failed) {
      return NULL;
    }
  }
  return names;
}

static cc_status draw_grid(grid *g) {
  const char **names = name_columns(g);
  cc_ranges_request request = {.count = g->n_points + 1,
                               .base = 0,
                               .context = g,
                               .load = load_point,
                               .names = names,
                               .most_columns = g->n_points};
  cc_ranges_outcome outcome;
  int failed = 0;
  if (names == NULL) {
    return CC_NO_MEMORY;
  }
  cc_status status = cc_draw_ranges(&g->asked, &g->progress, &request, &outcome, &failed);
  if (status == CC_OK) {
    status = cc_print_ranges(g->arguments, &g->asked, &outcome);
  } else if (status == CC_INTERRUPTED) {
    cc_complain("interrupted");
  } else if (status == CC_NUMERIC) {
    cc_complain("%s cannot be projected", names[failed]);
  }
  cc_ranges_outcome_free(&outcome);
  return status;
}

/* ---- the command ---------------------------------------------------------------------------- */

static void free_grid(grid *g) {
  cc_batch_columns_free(g->columns, g->columns != NULL ? g->n_points + 1 : 0);
  free(g->columns);
  free(g->vector);
  cc_comparison_free(&g->comparison);
  cc_text_free(&g->complaint);
  cc_arena_free(&g->arena);
}

static cc_status print_grid(grid *g) {
  cc_status status = run_grid(g);
  return status == CC_OK ? cc_print_comparison(g->arguments, &g->comparison, g->columns,
                                               g->n_points + 1, g->n_points + 1, NULL)
                         : status;
}

static cc_status sweep(grid *g, bool draws) {
  cc_status status = draws ? cc_check_correlations(g->loaded->scenario) : CC_OK;
  if (status == CC_OK) {
    status = read_axes(g);
  }
  if (status == CC_OK) {
    status = draws ? draw_grid(g) : print_grid(g);
  }
  if (g->complaint.length > 0) {
    cc_complain("%s", g->complaint.data);
  } else {
    cc_complain_of_memory(status);
  }
  return status;
}

static cc_status run_command(const cc_arguments *arguments) {
  cc_loaded loaded = {0};
  grid g = {.arguments = arguments, .loaded = &loaded, .most_points = MOST_POINTS};
  bool draws = false;
  cc_status status = cc_asks_for_draws(arguments, &draws);
  if (status == CC_OK && draws) {
    g.most_points = MOST_POINTS_DRAWN;
    status = cc_ask_draws(arguments, &g.asked);
  }
  if (status == CC_OK) {
    status = cc_load_and_run(arguments, arguments->operands[0], &loaded);
  }
  if (status == CC_OK) {
    status = sweep(&g, draws);
  }
  free_grid(&g);
  cc_loaded_free(&loaded);
  return status;
}

static const cc_option options[] = {
    {"vary", "PATH=FROM:TO:STEPS", "so many values of a parameter; may be given again", NULL, 0,
     'v', true},
    CC_OPTION_DRAWS,
    CC_OPTIONS_OF_DRAWS,
    CC_OPTION_JOBS,
    CC_OPTION_SET,
    CC_OPTION_STRICT,
    CC_OPTION_FORMAT,
    CC_OPTION_END,
};

const cc_command cc_command_sweep = {
    .name = "sweep",
    .operands = "FILE",
    .summary = "compare a scenario over a grid of values",
    .details =
        "STEPS is the number of values, both ends included. The figure takes each value as it\n"
        "would by --set: of a figure by years, in every year written. A PATH with * multiplies\n"
        "all that it reaches by a common factor. Several --vary make a grid of every combination. "
        "With\n"
        "--draws (see simulate) every point has its ranges, and its differences from the\n"
        "scenario as it is draw by draw.",
    .example = "carecast sweep base.yaml --vary 'children_in_care.entries.per_10k.*=0.8:1.2:5'\n"
               "  carecast sweep base.yaml -v 'placements.*.weekly_price=0.9:1.1:3' --draws 1000",
    .least_operands = 1,
    .most_operands = 1,
    .options = options,
    .run = run_command,
};
