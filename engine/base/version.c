/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The version comes from the project line of CMakeLists.txt and stands nowhere else, so the
 * program, the library, the pkg-config file and the CMake package agree. */
#include "carecast/version.h"

const char *cc_version(void) {
  return CARECAST_VERSION;
}
