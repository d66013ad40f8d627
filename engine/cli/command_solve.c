/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast solve: what it takes. Which value of a parameter just makes a condition hold; the answer
 * is projected, and the table shows the figures there beside those of the scenario as it is. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/solve.h"
#include "cli/asked.h"
#include "cli/commands.h"
#include "cli/load.h"
#include "cli/output.h"

enum {
  MOST_DRAWS = 1000000,
  USUAL_DRAWS = 1000,
  USUAL_SEED = 1,
  SHOWN_DIGITS = 5,
  LABEL_WIDTH = 60
};

/* ---- figures -------------------------------------------------------------------------------- */

/* Digits after the point that leave `SHOWN_DIGITS` in all. */
static int decimals_of(double value) {
  int before = value == 0 || !isfinite(value) ? 1 : 1 + (int)floor(log10(fabs(value)) + 1e-9);
  int decimals = SHOWN_DIGITS - before;
  return decimals < 0 ? 0 : decimals > 9 ? 9 : decimals;
}

/* The unit of a side that is one measure; "" for other arithmetic. */
static const char *unit_of_side(const cc_plan *plan, const char *side) {
  int row = 0, year = 0;
  return cc_condition_is_measure(plan, side, &row, &year) ? plan->rows.annual.items[row].unit : "";
}

static bool is_millions(const char *unit, double value) {
  return strncmp(unit, "GBP", 3) == 0 && fabs(value) >= 1e5;
}

static void add_figure(cc_table *table, const char *unit, double value) {
  if (is_millions(unit, value)) {
    cc_table_millions(table, value, 3);
  } else {
    cc_table_count(table, value, strcmp(unit, "children") == 0 ? 1 : decimals_of(value));
  }
}

/* A row; its unit is said where it is not plain. */
static void add_row(cc_table *table, cc_row_kind kind, const char *label, const char *unit,
                    double now, double answer) {
  const char *said = is_millions(unit, now) || is_millions(unit, answer) ? "£m" : unit;
  label = cc_table_print(table, "%s%s%s", label, *said != '\0' ? ", " : "", said);
  cc_table_row_start(table, kind, label, unit);
  add_figure(table, unit, now);
  add_figure(table, unit, answer);
}

/* A value of the parameter in a sentence: "£232.300m", "1.145", "12.5%". */
static void say_value(cc_text *out, const cc_vary *vary, double value) {
  char text[CC_NUMBER_BYTES];
  const char *unit = cc_unit_name(vary->unit);
  if (is_millions(unit, value)) {
    cc_text_print(out, "£%.3fm", value / 1e6);
  } else {
    cc_text_add(out, cc_print_number(value, vary->unit, text));
  }
}

/* ---- the table ------------------------------------------------------------------------------ */

/* The unit of all parameters that are varied; NULL when they have several. */
static const char *common_unit(const cc_vary *vary) {
  const cc_parameter *parameters = vary->scenario->plan.parameters;
  const char *unit = parameters[vary->parameters[0]].unit;
  for (int i = 1; i < vary->count; i++) {
    if (strcmp(parameters[vary->parameters[i]].unit, unit) != 0) {
      return NULL;
    }
  }
  return unit;
}

/* The parameters that a factor moves, each with its first number. */
static void add_reached(cc_table *table, const cc_vary *vary, double factor) {
  const cc_plan *plan = &vary->scenario->plan;
  const char *unit = common_unit(vary);
  cc_table_section(table, cc_table_print(table, "What it multiplies%s%s", unit != NULL ? ", " : "",
                                         unit != NULL ? unit : ""));
  for (int i = 0; i < vary->count; i++) {
    const cc_parameter *parameter = &plan->parameters[vary->parameters[i]];
    double value = vary->scenario->vector[parameter->first_value];
    add_row(table, CC_ROW_PLAIN, parameter->path, unit != NULL ? "" : parameter->unit, value,
            value * factor);
  }
}

static void add_condition(cc_table *table, const cc_solve_request *request,
                          const cc_solution *solution) {
  const cc_condition *condition = request->condition;
  const cc_plan *plan = &request->vary->scenario->plan;
  const char *unit = unit_of_side(plan, condition->left);
  const cc_solve_point *now = &solution->now, *answer = &solution->answer;
  cc_table_section(table, condition->has_probability ? "What is asked for, at central values"
                                                     : "What is asked for");
  add_row(table, CC_ROW_PLAIN, condition->left, unit, now->sides.left, answer->sides.left);
  add_row(table, CC_ROW_PLAIN, condition->at_most ? "to be at most" : "to be at least", unit,
          now->sides.right, answer->sides.right);
  if (condition->has_probability) {
    cc_table_row_start(table, CC_ROW_TOTAL, "Share of draws in which it holds", "share");
    cc_table_count(table, now->share, 3);
    cc_table_count(table, answer->share, 3);
  }
}

/* "0 and 4" in the unit of what is varied. */
static void say_range(cc_text *out, const cc_vary *vary, cc_bracket range) {
  say_value(out, vary, range.low);
  cc_text_add(out, " and ");
  say_value(out, vary, range.high);
}

/* Two digits of an error are all that it has. */
static double two_digits(double error) {
  double unit = error > 0 ? pow(10, floor(log10(error)) - 1) : 1;
  return ceil(error / unit) * unit;
}

static bool has_years(const cc_vary *vary) {
  return vary->scenario->plan.parameters[vary->parameters[0]].n_knots > 1;
}

/* How to put the answer in, to the last bit. */
static void note_use(cc_table *table, const cc_vary *vary, double answer) {
  char exact[CC_NUMBER_BYTES];
  if (vary->by_factor) {
    cc_table_note(table, "One factor on %d parameter%s.", vary->count, vary->count == 1 ? "" : "s");
  } else {
    cc_table_note(table, "To put it in: --set %s=%s%s", vary->path,
                  cc_print_exact(answer, vary->unit, exact),
                  has_years(vary) ? " (in each of the years for which it is written)" : "");
  }
}

static void add_notes(cc_table *table, const cc_solve_request *request,
                      const cc_solution *solution) {
  const cc_vary *vary = request->vary;
  cc_text answer = {0}, range = {0}, error = {0};
  double change = solution->answer.x / vary->central - 1;
  say_value(&answer, vary, solution->answer.x);
  if (isfinite(change) && change != 0) {
    cc_text_print(&answer, " (%.3g%% %s than in the scenario)", 100 * fabs(change),
                  solution->answer.x > vary->central ? "more" : "less");
  }
  say_range(&range, vary, request->range);
  cc_table_note(table, "It holds with %s%s and %s; searched between %s.",
                vary->by_factor ? "a factor of " : "", cc_text_string(&answer),
                solution->rising ? "more" : "less", cc_text_string(&range));
  note_use(table, vary, solution->answer.x);
  if (request->n_draws > 0) {
    say_value(&error, vary, two_digits(solution->error));
    cc_table_note(
        table, "%d draws of %s; Monte Carlo standard error of the answer %s.", request->n_draws,
        request->follows ? "parameters, each one history of the children" : "the parameters alone",
        cc_text_string(&error));
    cc_table_note(table, "Doubt about what is varied goes with the value, as with --set.");
  }
  table->failed = table->failed || range.failed || answer.failed || error.failed;
  cc_text_free(&answer);
  cc_text_free(&range);
  cc_text_free(&error);
}

static cc_status print_answer(const cc_arguments *arguments, const cc_solve_request *request,
                              const cc_solution *solution) {
  const cc_vary *vary = request->vary;
  cc_table table;
  cc_table_start(&table, "What it takes: %s", request->condition->text);
  cc_table_note(&table, "%s", vary->scenario->title);
  add_notes(&table, request, solution);
  cc_table_column(&table, "", CC_ALIGN_LEFT, LABEL_WIDTH);
  cc_table_column(&table, "In the scenario", CC_ALIGN_RIGHT, 0);
  cc_table_column(&table, "What it takes", CC_ALIGN_RIGHT, 0);
  add_row(&table, CC_ROW_TOTAL, vary->path, vary->by_factor ? "factor" : cc_unit_name(vary->unit),
          vary->central, solution->answer.x);
  add_condition(&table, request, solution);
  if (vary->by_factor) {
    add_reached(&table, vary, solution->answer.x);
  }
  cc_status status = cc_output_tables(arguments, &table, 1);
  cc_table_free(&table);
  return status;
}

/* ---- no answer ------------------------------------------------------------------------------ */

/* "P = 0.31" or "2,353.2 against 2,200". */
static void add_state(cc_text *out, const cc_condition *condition, const cc_solve_point *point) {
  if (condition->has_probability) {
    cc_text_print(out, "P = %.3f", point->share);
  } else {
    cc_text_print(out, "%.*f against %.*f", decimals_of(point->sides.left), point->sides.left,
                  decimals_of(point->sides.right), point->sides.right);
  }
}

static cc_status complain_of(const cc_solve_request *request, const cc_solution *solution) {
  const cc_vary *vary = request->vary;
  cc_text range = {0}, low = {0}, high = {0}, turn = {0};
  static const char *const what[] = {
      [CC_HOLDS_THROUGHOUT] = "holds throughout",
      [CC_HOLDS_NOWHERE] = "holds nowhere",
      [CC_MAKES_NO_DIFFERENCE] = "does not depend on it",
      [CC_NOT_MONOTONE] = "goes up and down, so that there is not one answer",
  };
  say_range(&range, vary, request->range);
  add_state(&low, request->condition, &solution->low);
  add_state(&high, request->condition, &solution->high);
  cc_complain("no solution: with %s%s between %s, `%s` %s (%s at the lower end, %s at the upper)",
              vary->by_factor ? "a factor on " : "", vary->path, cc_text_string(&range),
              request->condition->text, what[solution->outcome], cc_text_string(&low),
              cc_text_string(&high));
  if (solution->outcome == CC_NOT_MONOTONE) {
    say_value(&turn, vary, solution->turn);
    cc_complain("it turns near %s: search on one side of it with --from and --to",
                cc_text_string(&turn));
  }
  cc_text_free(&range);
  cc_text_free(&low);
  cc_text_free(&high);
  cc_text_free(&turn);
  return CC_BREACH;
}

/* ---- the command ---------------------------------------------------------------------------- */

/* --from and --to, or what the parameter suggests for the one that is not given. */
static cc_status find_range(const cc_arguments *arguments, const cc_vary *vary, cc_bracket *range,
                            cc_text *complaint) {
  const char *from = cc_argument(arguments, "from"), *to = cc_argument(arguments, "to");
  cc_status status = CC_OK;
  if (from == NULL || to == NULL) {
    status = cc_vary_range(vary, range, complaint);
  }
  if (status == CC_OK && from != NULL) {
    status = cc_vary_parse(vary, from, &range->low, complaint);
  }
  if (status == CC_OK && to != NULL) {
    status = cc_vary_parse(vary, to, &range->high, complaint);
  }
  if (status == CC_OK && !(range->low < range->high)) {
    cc_text_add(complaint, "the range to search is empty: --from must lie below --to");
    return CC_USAGE;
  }
  return status;
}

static cc_status find_draws(const cc_arguments *arguments, cc_solve_request *request,
                            cc_draws **draws) {
  cc_status status =
      cc_asked_whole(arguments, "draws", 1, MOST_DRAWS, USUAL_DRAWS, &request->n_draws);
  status = status == CC_OK ? cc_asked_seed(arguments, USUAL_SEED, &request->seed) : status;
  if (status == CC_OK && !request->condition->has_probability) {
    request->n_draws = 0;
    if (cc_argument(arguments, "draws") != NULL) {
      cc_complain("--draws needs a condition with a probability: \"P(%s) >= 0.8\"",
                  request->condition->text);
      return CC_USAGE;
    }
    return CC_OK;
  }
  if (status == CC_OK) {
    status = cc_draws_create(request->vary->scenario, request->n_draws, CC_SAMPLE_LATIN,
                             request->seed, draws);
    request->draws = *draws;
    request->follows = request->vary->scenario->plan.demand.present;
  }
  return status;
}

static cc_status solve(const cc_arguments *arguments, const cc_scenario *scenario, cc_arena *arena,
                       cc_text *complaint) {
  cc_vary vary;
  cc_condition condition;
  cc_solution solution;
  cc_draws *draws = NULL;
  cc_solve_request request = {.vary = &vary, .condition = &condition};
  cc_status status = cc_asked_jobs(arguments, &request.jobs);
  if (status == CC_OK) {
    status = cc_vary_create(scenario, cc_argument(arguments, "vary"), arena, &vary, complaint);
  }
  if (status == CC_OK) {
    status = cc_condition_read(&scenario->plan, cc_argument(arguments, "until"), arena, &condition,
                               complaint);
  }
  status = status == CC_OK ? find_range(arguments, &vary, &request.range, complaint) : status;
  status = status == CC_OK ? find_draws(arguments, &request, &draws) : status;
  status = status == CC_OK ? cc_solve(&request, &solution) : status;
  if (status == CC_OK) {
    status = solution.outcome == CC_SOLVED ? print_answer(arguments, &request, &solution)
                                           : complain_of(&request, &solution);
  }
  cc_draws_free(draws);
  return status;
}

static cc_status run_command(const cc_arguments *arguments) {
  cc_loaded loaded;
  cc_arena arena = {0};
  cc_text complaint = {0};
  cc_status status = cc_load_and_run(arguments, arguments->operands[0], &loaded);
  if (status == CC_OK) {
    status = solve(arguments, loaded.scenario, &arena, &complaint);
    if (complaint.length > 0) {
      cc_complain("%s", complaint.data);
    } else if (status == CC_NO_MEMORY || status == CC_NUMERIC || status == CC_INVALID) {
      cc_complain("%s: %s", arguments->operands[0], cc_status_words(status));
    }
  }
  cc_text_free(&complaint);
  cc_arena_free(&arena);
  cc_loaded_free(&loaded);
  return status;
}

static const cc_option options[] = {
    {"vary", "PATH", "the parameter, or a pattern with *: then one factor on all", NULL, 0, 'v',
     true},
    {"until", "CONDITION", "what is to hold: \"MEASURE@YEAR <= NUMBER\", \"P(...) >= 0.8\"", NULL,
     0, 'u', true},
    {"from", "VALUE", "where to search from (else what the parameter allows)", NULL, 0, 0, false},
    {"to", "VALUE", "where to search to", NULL, 0, 0, false},
    {"draws", "N", "draws for P(...) (1000 without it)", NULL, 0, 'n', false},
    {"seed", "S", "what the draws are made from (1 without it)", NULL, 0, 's', false},
    CC_OPTION_JOBS,
    CC_OPTION_SET,
    CC_OPTION_STRICT,
    CC_OPTION_FORMAT,
    CC_OPTION_END,
};

const cc_command cc_command_solve = {
    .name = "solve",
    .operands = "FILE",
    .summary = "find what it takes: the value of a parameter at which a condition holds",
    .details =
        "A condition compares measures of a year with <= or >=, or asks for the probability of\n"
        "that. The answer is rounded to where the condition holds and projected there. Without\n"
        "one in the range, or with more than one, nothing is printed and the exit code is 4.",
    .example =
        "carecast solve plan-2200.yaml --vary 'children_in_care.exits.per_year.return_home.*'\n"
        "    --until 'children_in_care.total@2024/25 <= 2200'\n"
        "  carecast solve base.yaml --vary contract.council_assumption.contract_sum\n"
        "    --until 'P(contract.funding_gap@2024/25 <= 0) >= 0.8'",
    .least_operands = 1,
    .most_operands = 1,
    .options = options,
    .run = run_command,
};
