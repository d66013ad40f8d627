/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_TESTS_PROGRAM_H
#define CC_TESTS_PROGRAM_H

/* Runs the built program as a user would, for one-line tests: a command line, its exit code, and a
 * text that must be in what it prints. Commands are run by /bin/sh in tests/cli, with `carecast`
 * the program, OUT a fresh folder of the test program, and without COLUMNS and NO_COLOR. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

enum { MOST_OUTPUT = 1 << 24, COMMAND_ROOM = 4096 };

typedef struct {
  int code;
  char *out, *err; /* standard output and standard error */
} outcome;

/* The folder OUT: made by make_out, removed by remove_out (a group's setup and teardown). */
static char *out_folder(void) {
  static char folder[64];
  return folder;
}

static int make_out(void **state) {
  (void)state;
  strcpy(out_folder(), "/tmp/carecast-cli-XXXXXX");
  return mkdtemp(out_folder()) == NULL || setenv("OUT", out_folder(), 1) != 0 ||
         setenv("carecast", CARECAST_BINARY, 1) != 0 || unsetenv("COLUMNS") != 0 ||
         unsetenv("NO_COLOR") != 0 || chdir(CARECAST_SOURCE_DIR "/tests/cli") != 0;
}

static int remove_out(void **state) {
  (void)state;
  return system("rm -rf \"$OUT\"");
}

static char *read_all(const char *path) {
  char *bytes = NULL;
  size_t length = 0;
  if (cc_file_read(path, MOST_OUTPUT, &bytes, &length) != CC_OK) {
    perror(path);
    abort();
  }
  return bytes;
}

/* Runs a shell command line. */
static outcome run(const char *command) {
  char line[COMMAND_ROOM], out[128], err[128];
  snprintf(out, sizeof out, "%s/.stdout", out_folder());
  snprintf(err, sizeof err, "%s/.stderr", out_folder());
  snprintf(line, sizeof line, "carecast() { \"$carecast\" \"$@\"; }; { %s\n} >%s 2>%s", command,
           out, err);
  int status = system(line);
  return (outcome){WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_all(out),
                   read_all(err)};
}

static void forget(outcome *o) {
  free(o->out);
  free(o->err);
  *o = (outcome){0};
}

/* Fails, having shown everything that was printed. */
_Noreturn static void complain(const char *command, const outcome *o, const char *expected) {
  fprintf(stderr, "%s\nexit code %d; expected: %s\n", command, o->code, expected);
  fprintf(stderr, "standard output:\n%s\nstandard error:\n%s\n", o->out, o->err);
  fail();
  abort(); /* not reached: fail() jumps */
}

/* The one-line test: exit code, a text in standard output, a text in standard error. NULL: nothing
 * at all is printed there; "": whatever. */
static void expect(const char *command, int code, const char *in_out, const char *in_err) {
  outcome o = run(command);
  if (o.code != code) {
    complain(command, &o, "another exit code");
  }
  if (in_out == NULL ? *o.out != '\0' : strstr(o.out, in_out) == NULL) {
    complain(command, &o, in_out != NULL ? in_out : "nothing on standard output");
  }
  if (in_err == NULL ? *o.err != '\0' : strstr(o.err, in_err) == NULL) {
    complain(command, &o, in_err != NULL ? in_err : "nothing on standard error");
  }
  forget(&o);
}

#endif
