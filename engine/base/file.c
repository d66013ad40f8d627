/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole files in and out. A file is written under a name of its own beside the final one and then
 * renamed over it, so that whoever reads sees the old file or the whole new one, and a run that is
 * interrupted or meets a full disk leaves nothing half written under the final name. There is no
 * fsync: rename already gives readers all or nothing, and results that can be computed again are
 * not worth the seconds that flushing thousands of files would cost a batch. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sha2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define TEMPORARY_SUFFIX 48 /* room for ".tmp-<pid>-<n>", two dots and a NUL */
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
  /* One byte more than the size shows a file that grew after it was measured. */
  status = read_up_to(descriptor, memory, size + 1, &got);
  if (status == CC_OK && got > size) {
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

static cc_status write_all(int descriptor, const char *bytes, size_t length) {
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

/* Opens a new file beside `path` and leaves its name in `name`. O_EXCL keeps threads that write the
 * same path apart, and steps over what a killed process of the same number left behind. */
static cc_status open_temporary(const char *path, char *name, size_t room, int *descriptor) {
  const char *slash = strrchr(path, '/');
  int folder = slash != NULL ? (int)(slash + 1 - path) : 0;
  for (int i = 0; i < TEMPORARY_TRIES; i++) {
    snprintf(name, room, "%.*s.%s.tmp-%ld-%d", folder, path, path + folder, (long)getpid(), i);
    *descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (*descriptor >= 0) {
      return CC_OK;
    }
    if (errno != EEXIST) {
      return CC_IO;
    }
  }
  return CC_IO;
}

cc_status cc_file_replace(const char *path, const char *bytes, size_t length) {
  int descriptor = -1;
  size_t room = strlen(path) + TEMPORARY_SUFFIX;
  char *name = malloc(room);
  if (name == NULL) {
    return CC_NO_MEMORY;
  }
  cc_status status = open_temporary(path, name, room, &descriptor);
  if (status != CC_OK) {
    goto out;
  }
  status = write_all(descriptor, bytes, length);
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
out:
  free(name);
  return status;
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
