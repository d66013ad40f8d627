/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole files in and out. A file is written under a name of its own beside the final one and then
 * renamed over it, so that whoever reads sees the old file or the whole new one, and a run that is
 * interrupted or meets a full disk leaves nothing half written under the final name. There is no
 * fsync: rename already gives readers all or nothing, and results that can be computed again are
 * not worth the seconds that flushing thousands of files would cost a batch. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sha2.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define TEMPORARY ".tmp-"   /* and the numbers of the process and of the file */
#define TEMPORARY_SUFFIX 48 /* room for a dot, that and a NUL */
#define TEMPORARY_TRIES 10000

/* Closes without losing the errno of what went wrong before. */
static void close_quietly(int descriptor) {
  int error = errno;
  close(descriptor);
  errno = error;
}

static cc_status open_regular(const char *path, int *descriptor, size_t *size) {
  struct stat information;
  /* O_NONBLOCK: opening a named pipe must not wait for a writer, it is refused below. */
  int opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (opened < 0) {
    return CC_IO;
  }
  if (fstat(opened, &information) != 0) {
    close_quietly(opened);
    return CC_IO;
  }
  if (!S_ISREG(information.st_mode)) {
    close(opened);
    errno = S_ISDIR(information.st_mode) ? EISDIR : EINVAL;
    return CC_IO;
  }
  *descriptor = opened;
  *size = information.st_size > 0 ? (size_t)information.st_size : 0;
  return CC_OK;
}

/* Reads until the end or until `room` bytes are there. */
static cc_status read_up_to(int descriptor, char *bytes, size_t room, size_t *length) {
  *length = 0;
  while (*length < room) {
    ssize_t got = read(descriptor, bytes + *length, room - *length);
    if (got == 0) {
      break;
    }
    if (got < 0 && errno != EINTR) {
      return CC_IO;
    }
    *length += got > 0 ? (size_t)got : 0;
  }
  return CC_OK;
}

cc_status cc_file_read(const char *path, size_t limit, char **bytes, size_t *length) {
  int descriptor = -1;
  size_t size = 0, got = 0;
  char *memory = NULL;
  cc_status status = open_regular(path, &descriptor, &size);
  if (status != CC_OK) {
    return status;
  }
  if (size > limit) {
    status = CC_INVALID;
    goto out;
  }
  memory = malloc(size + 1);
  if (memory == NULL) {
    status = CC_NO_MEMORY;
    goto out;
  }
  /* One byte more than the size shows a file that grew after it was measured; one that shrank could
   * be whole lines, and valid. */
  status = read_up_to(descriptor, memory, size + 1, &got);
  if (status == CC_OK && got != size) {
    errno = EBUSY;
    status = CC_IO;
  }
  if (status != CC_OK) {
    goto out;
  }
  memory[got] = '\0';
  *bytes = memory;
  *length = got;
  memory = NULL;
out:
  free(memory);
  close_quietly(descriptor);
  return status;
}

cc_status cc_file_write(int descriptor, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(descriptor, bytes, length);
    if (written < 0 && errno != EINTR) {
      return CC_IO;
    }
    if (written > 0) {
      bytes += written;
      length -= (size_t)written;
    }
  }
  return CC_OK;
}

/* O_EXCL keeps threads that write the same path apart, and steps over what a killed process of the
 * same number left behind. */
cc_status cc_file_open_beside(const char *path, char **name, int *descriptor) {
  const char *slash = strrchr(path, '/');
  int folder = slash != NULL ? (int)(slash + 1 - path) : 0;
  size_t room = strlen(path) + TEMPORARY_SUFFIX;
  *name = malloc(room);
  if (*name == NULL) {
    return CC_NO_MEMORY;
  }
  for (int i = 0; i < TEMPORARY_TRIES; i++) {
    snprintf(*name, room, "%.*s.%s" TEMPORARY "%ld-%d", folder, path, path + folder, (long)getpid(),
             i);
    *descriptor = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (*descriptor >= 0) {
      return CC_OK;
    }
    if (errno != EEXIST) {
      break;
    }
  }
  free(*name);
  *name = NULL;
  return CC_IO;
}

cc_status cc_file_replace(const char *path, const char *bytes, size_t length) {
  int descriptor = -1;
  char *name = NULL;
  cc_status status = cc_file_open_beside(path, &name, &descriptor);
  if (status != CC_OK) {
    return status;
  }
  status = cc_file_write(descriptor, bytes, length);
  if (status != CC_OK) {
    close_quietly(descriptor);
  } else if (close(descriptor) != 0 || rename(name, path) != 0) {
    status = CC_IO;
  }
  if (status != CC_OK) {
    int error = errno;
    unlink(name);
    errno = error;
  }
  free(name);
  return status;
}

/* ---- folders --------------------------------------------------------------------------------- */

/* ".results.csv.tmp-4711-0" */
static bool is_temporary(const char *name) {
  const char *suffix = name[0] == '.' ? strstr(name, TEMPORARY) : NULL;
  return suffix != NULL && suffix[strlen(TEMPORARY)] != '\0' &&
         suffix[strlen(TEMPORARY) + strspn(suffix + strlen(TEMPORARY), "0123456789-")] == '\0';
}

static void sweep(int folder) {
  int own = dup(folder);
  DIR *entries = own >= 0 ? fdopendir(own) : NULL;
  struct dirent *entry;
  if (entries == NULL) {
    if (own >= 0) {
      close(own);
    }
    return;
  }
  while ((entry = readdir(entries)) != NULL) {
    if (is_temporary(entry->d_name)) {
      unlinkat(folder, entry->d_name, 0);
    }
  }
  closedir(entries);
}

cc_status cc_folder_hold(const char *path, int *descriptor) {
  *descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (*descriptor < 0) {
    return CC_IO;
  }
  if (flock(*descriptor, LOCK_EX | LOCK_NB) == 0) {
    sweep(*descriptor);
  } else if (errno == EWOULDBLOCK) {
    close(*descriptor);
    *descriptor = -1;
    errno = EBUSY;
    return CC_IO;
  }
  return CC_OK;
}

const char *cc_file_words(int error) {
  return error == EBUSY ? "another process is writing there" : strerror(error);
}

static cc_status make_one_folder(const char *path) {
  struct stat information;
  if (mkdir(path, 0777) == 0) {
    return CC_OK;
  }
  int error = errno;
  if (stat(path, &information) == 0) {
    errno = ENOTDIR;
    return S_ISDIR(information.st_mode) ? CC_OK : CC_IO;
  }
  errno = error;
  return CC_IO;
}

cc_status cc_folder_make(const char *path) {
  char *prefix = strdup(path);
  if (prefix == NULL) {
    return CC_NO_MEMORY;
  }
  cc_status status = CC_OK;
  for (char *at = prefix; status == CC_OK && *at != '\0'; at++) {
    if (*at == '/' && at > prefix) {
      *at = '\0';
      status = make_one_folder(prefix);
      *at = '/';
    }
  }
  if (status == CC_OK) {
    status = make_one_folder(prefix);
  }
  free(prefix);
  return status;
}

void cc_hash(const char *bytes, size_t length, char text[CC_HASH_TEXT]) {
  SHA256Data((const uint8_t *)bytes, length, text);
}
