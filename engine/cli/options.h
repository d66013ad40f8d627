/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_OPTIONS_H
#define CC_CLI_OPTIONS_H

#include <stdbool.h>

#include "base/text.h"
#include "carecast/status.h"

/* An option of a command. One table of them is read for parsing, for --help and for suggestions. */
typedef struct {
  const char *name;     /* "out" for --out; NULL ends a table */
  const char *argument; /* "DIR" in help; NULL for an option that takes none */
  const char *summary;
  const char *const *words; /* the only arguments allowed, `n_words` of them; or NULL */
  int n_words;
  char letter; /* 'o' for -o; 0 when it has only its name */
  bool required;
} cc_option;

/* The words of a command line after its name, sorted out. */
typedef struct {
  int option; /* place in the command's table */
  const char *value;
} cc_given;

typedef struct cc_command cc_command;
typedef struct {
  const cc_command *command;
  const char *command_line; /* all of it, as it could be typed again */
  const char *const *operands;
  int n_operands;
  cc_given *given;
  int n_given;
  const char **values; /* the same values, those of one option together */
  bool help;           /* --help was asked for: nothing else has been checked */
} cc_arguments;

struct cc_command {
  const char *name;
  const char *operands; /* "FILE..." in help */
  const char *summary;  /* one line */
  const char *details;  /* what --help says more, lines of at most 80 columns */
  const char *example;  /* a command line, and what it does */
  int least_operands, most_operands;
  const cc_option *options;
  cc_status (*run)(const cc_arguments *arguments);
};

/* Sorts out argv[1..] of a command (argv[0] is its name; argv is reordered). CC_OK, or CC_USAGE or
 * CC_NO_MEMORY with one line in `complaint` that says what is wrong and what is near. */
cc_status cc_options_parse(const cc_command *command, int argc, char **argv,
                           cc_arguments *arguments, cc_text *complaint);
void cc_arguments_free(cc_arguments *arguments);

/* The last value given for an option, "" for one without argument, NULL when it was not given. */
const char *cc_argument(const cc_arguments *arguments, const char *name);

/* All values given for an option, in order. */
const char *const *cc_argument_all(const cc_arguments *arguments, const char *name, size_t *count);

/* What --help prints for the command. */
void cc_options_help(const cc_command *command, cc_text *out);

#endif
