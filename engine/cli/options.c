/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Command lines. getopt_long does the reading, from tables made of the command's own; what it
 * refuses is explained here, with the nearest name that there is. */
#include "cli/options.h"

#include <ctype.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_OPTIONS = 16, LETTERS = 2 * MOST_OPTIONS + 4, FIRST_CODE = 256 };
#define HELP_CODE (FIRST_CODE + MOST_OPTIONS)

/* The command's options as getopt_long wants them. */
typedef struct {
  struct option longs[MOST_OPTIONS + 2];
  char letters[LETTERS];
} tables;

static int count_options(const cc_command *command) {
  int count = 0;
  while (command->options[count].name != NULL && count < MOST_OPTIONS) {
    count++;
  }
  return count;
}

static void make_tables(const cc_command *command, tables *t) {
  int count = count_options(command);
  char *letter = t->letters;
  *letter++ = ':'; /* a missing argument is told apart from an unknown option */
  for (int i = 0; i < count; i++) {
    const cc_option *option = &command->options[i];
    t->longs[i] = (struct option){
        .name = option->name, .has_arg = option->argument != NULL, .val = FIRST_CODE + i};
    if (option->letter != 0) {
      *letter++ = option->letter;
    }
    if (option->letter != 0 && option->argument != NULL) {
      *letter++ = ':';
    }
  }
  *letter++ = 'h';
  *letter = '\0';
  t->longs[count] = (struct option){.name = "help", .val = HELP_CODE};
  t->longs[count + 1] = (struct option){0};
}

/* The place of the option that getopt_long returned as `code`, or -1. */
static int place_of(const cc_command *command, int code) {
  if (code >= FIRST_CODE) {
    return code - FIRST_CODE;
  }
  for (int i = 0; command->options[i].name != NULL; i++) {
    if (command->options[i].letter == code) {
      return i;
    }
  }
  return -1;
}

static void complain_unknown(const cc_command *command, const char *word, cc_text *complaint) {
  const char *names[MOST_OPTIONS + 1];
  int count = count_options(command);
  for (int i = 0; i < count; i++) {
    names[i] = command->options[i].name;
  }
  names[count] = "help";
  const char *name = word + strspn(word, "-");
  size_t length = strcspn(name, "=");
  cc_text written = {0};
  cc_text_append(&written, name, length);
  cc_text_print(complaint, "unknown option `%.*s`", (int)(name - word) + (int)length, word);
  const char *nearest =
      written.data != NULL ? cc_text_nearest(written.data, names, (size_t)count + 1) : NULL;
  if (nearest != NULL && length > 1) {
    cc_text_print(complaint, "; did you mean `--%s`?", nearest);
  }
  cc_text_free(&written);
}

/* Checks a value against the option's words. */
static cc_status check_value(const cc_option *option, const char *value, cc_text *complaint) {
  for (int i = 0; i < option->n_words; i++) {
    if (strcmp(option->words[i], value) == 0) {
      return CC_OK;
    }
  }
  if (option->words == NULL) {
    return CC_OK;
  }
  cc_text_print(complaint, "--%s takes", option->name);
  for (int i = 0; i < option->n_words; i++) {
    const char *before = i == 0 ? "" : i + 1 < option->n_words ? "," : " or";
    cc_text_print(complaint, "%s %s", before, option->words[i]);
  }
  cc_text_print(complaint, ", not `%s`", value);
  const char *nearest = cc_text_nearest(value, option->words, (size_t)option->n_words);
  if (nearest != NULL) {
    cc_text_print(complaint, "; did you mean `%s`?", nearest);
  }
  return CC_USAGE;
}

static cc_status take(cc_arguments *arguments, int code, const char *word, cc_text *complaint) {
  const cc_command *command = arguments->command;
  if (code == '?' || code == ':') {
    /* optopt is the letter, or the code of a name that lacks its argument, or 0. */
    int place = code == ':' ? place_of(command, optopt) : -1;
    if (place >= 0) {
      cc_text_print(complaint, "--%s needs its %s", command->options[place].name,
                    command->options[place].argument);
    } else if (optopt >= FIRST_CODE && optopt < HELP_CODE) {
      cc_text_print(complaint, "--%s takes no argument",
                    command->options[optopt - FIRST_CODE].name);
    } else {
      complain_unknown(command, word, complaint);
    }
    return CC_USAGE;
  }
  int place = place_of(command, code);
  const char *value = optarg != NULL ? optarg : "";
  arguments->given[arguments->n_given++] = (cc_given){place, value};
  return check_value(&command->options[place], value, complaint);
}

/* Puts the values of each option together, in the order given. */
static void group_values(cc_arguments *arguments) {
  int count = 0;
  for (int place = 0; arguments->command->options[place].name != NULL; place++) {
    for (int i = 0; i < arguments->n_given; i++) {
      if (arguments->given[i].option == place) {
        arguments->values[count++] = arguments->given[i].value;
      }
    }
  }
}

static cc_status check_counts(const cc_arguments *arguments, cc_text *complaint) {
  const cc_command *command = arguments->command;
  for (int i = 0; command->options[i].name != NULL; i++) {
    if (command->options[i].required && cc_argument(arguments, command->options[i].name) == NULL) {
      cc_text_print(complaint, "`%s` needs --%s %s", command->name, command->options[i].name,
                    command->options[i].argument);
      return CC_USAGE;
    }
  }
  if (arguments->n_operands < command->least_operands) {
    cc_text_print(complaint, "`%s` needs %s", command->name, command->operands);
    return CC_USAGE;
  }
  if (arguments->n_operands > command->most_operands) {
    cc_text_print(complaint, "`%s` does not take `%s`", command->name,
                  arguments->operands[command->most_operands]);
    return CC_USAGE;
  }
  return CC_OK;
}

cc_status cc_options_parse(const cc_command *command, int argc, char **argv,
                           cc_arguments *arguments, cc_text *complaint) {
  tables t;
  cc_status status = CC_OK;
  *arguments = (cc_arguments){.command = command};
  arguments->given = calloc((size_t)argc + 1, sizeof *arguments->given);
  arguments->values = calloc((size_t)argc + 1, sizeof *arguments->values);
  if (arguments->given == NULL || arguments->values == NULL) {
    cc_text_add(complaint, cc_status_words(CC_NO_MEMORY));
    return CC_NO_MEMORY;
  }
  make_tables(command, &t);
  opterr = 0;
  optind = 0;
  while (status == CC_OK && !arguments->help) {
    int word = optind > 0 ? optind : 1;
    int code = getopt_long(argc, argv, t.letters, t.longs, NULL);
    if (code == -1) {
      break;
    }
    if (code == 'h' || code == HELP_CODE) {
      arguments->help = true;
    } else {
      /* Behind a bundle of letters optind still stands at it, behind a name it has moved on. */
      int at = optind > word ? optind - 1 : word;
      status = take(arguments, code, argv[at < argc ? at : argc - 1], complaint);
    }
  }
  arguments->operands = (const char *const *)&argv[optind];
  arguments->n_operands = argc - optind;
  group_values(arguments);
  return status == CC_OK && !arguments->help ? check_counts(arguments, complaint) : status;
}

void cc_arguments_free(cc_arguments *arguments) {
  free(arguments->given);
  free(arguments->values);
  *arguments = (cc_arguments){0};
}

const char *cc_argument(const cc_arguments *arguments, const char *name) {
  const char *value = NULL;
  for (int i = 0; i < arguments->n_given; i++) {
    const cc_given *given = &arguments->given[i];
    value =
        strcmp(arguments->command->options[given->option].name, name) == 0 ? given->value : value;
  }
  return value;
}

const char *const *cc_argument_all(const cc_arguments *arguments, const char *name, size_t *count) {
  const char *const *first = arguments->values;
  int place = 0;
  *count = 0;
  const cc_option *options = arguments->command->options;
  while (options[place].name != NULL && strcmp(options[place].name, name) != 0) {
    place++;
  }
  for (int i = 0; i < arguments->n_given; i++) {
    first += arguments->given[i].option < place;
    *count += arguments->given[i].option == place;
  }
  return first;
}

static void put_option(cc_text *out, const cc_option *option) {
  cc_text left = {0};
  if (option->letter != 0) {
    cc_text_print(&left, "  -%c, --%s", option->letter, option->name);
  } else {
    cc_text_print(&left, "      --%s", option->name);
  }
  cc_text_print(&left, option->argument != NULL ? " %s" : "%s",
                option->argument != NULL ? option->argument : "");
  cc_text_print(out, "%-26s  %s\n", cc_text_string(&left), option->summary);
  out->failed = out->failed || left.failed;
  cc_text_free(&left);
}

void cc_options_help(const cc_command *command, cc_text *out) {
  static const cc_option help = {"help", NULL, "print this", NULL, 0, 'h', false};
  cc_text_print(out, "Usage: carecast %s", command->name);
  for (const cc_option *option = command->options; option->name != NULL; option++) {
    if (option->required) {
      cc_text_print(out, " --%s %s", option->name, option->argument);
    }
  }
  cc_text_print(out, " [OPTION...]%s%s\n\n", *command->operands != '\0' ? " " : "",
                command->operands);
  cc_text_print(out, "%c%s.\n", toupper((unsigned char)command->summary[0]), command->summary + 1);
  cc_text_print(out, *command->details != '\0' ? "\n%s\n\nOptions:\n" : "%s\nOptions:\n",
                command->details);
  for (const cc_option *option = command->options; option->name != NULL; option++) {
    put_option(out, option);
  }
  put_option(out, &help);
  cc_text_print(out, "\nExample:\n  %s\n", command->example);
}
