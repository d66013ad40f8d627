/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A library that is loaded before all others (LD_PRELOAD) and makes one call of a kind fail:
 *
 *   CARECAST_FAIL=malloc:12        the twelfth allocation
 *   CARECAST_FAIL=write:3          the third of write; likewise open, close, rename, fsync
 *   CARECAST_FAIL_COUNT=FILE       how many of the kind there were, written when the program ends
 *
 * The calls of libraries count too. Nothing here allocates. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_long calls;
static long failing;     /* which call fails; 0: none */
static const char *kind; /* NULL before the program's own start */

static int fails(const char *of, int error) {
  if (kind == NULL || strncmp(kind, of, strlen(of)) != 0 || kind[strlen(of)] != ':') {
    return 0;
  }
  if (atomic_fetch_add(&calls, 1) + 1 != failing) {
    return 0;
  }
  errno = error;
  return 1;
}

/* What the next library calls so. `found` is where it is kept. */
static void *next(const char *name, void **found) {
  if (*found == NULL) {
    *found = dlsym(RTLD_NEXT, name);
  }
  return *found;
}
#define NEXT(name)                                                                                 \
  static void *found;                                                                              \
  __typeof__(&name) real;                                                                          \
  void *there = next(#name, &found);                                                               \
  memcpy(&real, &there, sizeof real)

/* ---- allocations ----------------------------------------------------------------------------- */

void *malloc(size_t size) {
  NEXT(malloc);
  return fails("malloc", ENOMEM) ? NULL : real(size);
}

/* dlsym may ask for memory before it has found where that comes from. */
static char early[4096];
static size_t early_used;

void *calloc(size_t count, size_t size) {
  static int looking;
  if (looking) {
    void *memory = early + early_used;
    early_used += (count * size + 15) / 16 * 16;
    return memory;
  }
  looking = 1;
  NEXT(calloc);
  looking = 0;
  return fails("malloc", ENOMEM) ? NULL : real(count, size);
}

void *realloc(void *memory, size_t size) {
  NEXT(realloc);
  return fails("malloc", ENOMEM) ? NULL : real(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  NEXT(aligned_alloc);
  return fails("malloc", ENOMEM) ? NULL : real(alignment, size);
}

void free(void *memory) {
  NEXT(free);
  if ((char *)memory < early || (char *)memory >= early + sizeof early) {
    real(memory);
  }
}

/* ---- files ----------------------------------------------------------------------------------- */

ssize_t write(int file, const void *bytes, size_t count) {
  NEXT(write);
  return fails("write", ENOSPC) ? -1 : real(file, bytes, count);
}

int open(const char *path, int flags, ...) {
  NEXT(open);
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return fails("open", EIO) ? -1 : real(path, flags, mode);
}

/* The file is closed all the same, as it is when a disk fails late. */
int close(int file) {
  NEXT(close);
  int failed = fails("close", EIO), status = real(file);
  errno = failed ? EIO : errno;
  return failed ? -1 : status;
}

int rename(const char *from, const char *to) {
  NEXT(rename);
  return fails("rename", EIO) ? -1 : real(from, to);
}

int fsync(int file) {
  NEXT(fsync);
  return fails("fsync", EIO) ? -1 : real(file);
}

/* ---- start and end --------------------------------------------------------------------------- */

__attribute__((constructor)) static void start(void) {
  const char *asked = getenv("CARECAST_FAIL"), *colon = asked != NULL ? strchr(asked, ':') : NULL;
  unsetenv("LD_PRELOAD");
  failing = colon != NULL ? strtol(colon + 1, NULL, 10) : 0;
  kind = colon != NULL ? asked : NULL;
}

__attribute__((destructor)) static void end(void) {
  const char *path = getenv("CARECAST_FAIL_COUNT");
  char text[32];
  kind = NULL;
  int length = snprintf(text, sizeof text, "%ld\n", atomic_load(&calls));
  int file = path != NULL ? open(path, O_CREAT | O_TRUNC | O_WRONLY, 0644) : -1;
  if (file >= 0) {
    (void)!write(file, text, (size_t)length);
    close(file);
  }
}
