/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BASE_PLAIN_LOCALE_H
#define CC_BASE_PLAIN_LOCALE_H

#include <locale.h>

#include "carecast/status.h"

/* A program that embeds the library may have chosen a locale, in many of which a number has a
 * decimal comma; scenarios and findings have points everywhere. Between enter and leave the calling
 * thread is in the locale of C. */
typedef struct {
  locale_t plain, before;
} cc_plain_locale;

/* CC_NO_MEMORY leaves things as they are, and nothing to be left. */
cc_status cc_plain_locale_enter(cc_plain_locale *locale);
void cc_plain_locale_leave(const cc_plain_locale *locale);

#endif
