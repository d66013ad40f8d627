/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: finds the command by its name and turns its status into an exit code. A closed pipe
 * and a file larger than the limit are errors of the write that meets them, not signals. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "carecast/version.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "numeric/gsl_errors.h"

static const cc_command *const commands[] = {
    &cc_command_check,    &cc_command_run,       &cc_command_batch,       &cc_command_compare,
    &cc_command_reckon,   &cc_command_reconcile, &cc_command_explain,     &cc_command_schema,
    &cc_command_simulate, &cc_command_solve,     &cc_command_sensitivity, &cc_command_sweep,
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void print_help(cc_text *out) {
  cc_text_add(out, "Usage: carecast COMMAND [OPTION...] [FILE...]\n\n"
                   "Projects children in care, placement costs and contract sums.\n\n"
                   "Commands:\n");
  for (int i = 0; i < COMMANDS; i++) {
    cc_text_print(out, "  %-11s %s\n", commands[i]->name, commands[i]->summary);
  }
  cc_text_add(out,
              "\n`carecast COMMAND --help` explains a command; `carecast --version` prints the"
              " version.\n\n"
              "Exit codes: 0 done, 1 a file or the machine failed, 2 the command line is wrong,\n"
              "3 a scenario is not valid, 4 a threshold of --fail-on is breached, 5 a printed\n"
              "figure does not agree, 6 part of a batch failed, 130 interrupted.\n\n"
              "Example:\n"
              "  carecast run scenarios/birmingham-2020/base.yaml\n");
}

static const cc_command *find_command(const char *name) {
  for (int i = 0; i < COMMANDS; i++) {
    if (strcmp(commands[i]->name, name) == 0) {
      return commands[i];
    }
  }
  return NULL;
}

static void complain_unknown(const char *word) {
  const char *names[COMMANDS + 2] = {"--help", "--version"};
  for (int i = 0; i < COMMANDS; i++) {
    names[i + 2] = commands[i]->name;
  }
  const char *nearest = cc_text_nearest(word, names, COMMANDS + 2);
  const char *kind = *word == '-' ? "option" : "command";
  if (nearest != NULL) {
    cc_complain("unknown %s `%s`; did you mean `%s`?", kind, word, nearest);
  } else {
    cc_complain("unknown %s `%s`; `carecast --help` lists what there is", kind, word);
  }
}

/* Appends a word of the command line as a shell would take it again. */
static void add_word(cc_text *out, const char *word) {
  const char *plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,+@%";
  if (*word != '\0' && word[strspn(word, plain)] == '\0') {
    cc_text_add(out, word);
    return;
  }
  cc_text_add(out, "'");
  for (; *word != '\0'; word++) {
    if (*word == '\'') {
      cc_text_add(out, "'\\''");
    } else {
      cc_text_append(out, word, 1);
    }
  }
  cc_text_add(out, "'");
}

static cc_status run_command(const cc_command *command, int argc, char **argv) {
  cc_arguments arguments;
  cc_text complaint = {0}, line = {0};
  cc_text_add(&line, "carecast");
  for (int i = 0; i < argc; i++) {
    cc_text_add(&line, " ");
    add_word(&line, argv[i]);
  }
  cc_status status = cc_options_parse(command, argc, argv, &arguments, &complaint);
  if (status == CC_OK && arguments.help) {
    cc_options_help(command, &complaint);
    status = cc_output(&complaint);
  } else if (status == CC_OK && line.failed) { /* manifests would not say what was run */
    status = CC_NO_MEMORY;
    cc_complain("%s", cc_status_words(status));
  } else if (status == CC_OK) {
    arguments.command_line = line.data;
    status = command->run(&arguments);
  } else {
    cc_complain("%s (`carecast %s --help` explains it)", cc_text_string(&complaint), command->name);
  }
  cc_arguments_free(&arguments);
  cc_text_free(&complaint);
  cc_text_free(&line);
  return status;
}

static cc_status start(int argc, char **argv) {
  cc_text text = {0};
  const char *word = argc > 1 ? argv[1] : "";
  const cc_command *command = find_command(word);
  cc_status status = CC_OK;
  if (command != NULL) {
    return run_command(command, argc - 1, argv + 1);
  }
  if (strcmp(word, "--version") == 0) {
    cc_text_print(&text, "carecast %s\n", cc_version());
    status = cc_output(&text);
  } else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) {
    print_help(&text);
    status = cc_output(&text);
  } else if (*word == '\0') {
    print_help(&text);
    fputs(cc_text_string(&text), stderr);
    status = CC_USAGE;
  } else {
    complain_unknown(word);
    status = CC_USAGE;
  }
  cc_text_free(&text);
  return status;
}

/* Takes the standard descriptors that are closed, so that no file that is written becomes one of
 * them and gets the messages. */
static void hold_standard_descriptors(void) {
  int descriptor = 0;
  while (descriptor >= 0 && descriptor <= STDERR_FILENO) {
    descriptor = open("/dev/null", O_RDWR);
  }
  if (descriptor >= 0) {
    close(descriptor);
  }
}

int main(int argc, char **argv) {
  hold_standard_descriptors();
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  cc_gsl_errors_return();
  return cc_status_exit_code(start(argc, argv));
}
