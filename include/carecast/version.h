/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CARECAST_VERSION_H
#define CARECAST_VERSION_H

/* The version of the library, for example "0.1.0"; a constant string, never NULL. */
const char *cc_version(void);

#endif
